import type { Driver } from '@poe/driver'
import { isPoeError, PoeError } from '@poe/errors'
import { RECORD_ERROR } from '@poe/filter'
import type { Watch, Watcher } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import { endOfInput, filterError, type WheelError, wheelError } from '@poe/wheel'
import type { InputFilter } from './options.ts'
import type { Side } from './side.ts'

/** What goes with a record that the end of input cut short: a last line without its line end. */
export interface LastRecord {
  /** Always true: the input ended before the record did. */
  readonly unterminated: true
}

const NOTHING = new Uint8Array(0)
const LAST: LastRecord = Object.freeze({ unterminated: true })

/** Lent to a filter for each read, so that none is made per read; empty between reads, or the last one would be kept. */
let spareList: Uint8Array[] | null = [NOTHING]

/** Somebody who asks for one record at a time, instead of hearing events. Told one of these, once. */
export interface Demand<Rec> {
  record(record: Rec): void
  end(): void
  fail(error: unknown): void
}

/** The reading side: handle to driver to filter to input events, or to whoever asks. */
export class Input<Rec> implements Watcher {
  /** What is read. */
  readonly handle: StreamHandle
  readonly #side: Side
  readonly #driver: Driver
  #filter: InputFilter<Rec>
  #watch: Watch | null = null
  #demand: Demand<Rec> | null = null
  #paused = false
  /** The handle has no more, but the filter may have. */
  #ended = false
  /** The filter knows: what it still gives was cut short. */
  #finished = false
  /** End told, failure, or the wheel's end: nothing is read any more. */
  #over = false
  #draining = false
  /** Draining stopped while the filter may still hold records. */
  #backlog = false
  /** There once input is only read away: told of its end. */
  #discarded: (() => void) | null = null

  constructor(side: Side, handle: StreamHandle, driver: Driver, filter: InputFilter<Rec>) {
    this.#side = side
    this.handle = handle
    this.#driver = driver
    this.#filter = filter
  }

  /** What turns octets into records. */
  get filter(): InputFilter<Rec> {
    return this.#filter
  }

