import { PoeError } from '@poe/errors'
import { type HandleError, type HandleStage, Level, type Mode } from '@poe/loop'
import type { Native } from './native.ts'
import type { Polled, Poller } from './poller.ts'

const [IN, PRIORITY, OUT, ERROR, HANG_UP] = [1, 2, 4, 8, 16]
/** The system tells these unasked; whoever reads or writes then, hears of them. */
const UNASKED = ERROR | HANG_UP

/** What each mode waits for; urgent octets are gone when a descriptor hangs up. */
const BITS: Readonly<Record<Mode, number>> = { read: IN | UNASKED, write: OUT | UNASKED, expedite: PRIORITY }

/** What a loop lends its descriptors. */
export interface Parts {
  readonly native: Native
  readonly poller: Poller
  readonly stage: HandleStage
}

/** A descriptor of the system and who watches it, mode by mode: level-triggered. */
export class Descriptor implements Polled {
  readonly id: number
  readonly descriptor: number
  readonly #parts: Parts
  readonly #polledBy: number
  readonly #waiting = new DataView(new ArrayBuffer(8))
  readonly #struct = new Uint8Array(this.#waiting.buffer)
  readonly #levels = new Map<Mode, Level>()
  /** What the thread was asked to wait for. */
  #asked = 0

  /**
   * @param before - whether there is something or nothing in a mode before the system is asked; undefined: ask it
   * @throws PoeError `ERR_POE_DESCRIPTOR` where it cannot be waited for
   */
  constructor(parts: Parts, descriptor: number, before: (mode: Mode) => boolean | undefined = () => undefined) {
    this.id = parts.stage.nextId()
    this.descriptor = descriptor
    this.#parts = parts
    this.#waiting.setInt32(0, descriptor, true)
    const added = parts.poller.add(this)
    if (typeof added !== 'number') throw refused(descriptor, added)
    this.#polledBy = added
    for (const mode of ['read', 'write', 'expedite'] as const)
      this.#levels.set(mode, new Level(parts.stage, () => before(mode) ?? this.#isReady(mode)))
  }

  level(mode: Mode): Level {
    return this.#levels.get(mode) as Level
  }

  reported(): void {
    this.#asked = 0
    for (const level of this.#levels.values()) level.tell()
  }

  /** Nobody watches any more. The descriptor stays open. */
  release(): void {
    for (const level of this.#levels.values()) level.ignore()
    this.#parts.poller.remove(this.#polledBy)
  }

  /** Asks the system; where there is nothing, the thread waits for it. */
  #isReady(mode: Mode): boolean {
    const bits = BITS[mode]
    this.#waiting.setInt16(4, bits, true)
    this.#waiting.setInt16(6, 0, true)
    this.#parts.native.poll(this.#struct, 1, 0)
    const found = this.#waiting.getInt16(6, true)
    if ((found & bits) !== 0) return true
    // One that has hung up would be told at once, again and again.
    if ((found & UNASKED) === 0) this.#ask(bits)
    return false
  }

  #ask(bits: number): void {
    const asked = this.#asked | bits
    if (asked === this.#asked) return
    this.#asked = asked
    this.#parts.poller.ask(this.#polledBy, asked)
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EBADF: 'it is no open descriptor',
  EPERM: 'the system does not wait for files and folders, which are always ready; use the service "files"',
}

/** Why a descriptor was refused. */
export function refused(descriptor: unknown, cause: HandleError): PoeError {
  const why = REASONS[cause.code] ?? cause.message
  return new PoeError(
    'ERR_POE_DESCRIPTOR',
    `Loop "poll" cannot wait for descriptor ${String(descriptor)}: ${why} (${cause.code}).`,
    { cause },
  )
}
