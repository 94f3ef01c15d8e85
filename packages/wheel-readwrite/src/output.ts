import type { Driver } from '@poe/driver'
import type { OutputFilter } from '@poe/filter'
import type { Ending, Release, Watch } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import { wheelError, wheelErrorOf } from '@poe/wheel'
import type { Side } from './side.ts'

/** The limits of what may wait to be written. */
export interface OutputLimits {
  readonly autoFlush: boolean
  readonly maxOutput: number
  readonly stallTimeout: number
}

/** The writing side: records to filter to driver, and to the handle once the dispatch ends. */
export class Output<Put> implements Ending {
  readonly handle: StreamHandle
  readonly driver: Driver
  readonly #side: Side
  readonly #limits: OutputLimits
  filter: OutputFilter<Put>
  highMark: number | undefined
  lowMark: number | undefined
  #high = false
  #gathering = false
  /** There while output waits for the peer. */
  #watch: Watch | null = null
  #stall: Release | null = null
  #progress = false
  /** Written no more: failed, or the wheel has ended. */
  #over = false
  #whenFlushed: (() => void)[] = []

  constructor(side: Side, handle: StreamHandle, driver: Driver, filter: OutputFilter<Put>, limits: OutputLimits) {
    this.#side = side
    this.handle = handle
    this.driver = driver
    this.filter = filter
    this.#limits = limits
  }

  /** Octets that wait, in the driver and in the handle. */
  get waiting(): number {
    return this.driver.outOctets + this.handle.pending
  }

  /** Whether nothing waits. */
  get flushed(): boolean {
    return this.driver.empty && this.handle.pending === 0
  }

  /** Queues records. Gives whether the high mark is reached. */
  put(records: readonly Put[]): boolean {
    if (this.#over) return false
    this.driver.put(this.filter.put(records))
    if (this.#limits.autoFlush) this.flush()
    else if (!this.#gathering) {
      this.#gathering = true
      this.#side.host.atEnd(this)
    }
    return this.#reached(this.highMark)
  }

  /** The dispatch in which something was put has ended: one write for all of it. */
  atEnd(): void {
    this.#gathering = false
    this.#flushOutside()
  }

  /** Writes what can be written now, and tells what came of it. */
  flush(): void {
    if (this.#over) return
    const left = this.driver.flush(this.handle)
    const { error } = this.handle
    if (error !== null && this.handle.state === 'failed') {
      this.end()
      this.#side.fail(wheelError('write', error, this.#side.id))
    } else if (left === 0) this.#flushed()
    else this.#wait(left)
  }

  /** Runs a function once nothing waits any more: now, or when it has been written. */
  whenFlushed(run: () => void): void {
    if (this.flushed) run()
    else this.#whenFlushed.push(run)
  }

  /** Writes no more; what waits is dropped with the handle. */
  end(): void {
    this.#over = true
    this.#unblock()
  }

  /** Events go to the session, so it has to be active; without any of them there is no need. */
  #flushOutside(): void {
    if (this.#over) return
    const left = this.driver.flush(this.handle)
    const { flushedEvent } = this.#side.events
    const quiet = left === 0 && this.#watch === null && !this.#high && flushedEvent === undefined
    if (quiet && this.#whenFlushed.length === 0 && this.handle.state !== 'failed') return
    this.#side.host.enter(`${this.#side.label} -> select write`, () => this.flush())
  }

  #flushed(): void {
    const { host, events, id } = this.#side
    this.#unblock()
    this.#sink(0)
    const then = this.#whenFlushed
    this.#whenFlushed = []
    if (events.flushedEvent !== undefined) host.deliver(events.flushedEvent, id)
    for (const run of then) run()
  }

  #wait(left: number): void {
    const { host, label } = this.#side
    if (left > this.#limits.maxOutput) {
      this.#overflow()
      return
    }
    if (this.#watch === null) {
      this.#watch = host.watch(this.handle, 'write', `${label} -> select write`, () => this.#writable())
      this.#awaitProgress()
    }
    this.#rise(left)
    this.#sink(left)
  }

  #writable(): void {
    this.#progress = true
    this.flush()
  }

  #unblock(): void {
    this.#watch?.dispose()
    this.#watch = null
    this.#stall?.dispose()
    this.#stall = null
  }

  #rise(left: number): void {
    const { host, events, id } = this.#side
    if (this.#high || this.highMark === undefined || left < this.highMark) return
    this.#high = true
    if (events.highEvent !== undefined) host.deliver(events.highEvent, id)
  }

  #sink(left: number): void {
    const { host, events, id } = this.#side
    if (!this.#high || this.lowMark === undefined || left > this.lowMark) return
    this.#high = false
    if (events.lowEvent !== undefined) host.deliver(events.lowEvent, id)
  }

  #reached(mark: number | undefined): boolean {
    return mark !== undefined && this.waiting >= mark
  }

  #awaitProgress(): void {
    const { stallTimeout } = this.#limits
    if (stallTimeout === Number.POSITIVE_INFINITY) return
    this.#progress = false
    this.#stall = this.#side.host.after(stallTimeout, `${this.#side.label} -> stalled`, () => this.#checkProgress())
  }

  #checkProgress(): void {
    this.#stall = null
    if (this.#progress) this.#awaitProgress()
    else this.#giveUp('ETIMEDOUT', `The peer has taken nothing for ${this.#limits.stallTimeout} ms`)
  }

  #overflow(): void {
    this.#giveUp('ENOBUFS', `More than ${this.#limits.maxOutput} octets wait to be written`)
  }

  #giveUp(code: string, message: string): void {
    this.end()
    this.#side.fail(wheelErrorOf('write', code, this.#side.id, message))
  }
}
