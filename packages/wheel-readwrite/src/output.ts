import type { Driver } from '@poe/driver'
import { PoeError } from '@poe/errors'
import type { OutputFilter } from '@poe/filter'
import type { Ending, Release, Watch } from '@poe/kernel'
import type { Chunk, StreamHandle } from '@poe/loop'
import { wheelError, wheelErrorOf } from '@poe/wheel'
import type { Marks } from './options.ts'
import type { Side } from './side.ts'

/** The limits of what may wait to be written. */
export interface OutputLimits {
  /** Write within `put`, instead of when the dispatch ends. */
  readonly autoFlush: boolean
  /** Octets that may wait; one more is an error. */
  readonly maxOutput: number
  /** Milliseconds without progress after which output is given up. */
  readonly stallTimeout: number
}

/** What is to happen once all is written, and what if it never is. */
interface Flushing {
  done(): void
  dropped?(): void
}

const NOBODY: readonly Flushing[] = []

/** The writing side: records to filter to driver, and to the handle once the dispatch ends. */
export class Output<Put> implements Ending {
  // What each put and each write looks at stands first, together: it is two lines of the processor's cache.
  /** Written no more: failed, or the wheel has ended. */
  #over = false
  /** What comes now is refused by an error event (shutdown), or dropped in silence (close). */
  #taking: 'all' | 'refuse' | 'drop' = 'all'
  /** What turns records into octets. */
  filter: OutputFilter<Put>
  /** What keeps octets until the handle takes them. */
  readonly driver: Driver
  /** Something was put that has not been told flushed. */
  #owed = false
  /** Events are being sent: what their handlers put waits for the next slice, or a wheel that refills itself would never let go. */
  #telling = false
  readonly #autoFlush: boolean
  #highMark: number | undefined
  /** What is written. */
  readonly handle: StreamHandle
  #gathering = false
  readonly #side: Side
  /** There while output waits for the peer. */
  #watch: Watch | null = null
  #high = false
  #whenFlushed: Flushing[] | null = null
  readonly #maxOutput: number
  #stallTimeout: number
  #lowMark: number | undefined
  #putMeanwhile = false
  #stall: Release | null = null
  /** Whether the handle was ready, and what it had to hand on, since progress was last looked for. */
  #progress = false
  #pending = 0

  constructor(
    side: Side,
    handle: StreamHandle,
    driver: Driver,
    filter: OutputFilter<Put>,
    limits: OutputLimits,
    marks: Marks,
  ) {
    this.#side = side
    this.handle = handle
    this.driver = driver
    this.filter = filter
    this.#autoFlush = limits.autoFlush
    this.#maxOutput = limits.maxOutput
    this.#stallTimeout = limits.stallTimeout
    this.#highMark = marks.highMark
    this.#lowMark = marks.lowMark
  }

