import { SysRWDriver } from '@poe/driver-sysrw'
import { PoeError } from '@poe/errors'
import type { Filter, OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Release, SessionHost, Untyped } from '@poe/kernel'
import type { Chunk, StreamHandle } from '@poe/loop'
import { Wheel, type WheelContext, type WheelError } from '@poe/wheel'
import { Input } from './input.ts'
import {
  checkClose,
  checkEvents,
  checkMarks,
  checkReadWrite,
  type InputFilter,
  type Marks,
  type ReadWriteEvents,
  type ReadWriteOptions,
} from './options.ts'
import { Output } from './output.ts'
import { Records } from './records.ts'
import type { EventNames, Side } from './side.ts'

const MAX_OUTPUT = 64 * 1024 * 1024
const LINGER = 2000
const CLOSE_STALL = 60_000

/** How `close` ends a wheel. */
export interface CloseOptions {
  /** Milliseconds to wait for the peer to end too once everything was written. Default: 2000. */
  readonly linger?: number
  /**
   * Milliseconds the peer may take nothing of what is queued before the rest is dropped. Default: 60,000; never more
   * than the wheel's own `stallTimeout`.
   */
  readonly stallTimeout?: number
}

/** What `detach` gives back. */
export interface Detached {
  /** Open, with what no record was made of put back in front. */
  readonly input: StreamHandle
  /** Open; the same as `input` where the wheel had one handle. */
  readonly output: StreamHandle
  /** What was put and the handle has not taken, in order: usually nothing. */
  readonly unsent: readonly Chunk[]
}

/**
 * Buffered, filtered input and output of a stream: POE::Wheel::ReadWrite.
 *
 * @typeParam Rec - what the input filter makes
 * @typeParam Put - what the output filter takes
 * @typeParam M - the event map of the session
 */
export interface ReadWrite<Rec = string, Put = Rec, M = Untyped> extends Disposable, AsyncIterable<Rec, void> {
  /** From 1, unique in a kernel (POE: `ID`). */
  readonly id: number
  /** Whether the wheel has ended. */
  readonly disposed: boolean
  /** Whether everything that was put has been given to the operating system. */
  readonly isFlushed: boolean
  /** Whether writing has failed, or the wheel has ended: what is still queued is never written. */
  readonly broken: boolean
  /**
   * Queues records to be written when the present dispatch ends, all in one write. Gives whether as much waits
   * as `highMark`. After writing has failed, and after `close` and `dispose`, records go nowhere; after
   * `shutdownOutput` that is told by an error event (EPIPE).
   */
  put(...records: Put[]): boolean
  /** Writes now what is queued; the events that come of it are handled before this returns. */
  flush(): void
  /**
   * Settles when everything put until now has been given to the operating system; rejects when it never will be, with a
   * PoeError `ERR_POE_NOT_FLUSHED`. It keeps nothing alive: await it in a handler.
   */
  flushed(): Promise<void>
  /**
   * The records one by one, for `for await` in a handler, instead of input events. A record is read only when it is asked for,
   * so the peer feels a slow loop. Ends with the input or the wheel. What goes wrong with reading is thrown there and sent to
   * no event: `ERR_POE_READ`, with the {@link WheelError} as its cause, or what the filter says. Leaving the loop leaves
   * the wheel open and unread.
   * @throws PoeError `ERR_POE_WALKED` where the wheel has an input event; for a second walk at once the next record is refused
   */
  [Symbol.asyncIterator](): AsyncIterableIterator<Rec, void>
  /**
   * Changes the names of events, from the very next record on; undefined for none.
   * @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`
   */
  event(names: { readonly [E in keyof ReadWriteEvents<M, Rec>]: ReadWriteEvents<M, Rec>[E] | undefined }): void
  /** Both filters at once: {@link setOutputFilter}, then {@link setInputFilter}. */
  setFilter(filter: Filter<Rec, Put>): void
  /** The new filter gets the octets the old one had not used; their records are delivered after this returns. */
  setInputFilter(filter: InputFilter<Rec>): void
  /** For what is put from now on. */
  setOutputFilter(filter: OutputFilter<Put>): void
  /** The filter input goes through (POE: `get_input_filter`). */
  getInputFilter(): InputFilter<Rec>
  /** The filter output goes through (POE: `get_output_filter`). */
  getOutputFilter(): OutputFilter<Put>
  /**
   * Moves the mark; looked at with the next `put` or write.
   * @throws PoeError `ERR_POE_BAD_OPTION` where the wheel was made without marks, or they would cross
   */
  setHighMark(octets: number): void
  /** As {@link setHighMark}. */
  setLowMark(octets: number): void
  /** Octets queued, not counting those the handle has taken. */
  getDriverOutOctets(): number
  /** Chunks queued, a half-written one included. */
  getDriverOutMessages(): number
  /** What is read (POE: `get_input_handle`). */
  getInputHandle(): StreamHandle
  /** What is written (POE: `get_output_handle`). */
  getOutputHandle(): StreamHandle
  /** Nothing is delivered until `resumeInput`, not even what has been read already, and the peer feels it. */
  pauseInput(): void
  /** Ends {@link pauseInput}; what was kept is delivered after this returns. */
  resumeInput(): void
  /** Reads no more, nor delivers what has been read. */
  shutdownInput(): void
  /** Ends the output after what has been put. Reading goes on. */
  shutdownOutput(): void
  /**
   * Ends well, without further events: writes what is queued, ends the output, reads away what comes until the peer
   * ends too, for a little while, and is disposed of. The session lives on until then. Twice is fine.
   */
  close(options?: CloseOptions): void
  /** Ends the wheel and gives its handles back. What is queued is written as far as the handle takes it. */
  detach(): Detached
  /** Ends the wheel and closes its handles now: what is queued is dropped. */
  dispose(): void
}

