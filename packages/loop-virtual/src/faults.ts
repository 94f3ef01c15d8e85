import { type FaultOptions, SOUND } from './fault-options.ts'
import { fraction, hash, mix } from './random.ts'
import { Tail } from './tail.ts'

/** What can go wrong by chance, and the option that says how often. */
const CHANCES = {
  'short read': 'shortReads',
  'short write': 'shortWrites',
  reset: 'resets',
  vanish: 'vanishes',
  deaf: 'deaf',
  refuse: 'refusals',
  hang: 'hangs',
  'accept failure': 'acceptFailures',
  loss: 'loss',
  duplicate: 'duplicates',
  reorder: 'reorders',
  'spawn failure': 'spawnFailures',
} as const satisfies Record<string, keyof FaultOptions>

/** What can go wrong by chance. */
export type FaultKind = keyof typeof CHANCES

/** A fault that happened. */
export interface Fault {
  /** Which of all that could happen: the same number in every run of this seed in which the subject gets that far. */
  readonly id: number
  /** Simulated milliseconds. */
  readonly at: number
  /** What happens. */
  readonly kind: FaultKind
  /** To whom: `tcp 3 there`, `connect 7`. */
  readonly subject: string
}

/** The most faults the log keeps. */
const LOGGED = 100_000

/** How the world that has faults is told of them. */
export interface FaultWitness {
  readonly now: number
  note(line: string): void
}

/**
 * Decides what goes wrong. A decision depends on the seed, the subject, the kind and how often that was asked
 * before, and on nothing else: switching one fault off leaves every other where it was.
 */
export class Faults {
  options: Required<FaultOptions>
  readonly log = new Tail<Fault>(LOGGED)
  readonly #seed: number
  readonly #only: ReadonlySet<number> | null
  readonly #witness: FaultWitness

  constructor(seed: number | string, options: FaultOptions, only: ReadonlySet<number> | null, witness: FaultWitness) {
    this.#seed = hash(`faults ${seed}`)
    this.options = { ...SOUND, ...given(options) }
    this.#only = only
    this.#witness = witness
  }

  /** Changes what is said, leaves the rest. */
  change(options: FaultOptions): void {
    this.options = { ...this.options, ...given(options) }
  }

  /** Somebody to whom things happen. */
  subject(name: string): Subject {
    return new Subject(this, name)
  }

  /** A number of this seed's. */
  draw(a: number, b: number, c: number): number {
    return mix(this.#seed, a, b, c)
  }

  /** Whether what was drawn happens, which is then on record. */
  decide(kind: FaultKind, subject: string, drawn: number, id: number): boolean {
    if (fraction(drawn) >= this.options[CHANCES[kind]]) return false
    if (this.#only !== null && !this.#only.has(id)) return false
    this.log.push({ id, at: this.#witness.now, kind, subject })
    this.#witness.note(`${subject} fault: ${kind}`)
    return true
  }

  /** Whether a fault of this kind can happen at all. */
  possible(kind: FaultKind): boolean {
    return this.options[CHANCES[kind]] > 0
  }
}

/** Somebody to whom things happen: a connection, a listener, a program. */
export class Subject {
  readonly name: string
  readonly #faults: Faults
  readonly #hash: number
  readonly #asked = new Map<string, number>()

  constructor(faults: Faults, name: string) {
    this.#faults = faults
    this.name = name
    this.#hash = hash(name)
  }

  /** Whether this goes wrong, now. */
  happens(kind: FaultKind): boolean {
    const count = this.#count(kind)
    if (!this.#faults.possible(kind)) return false
    const high = this.#faults.draw(this.#hash, hash(kind), count)
    const low = this.#faults.draw(count, this.#hash, hash(kind))
    return this.#faults.decide(kind, this.name, this.#faults.draw(high, low, 1), (high & 0x1f_ffff) * 2 ** 32 + low)
  }

  /** A fraction from 0 up to, not including, 1, for how much or how long. */
  amount(what: string): number {
    return fraction(this.#faults.draw(this.#hash, hash(what), this.#count(what)))
  }

  /** How many octets a short read or write moves. */
  shortOf(what: string): number {
    return 1 + Math.floor(this.amount(what) * this.#faults.options.shortMost)
  }

  #count(what: string): number {
    const count = this.#asked.get(what) ?? 0
    this.#asked.set(what, count + 1)
    return count
  }
}

function given(options: FaultOptions): FaultOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined))
}
