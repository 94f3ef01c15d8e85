import type { Driver } from '@poe/driver'
import type { OutputFilter } from '@poe/filter'
import type { StreamHandle } from '@poe/loop'
import { type WheelError, wheelErrorOf } from '@poe/wheel'
import { type EventNames, type Marks, Output, type OutputLimits } from '@poe/wheel-readwrite/sides'
import type { StreamOwner } from './outlet.ts'
import { runError } from './run-error.ts'

/** How long whoever inherited the program's input may take nothing of what is queued once the program has ended. */
const STALL = 60_000

/** The program's input. */
export class Inlet<Put> {
  readonly #owner: StreamOwner
  readonly #events: EventNames
  readonly #output: Output<Put>
  /** What to do once all is written, or cannot be. */
  #whenDone: (() => void) | null = null
  /** The terminal has gone; whether that was told to who put something all the same. */
  #gone: 'no' | 'untold' | 'told' = 'no'
  #isTelling = false

  constructor(
    owner: StreamOwner,
    handle: StreamHandle,
    driver: Driver,
    filter: OutputFilter<Put>,
    limits: OutputLimits,
    marks: Marks,
    names: Partial<EventNames>,
  ) {
    const { flushedEvent, highEvent, lowEvent } = names
    this.#owner = owner
    this.#events = { inputEvent: undefined, errorEvent: undefined, flushedEvent, highEvent, lowEvent }
    const { host, id, label } = owner
    const side = {
      host,
      id,
      label: `${label}, stdin`,
      events: this.#events,
      failed: (error: WheelError) => this.#failed(error.code === 'EPIPE' ? this.#refused() : error),
      handleFailed: (error: WheelError) => this.#failed(error),
    }
    this.#output = new Output(side, handle, driver, filter, limits, marks)
  }

  get isFlushed(): boolean {
    return this.#output.isFlushed
  }

  get handle(): StreamHandle {
    return this.#output.handle
  }

  get driver(): Driver {
    return this.#output.driver
  }

  get marks(): Marks {
    return this.#output.marks
  }

  set marks(marks: Marks) {
    this.#output.marks = marks
  }

  set filter(filter: OutputFilter<Put>) {
    this.#output.filter = filter
  }

  put(records: readonly Put[]): boolean {
    if (this.#gone === 'untold') this.#tellGone()
    return this.#output.put(records)
  }

  /** Other names of its events; what is not named stays. */
  rename(names: Partial<EventNames>): void {
    Object.assign(this.#events, names)
  }

  shutdown(): void {
    this.#output.shutdown()
  }

  /** The terminal has gone: what is put goes nowhere, which is told once. */
  hangUp(): void {
    this.#gone = 'untold'
    this.#output.end()
  }

  /** Takes no more; calls back once all is written, or never can be. */
  finish(done: () => void): void {
    this.#whenDone = done
    if (this.#isTelling) return
    if (this.#output.over || this.#output.isFlushed) done()
    else this.#output.close(STALL, done)
  }

  /** Writes no more, and tells nothing; what is queued is dropped. */
  end(): void {
    this.#gone = 'told'
    this.#whenDone = null
    this.#output.end()
    this.handle.close()
  }

  #failed(error: WheelError): void {
    const done = this.#whenDone
    this.#owner.tell(runError(error, 'stdin'))
    done?.()
  }

  #refused(): WheelError {
    return wheelErrorOf('write', 'EPIPE', this.#owner.id, 'Something was put after shutdownStdin()')
  }

  #tellGone(): void {
    this.#gone = 'told'
    const { host, id, label } = this.#owner
    this.#isTelling = true
    host.post(`${label} -> refused`, () => {
      this.#isTelling = false
      this.#failed(wheelErrorOf('write', 'EIO', id))
    })
  }
}