/** The wheel is what its two sides are given: an object less for each. */
class ReadWriteImpl<Rec, Put> extends Wheel implements ReadWrite<Rec, Put>, Side {
  declare readonly host: SessionHost
  readonly events: EventNames
  readonly #input: Input<Rec>
  readonly #output: Output<Put>
  /** There once the wheel is closing. */
  #closing: Release | null = null
  #handleTold = false
  #keepHandles = false

  constructor(ctx: WheelContext, options: ReadWriteOptions<Untyped, Rec, Put>) {
    super('ReadWrite', ctx, checkReadWrite, options)
    const driver = options.driver ?? new SysRWDriver()
    const filter = options.filter ?? (new LineFilter() as unknown as Filter<Rec, Put>)
    const { inputHandle, outputHandle, inputFilter = filter, outputFilter = filter, highMark, lowMark } = options
    const { autoFlush = false, maxOutput = MAX_OUTPUT, stallTimeout = Number.POSITIVE_INFINITY } = options
    this.events = namesOf(options)
    const output = (options.handle ?? outputHandle) as StreamHandle
    const limits = { autoFlush, maxOutput, stallTimeout }
    this.#output = new Output(this, output, driver, outputFilter, limits, { highMark, lowMark })
    this.#input = new Input(this, (options.handle ?? inputHandle) as StreamHandle, driver, inputFilter)
    this.#begin()
  }

  get isFlushed(): boolean {
    return this.#output.isFlushed
  }

  get broken(): boolean {
    return this.#output.over
  }

  put(...records: Put[]): boolean {
    return this.#output.put(records)
  }

  flush(): void {
    this.#output.flush()
  }