  /** Starts or stops reading, after the name of the input event has changed. */
  refresh(): void {
    const named = this.#side.events.inputEvent !== undefined && !this.#over
    if (!named) {
      if (this.#demand === null) this.#stop()
    } else if (this.#watch === null) this.#start()
    else this.#flow()
  }

  /** Takes another filter, which gets the octets the old one had not used. Records come from the loop, not from here. */
  setFilter(filter: InputFilter<Rec>): void {
    const pending = this.#filter.getPending()
    this.#filter = filter
    if (pending !== null && !this.#over && this.#accept(pending)) this.#drainSoon()
  }

  /** No record is delivered until {@link resume}, not even those that have been read. */
  pause(): void {
    this.#paused = true
    this.#watch?.pause()
  }

  /** Ends `pause()`. */
  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#flow()
  }

  /** Reads no more. */
  end(): void {
    this.#over = true
    this.#stop()
    this.#take()?.end()
  }

  /**
   * Gives somebody the next record, now or when it has come.
   * @throws PoeError `ERR_POE_NO_MODE`, `ERR_POE_WALKED` where somebody else waits for it
   */
  take(demand: Demand<Rec>): void {
    if (this.#demand !== null && this.#demand !== demand)
      throw new PoeError('ERR_POE_WALKED', `${this.#side.label}: somebody waits for the next record already.`)
    this.#demand = demand
    if (this.#over) this.#take()?.end()
    else if (this.#watch === null) this.#start()
    this.#serve()
    if (this.#demand !== null && !this.#paused && !this.#ended) this.#watch?.resume()
  }

  /** Nobody asks for records any more. */
  leave(): void {
    this.#take()
    this.refresh()
  }

  /** Reads what comes and throws it away, until its end; then says so. */
  discard(ended: () => void): void {
    this.#over = true
    this.#take()?.end()
    if (this.handle.state !== 'open') {
      ended()
      return
    }
    this.#discarded = ended
    try {
      this.#watch ??= this.#watching()
      this.#watch.resume()
    } catch (error) {
      if (!isPoeError(error, 'ERR_POE_NO_MODE')) throw error
      ended()
    }
  }

  /** Gives back what was read but made no record. */
  giveBack(): void {
    const pending = this.#filter.getPending() ?? []
    for (let i = pending.length - 1; i >= 0; i--) this.handle.unread(pending[i] as Uint8Array)
    this.#filter.reset()
  }

  #start(): void {
    this.#watch = this.#watching()
    if (this.#paused || this.#backlog) this.#watch.pause()
    if (this.#backlog) this.#drainSoon()
  }

  #watching(): Watch {
    const { host, label } = this.#side
    return host.watch(this.handle, 'read', `${label} -> select read`, this)
  }

  #stop(): void {
    this.#watch?.dispose()
    this.#watch = null
  }

  /** Goes on, with what the filter has before what the handle has. */
  #flow(): void {
    if (this.#backlog && !this.#draining) this.#drainSoon()
    else if (!this.#paused && !this.#ended) this.#watch?.resume()
  }

  /** Called while there is something to be read. */
  ready(): void {
    if (this.#discarded !== null) {
      this.#readAway(this.#discarded)
      return
    }
    const octets = this.#driver.get(this.handle)
    if (octets === null) {
      this.#whyNothing()
      return
    }
    const list = spareList ?? [octets]
    spareList = null
    list[0] = octets
    const accepted = this.#accept(list)
    list[0] = NOTHING
    spareList = list
    if (accepted) this.#drain()
  }

  #readAway(ended: () => void): void {
    while (this.#driver.get(this.handle) !== null);
    if (this.handle.state !== 'open') ended()
  }

  #accept(chunks: readonly Uint8Array[]): boolean {
    try {
      this.#filter.getOneStart(chunks)
      return true
    } catch (error) {
      this.#refused(error)
      return false
    }
  }

  #drain(): void {
    if (this.#draining) return
    this.#draining = true
    this.#backlog = true
    try {
      this.#serve()
      while (!this.#deliverAll());
    } finally {
      this.#draining = false
    }
    this.#tellEnd()
  }

  /** One record after the other, until the filter has none, or nobody wants one. False: one of them was bad. */
  #deliverAll(): boolean {
    const { host, events, id } = this.#side
    try {
      while (!this.#paused && !this.#over && events.inputEvent !== undefined) {
        const record = this.#next()
        if (record === undefined) {
          this.#backlog = false
          return true
        }
        if (this.#finished) host.deliver(events.inputEvent, record, id, LAST)
        else host.deliver(events.inputEvent, record, id)
      }
      return true
    } catch (error) {
      return this.#refused(error)
    }
  }

  /** What the filter holds without its end makes the last records. */
  #next(): Rec | undefined {
    const record = this.#filter.getOne()
    if (record !== undefined || !this.#ended || this.#finished) return record
    this.#finished = true
    this.#filter.finish?.()
    return this.#filter.getOne()
  }

  /** Answers who asks. What the filter holds besides waits for the next one who does. */
  #serve(): void {
    if (this.#demand === null || this.#paused || this.#over) return
    let record: Rec | undefined
    try {
      record = this.#next()
    } catch (error) {
      this.#refused(error)
      return
    }
    this.#backlog = record !== undefined
    if (record !== undefined) this.#take()?.record(record)
    else this.#tellEnd()
  }

  /** Whoever asks is answered now; reading stops unless there are events to be sent. */
  #take(): Demand<Rec> | null {
    const demand = this.#demand
    this.#demand = null
    if (demand !== null && this.#side.events.inputEvent === undefined) this.#watch?.pause()
    return demand
  }

  #drainSoon(): void {
    if (this.#draining) return
    const { host, label } = this.#side
    host.post(`${label} -> drain`, () => {
      this.#drain()
      if (!this.#backlog) this.#flow()
    })
  }

  #whyNothing(): void {
    const { state, error } = this.handle
    if (state === 'ended') this.#finish()
    else if (state === 'failed' && error !== null)
      this.#failed(wheelError(error.syscall === 'write' ? 'write' : 'read', error, this.#side.id))
  }

  /** The handle has told its end; the wheel tells it behind the last record. */
  #finish(): void {
    this.#ended = true
    this.#watch?.pause()
    this.#drain()
  }

  #tellEnd(): void {
    if (!this.#ended || this.#over || this.#backlog || this.#paused) return
    this.#over = true
    const demand = this.#take()
    if (demand === null) this.#side.failed(endOfInput(this.#side.id))
    else demand.end()
    this.#stop()
  }

  #failed(error: WheelError): void {
    this.#over = true
    const demand = this.#take()
    this.#side.handleFailed(error, demand !== null)
    demand?.fail(
      new PoeError('ERR_POE_READ', `${this.#side.label}: ${error.operation} failed, ${error.message}.`, {
        cause: error,
      }),
    )
    this.#stop()
  }

  /**
   * What the filter says of its input is told as an error, and ends the input unless it is about one record. Anything
   * else it throws is an exception of the session; what the filter still has is looked at again when there is more.
   * Gives whether there is nothing more to be had.
   */
  #refused(error: unknown): boolean {
    const told = filterError(error, this.#side.id)
    const demand = this.#take()
    if (told === undefined && demand === null) throw error
    const isOver = told === undefined || !told.code.startsWith(RECORD_ERROR)
    if (isOver && told !== undefined) {
      this.#backlog = false
      this.end()
    } else this.#backlog = true
    if (demand !== null) demand.fail(error)
    else if (told !== undefined) this.#side.failed(told)
    return isOver
  }
}
