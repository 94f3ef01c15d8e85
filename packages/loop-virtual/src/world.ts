import { Agenda, type Happening } from './agenda.ts'
import type { FaultOptions } from './fault-options.ts'
import { Faults, type Subject } from './faults.ts'
import { Setups } from './setups.ts'
import { Stage, type Waiting } from './stage.ts'
import { Tail } from './tail.ts'

/** How a {@link World} is made. */
export interface WorldOptions {
  readonly seed: number | string
  readonly faults: FaultOptions
  readonly onlyFaults: ReadonlySet<number> | null
  readonly journalLimit: number
  readonly settle: () => Promise<unknown>
}

/** What shows up in a report of a world that is stuck. */
export interface Resident {
  describe(): string
}

/** The simulated world, as its parts see it: a clock, what will happen, who waits to be called, what went wrong. */
export class World {
  readonly agenda = new Agenda()
  readonly stage = new Stage()
  readonly faults: Faults
  readonly journal: Tail<string>
  readonly residents = new Set<Resident>()
  /** Simulated milliseconds since the beginning. */
  now = 0
  /** Called when there may be something to do. */
  stirred: () => void = () => {}
  readonly #setups: Setups
  #running = false
  #ids = 0

  constructor(options: WorldOptions) {
    this.journal = new Tail(options.journalLimit)
    this.faults = new Faults(options.seed, options.faults, options.onlyFaults, this)
    this.#setups = new Setups(options.settle)
  }

  /** Whether the loop runs, so that callbacks may be made. */
  get running(): boolean {
    return this.#running
  }

  set running(running: boolean) {
    this.#running = running
    this.#setups.outside = !running
  }

  /** A number no other handle has. */
  nextId(): number {
    return ++this.#ids
  }

  /** Has `act` called by the host when so many milliseconds have passed. */
  after(delay: number, act: () => void): Happening {
    return this.at(this.now + delay, act)
  }

  /** Has `act` called by the host at a time, at once where that has passed. */
  at(time: number, act: () => void): Happening {
    const happening = this.agenda.add(Math.max(time, this.now), act)
    this.stirred()
    return happening
  }

  /** As {@link after}, for what settles a promise: outside of `run()`, where time stands still, it happens at once. */
  setup(delay: number, act: () => void): Happening {
    return this.#setups.add(act, (once) => this.after(delay, once))
  }

  /** Has somebody called back soon, or when the loop runs again. */
  announceLater(waiting: Waiting): void {
    this.stage.add(waiting)
    this.stirred()
  }

  /** Calls back soon. */
  soon(call: () => void): void {
    this.announceLater({ announce: call })
  }

  /** Writes a line into the journal. */
  note(line: string): void {
    this.journal.push(`${Math.round(this.now * 1000) / 1000} ${line}`)
  }

  /** Milliseconds to another host, this time. */
  delay(subject: Subject): number {
    const { latency, jitter } = this.faults.options
    return jitter === 0 ? latency : latency + jitter * subject.amount('jitter')
  }
}