  flushed(): Promise<void> {
    return this.#output.flushed()
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Rec, void> {
    const { inputEvent } = this.events
    if (inputEvent !== undefined)
      throw new PoeError(
        'ERR_POE_WALKED',
        `${this.label} sends its records as "${inputEvent}"; walk a wheel that has no inputEvent.`,
      )
    return new Records(this.#input)
  }

  event(names: Partial<EventNames>): void {
    checkEvents(names as ReadWriteEvents<Untyped, Rec>, this.#output.marks)
    if (this.disposed || this.#closing !== null) return
    Object.assign(this.events, names)
    this.#input.refresh()
  }

  setFilter(filter: Filter<Rec, Put>): void {
    this.setOutputFilter(filter)
    this.setInputFilter(filter)
  }

  setInputFilter(filter: InputFilter<Rec>): void {
    this.#input.setFilter(filter)
  }

  setOutputFilter(filter: OutputFilter<Put>): void {
    this.#output.filter = filter
  }

  getInputFilter(): InputFilter<Rec> {
    return this.#input.filter
  }

  getOutputFilter(): OutputFilter<Put> {
    return this.#output.filter
  }

  setHighMark(highMark: number): void {
    this.#setMarks('ReadWrite.setHighMark()', { highMark, lowMark: this.#output.marks.lowMark })
  }

  setLowMark(lowMark: number): void {
    this.#setMarks('ReadWrite.setLowMark()', { highMark: this.#output.marks.highMark, lowMark })
  }

  getDriverOutOctets(): number {
    return this.#output.driver.outOctets
  }

  getDriverOutMessages(): number {
    return this.#output.driver.outMessages
  }

  getInputHandle(): StreamHandle {
    return this.#input.handle
  }

  getOutputHandle(): StreamHandle {
    return this.#output.handle
  }

  pauseInput(): void {
    if (this.#closing === null) this.#input.pause()
  }

  resumeInput(): void {
    this.#input.resume()
  }

  shutdownInput(): void {
    if (this.#closing === null) this.#input.end()
  }

  shutdownOutput(): void {
    this.#output.shutdown()
  }

  close(options?: CloseOptions): void {
    if (options !== undefined) checkClose(options)
    if (this.disposed || this.#closing !== null) return
    const { linger = LINGER, stallTimeout = CLOSE_STALL } = options ?? {}
    silence(this.events)
    if (this.#output.over) this.dispose()
    else {
      if (!this.#output.isFlushed) this.#waitClosing()
      this.#output.close(stallTimeout, () => this.#linger(linger))
    }
  }

  detach(): Detached {
    const unsent = this.#output.takeBack()
    this.#input.giveBack()
    this.#keepHandles = true
    this.dispose()
    return { input: this.#input.handle, output: this.#output.handle, unsent }
  }

  // The next two are for the sides.

  /** What fails is a connection, both ways: it is told once, and writing to it is over. */
  handleFailed(error: WheelError, told = false): void {
    if (this.#input.handle === this.#output.handle) {
      if (this.#handleTold) return
      this.#handleTold = true
      this.#output.end()
    }
    if (!told) this.failed(error)
  }

  failed(error: WheelError): void {
    if (this.disposed) return
    if (this.#closing !== null) this.dispose()
    else if (this.events.errorEvent !== undefined) this.host.deliver(this.events.errorEvent, error)
    else if (error.errno !== 0)
      this.host.loop.warn(`${this.label} has no errorEvent to tell: ${error.operation} failed, ${error.message}.`)
  }

  protected release(): void {
    this.#closing?.dispose()
    this.#input.end()
    this.#output.end()
    if (this.#keepHandles) return
    this.#input.handle.close()
    this.#output.handle.close()
  }

  /** A handle that cannot be read is refused, and stays its owner's. */
  #begin(): void {
    try {
      this.#input.refresh()
    } catch (error) {
      this.#keepHandles = true
      this.dispose()
      throw error
    }
  }

  #setMarks(taker: string, marks: Marks): void {
    checkMarks(taker, marks)
    this.#output.marks = marks
  }

  /** What is queued has to be written first; nothing is read meanwhile. */
  #waitClosing(): void {
    this.#input.end()
    this.#closing = this.host.hold('closing', this.label)
  }

  /** A socket closed with unread input resets the connection, and what was written last may be lost: read it away. */
  #linger(milliseconds: number): void {
    this.#closing?.dispose()
    const over = () => this.dispose()
    this.#closing = this.host.after(milliseconds, `${this.label} -> closing`, over)
    this.#input.discard(over)
  }
}

/** No event is sent any more. */
function silence(events: EventNames): void {
  events.inputEvent = undefined
  events.flushedEvent = undefined
  events.errorEvent = undefined
  events.highEvent = undefined
  events.lowEvent = undefined
}

function namesOf(given: Partial<EventNames>): EventNames {
  const { inputEvent, flushedEvent, errorEvent, highEvent, lowEvent } = given
  return { inputEvent, flushedEvent, errorEvent, highEvent, lowEvent }
}

/** How ReadWrite wheels are made; types of records come from the filters. */
export interface ReadWriteClass {
  new <M, Rec = string, Put = Rec>(ctx: WheelContext<M>, options: ReadWriteOptions<M, Rec, Put>): ReadWrite<Rec, Put, M>
}

/**
 * Makes a {@link ReadWrite}.
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` for wrong options;
 * `ERR_POE_NO_SESSION` without the context of a living session; `ERR_POE_NO_MODE` where the handle cannot be read
 */
export const ReadWrite = ReadWriteImpl as unknown as ReadWriteClass