  /** When there is too much, and when it is over. */
  get marks(): Marks {
    return { highMark: this.#highMark, lowMark: this.#lowMark }
  }

  set marks({ highMark, lowMark }: Marks) {
    this.#highMark = highMark
    this.#lowMark = lowMark
  }

  /** Whether nothing waits. */
  get isFlushed(): boolean {
    return this.driver.empty && this.handle.pending === 0
  }

  /** Whether writing has failed, or the wheel has ended: what waits is never written. */
  get over(): boolean {
    return this.#over
  }

  /** Queues records. Gives whether the high mark is reached. */
  put(records: readonly Put[]): boolean {
    if (this.#over || this.#taking !== 'all') {
      this.#refuse()
      return false
    }
    this.driver.put(this.filter.put(records))
    if (this.driver.empty) return this.#isHigh()
    this.#owed = true
    if (this.#telling) this.#putMeanwhile = true
    else if (this.#autoFlush) this.flush()
    else this.#gather()
    return this.#isHigh()
  }

  /** The dispatch in which something was put has ended: one write for all of it. */
  atEnd(): void {
    this.#gathering = false
    if (this.#over || (this.#watch !== null && this.#isUneventful())) return
    const left = this.#watch === null ? this.driver.flush(this.handle) : this.#waiting()
    if (left === 0 && this.#isQuiet()) this.#owed = false
    // Events go to the session, so it has to be active; without any of them there is no need.
    else this.#tell(() => this.#side.host.enter(`${this.#side.label} -> select write`, () => this.#written(left)))
  }

  /** Writes what can be written now, and tells what came of it. */
  flush(): void {
    if (!this.#over) this.#tell(() => this.#written(this.driver.flush(this.handle)))
  }

  /** Settles once all is written that was put until now, or cannot be any more. */
  flushed(): Promise<void> {
    return new Promise((resolve, reject) => {
      const dropped = () => reject(notFlushed(this.#side.label))
      if (this.isFlushed) resolve()
      else if (this.#over) dropped()
      else this.#expect({ done: resolve, dropped })
    })
  }

  /** Ends the handle's output once all is written; what is put from now on is a mistake that is told. */
  shutdown(): void {
    if (this.#over || this.#taking !== 'all') return
    this.#taking = 'refuse'
    if (this.isFlushed) this.handle.shutdown()
    else this.#expect({ done: () => this.handle.shutdown() })
  }

  /** Takes no more, and calls `then` once all is written. Gives up if the peer takes nothing for so long. */
  close(stallTimeout: number, then: () => void): void {
    this.shutdown()
    this.#taking = 'drop'
    this.#stallTimeout = Math.min(this.#stallTimeout, stallTimeout)
    if (this.#watch !== null && this.#stall === null) this.#awaitProgress()
    this.#afterFlush(then)
  }

  /** Writes no more; what waits is dropped with the handle. */
  end(): void {
    this.#over = true
    this.#unblock()
    for (const { dropped } of this.#expected()) dropped?.()
  }

  /** Writes what the handle takes now, and gives the rest. */
  takeBack(): Chunk[] {
    const rest: Chunk[] = []
    if (!this.#over) this.driver.flush(this.handle)
    const write = (chunk: Chunk) => {
      rest.push(chunk)
      return null
    }
    this.driver.flush({ read: () => null, write, pending: 0 })
    return rest
  }

  #waiting(): number {
    return this.driver.outOctets + this.handle.pending
  }

  /** Counting text is slow, so that is left for when a bound does not do. */
  #waitingAtMost(): number {
    return (this.driver.outOctetsAtMost ?? this.driver.outOctets) + this.handle.pending
  }

  #isHigh(): boolean {
    const highMark = this.#highMark
    return highMark !== undefined && this.#waitingAtMost() >= highMark && this.#waiting() >= highMark
  }

  #gather(): void {
    if (this.#gathering) return
    this.#gathering = true
    this.#side.host.atEnd(this)
  }

  #tell(run: () => void): void {
    if (this.#telling) {
      run()
      return
    }
    this.#telling = true
    run()
    this.#telling = false
    if (!this.#putMeanwhile) return
    this.#putMeanwhile = false
    this.#side.host.post(`${this.#side.label} -> select write`, () => this.flush())
  }

  /** Nobody wants to hear that all is written. */
  #isQuiet(): boolean {
    const untold = this.#owed && this.#side.events.flushedEvent !== undefined
    return !untold && !this.#high && this.#whenFlushed === null && this.handle.state !== 'failed'
  }

  /** The peer is waited for, and what was added passes no limit. */
  #isUneventful(): boolean {
    const most = this.#waitingAtMost()
    return most <= this.#maxOutput && (this.#high || most < (this.#highMark ?? Number.POSITIVE_INFINITY))
  }

  #written(left: number): void {
    const { error, state } = this.handle
    if (state === 'failed' && error !== null) {
      this.end()
      this.#side.handleFailed(wheelError('write', error, this.#side.id))
    } else if (left === 0) this.#flushed()
    else this.#wait(left)
  }

  /** A handler of one event may put more or end the wheel, so each step looks anew. */
  #flushed(): void {
    const { host, events, id } = this.#side
    this.#unblock()
    this.#sink(0)
    if (this.#over || !this.isFlushed) return
    const owed = this.#owed
    this.#owed = false
    if (owed && events.flushedEvent !== undefined) host.deliver(events.flushedEvent, id)
    for (const { done, dropped } of this.#expected()) this.#over ? dropped?.() : done()
  }

  #wait(left: number): void {
    const { host, label } = this.#side
    if (left > this.#maxOutput) {
      this.#giveUp('ENOBUFS', `More than ${this.#maxOutput} octets wait to be written`)
      return
    }
    if (this.#watch === null) {
      this.#watch = host.watch(this.handle, 'write', `${label} -> select write`, { ready: () => this.#writable() })
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
    if (this.#high || left < (this.#highMark ?? Number.POSITIVE_INFINITY)) return
    this.#high = true
    if (events.highEvent !== undefined) host.deliver(events.highEvent, id)
  }

  #sink(left: number): void {
    const { host, events, id } = this.#side
    if (!this.#high || this.#over || left > (this.#lowMark ?? 0)) return
    this.#high = false
    if (events.lowEvent !== undefined) host.deliver(events.lowEvent, id)
  }

  #afterFlush(then: () => void): void {
    if (this.isFlushed) then()
    else this.#expect({ done: then })
  }

  #expect(flushing: Flushing): void {
    if (this.#whenFlushed === null) this.#whenFlushed = [flushing]
    else this.#whenFlushed.push(flushing)
  }

  /** Who waits, once. */
  #expected(): readonly Flushing[] {
    const flushings = this.#whenFlushed ?? NOBODY
    this.#whenFlushed = null
    return flushings
  }

  #awaitProgress(): void {
    if (this.#stallTimeout === Number.POSITIVE_INFINITY) return
    const { host, label } = this.#side
    this.#progress = false
    this.#pending = this.handle.pending
    this.#stall = host.after(this.#stallTimeout, `${label} -> stalled`, () => this.#checkProgress())
  }

  #checkProgress(): void {
    this.#stall = null
    if (this.#progress || this.handle.pending < this.#pending) this.#awaitProgress()
    else this.#giveUp('ETIMEDOUT', `The peer has taken nothing for ${this.#stallTimeout} ms`)
  }

  #giveUp(code: string, message: string): void {
    this.end()
    this.#side.failed(wheelErrorOf('write', code, this.#side.id, message))
  }

  /** From within `put` nothing is told, so it is told soon, and once. */
  #refuse(): void {
    if (this.#over || this.#taking !== 'refuse') return
    this.#taking = 'drop'
    const side = this.#side
    const error = wheelErrorOf('write', 'EPIPE', side.id, 'Something was put after shutdownOutput()')
    side.host.post(`${side.label} -> refused`, () => side.failed(error))
  }
}

function notFlushed(label: string): PoeError {
  return new PoeError(
    'ERR_POE_NOT_FLUSHED',
    `${label}: what was put is never written; writing has failed or was ended.`,
  )
}
