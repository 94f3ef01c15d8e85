import { SysRWDriver } from '@poe/driver-sysrw'
import type { Filter, OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Release, Untyped } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import { Wheel, type WheelContext, type WheelError } from '@poe/wheel'
import { Input } from './input.ts'
import { checkReadWrite, type InputFilter, type ReadWriteEvents, type ReadWriteOptions } from './options.ts'
import { Output } from './output.ts'
import type { EventNames, Side } from './side.ts'

const MAX_OUTPUT = 64 * 1024 * 1024
const LINGER = 2000

/** How {@link ReadWrite.close} ends a wheel. */
export interface CloseOptions {
  /** Milliseconds to wait for the peer once everything was written. Default: 2000. */
  readonly linger?: number
}

/** Buffered, filtered input and output of a stream: POE::Wheel::ReadWrite. */
export interface ReadWrite<Rec = string, Put = Rec, M = Untyped> extends Disposable {
  /** From 1, unique in a kernel. */
  readonly id: number
  readonly disposed: boolean
  /** Whether everything that was put has been given to the operating system. */
  readonly flushed: boolean
  /**
   * Queues records to be written when the present dispatch ends, all in one write. Gives whether as much waits
   * as `highMark`. After writing has failed, and after the wheel has ended, records go nowhere.
   */
  put(...records: Put[]): boolean
  /** Writes now what is queued. */
  flush(): void
  /** Changes the names of events, from the very next record on; undefined for none. */
  event(names: { readonly [E in keyof ReadWriteEvents<M, Rec>]: ReadWriteEvents<M, Rec>[E] | undefined }): void
  /** Both filters at once. Unread octets go to the new one. */
  setFilter(filter: Filter<Rec, Put>): void
  setInputFilter(filter: InputFilter<Rec>): void
  setOutputFilter(filter: OutputFilter<Put>): void
  getInputFilter(): InputFilter<Rec>
  getOutputFilter(): OutputFilter<Put>
  setHighMark(octets: number): void
  setLowMark(octets: number): void
  getDriverOutOctets(): number
  getDriverOutMessages(): number
  getInputHandle(): StreamHandle
  getOutputHandle(): StreamHandle
  /** Nothing is delivered until `resumeInput`, and the peer feels it. */
  pauseInput(): void
  resumeInput(): void
  /** Reads no more. */
  shutdownInput(): void
  /** Ends the output after what has been put. Reading goes on. */
  shutdownOutput(): void
  /** Ends well: writes what is queued, ends the output, waits a little for the peer to end too, and is disposed of. */
  close(options?: CloseOptions): void
  /** Ends the wheel and gives its handles back, open, with what no record was made of. */
  detach(): { readonly input: StreamHandle; readonly output: StreamHandle }
  /** Ends the wheel and closes its handles now: what is queued is dropped. */
  dispose(): void
}

class ReadWriteImpl<Rec, Put> extends Wheel implements ReadWrite<Rec, Put> {
  readonly #events: EventNames
  readonly #input: Input<Rec>
  readonly #output: Output<Put>
  #lingering: Release | null = null
  #keepHandles = false

  constructor(ctx: WheelContext, options: ReadWriteOptions<Untyped, Rec, Put>) {
    checkReadWrite(options)
    super('ReadWrite', ctx)
    const driver = options.driver ?? new SysRWDriver()
    const common = options.filter ?? (new LineFilter() as unknown as Filter<Rec, Put>)
    const inputHandle = (options.handle ?? options.inputHandle) as StreamHandle
    const outputHandle = (options.handle ?? options.outputHandle) as StreamHandle
    this.#events = namesOf(options)
    const side: Side = {
      host: this.host,
      id: this.id,
      label: this.label,
      events: this.#events,
      fail: (error) => this.#failed(error),
    }
    this.#output = new Output(side, outputHandle, driver, options.outputFilter ?? common, {
      autoFlush: options.autoFlush ?? false,
      maxOutput: options.maxOutput ?? MAX_OUTPUT,
      stallTimeout: options.stallTimeout ?? Number.POSITIVE_INFINITY,
    })
    this.#output.highMark = options.highMark
    this.#output.lowMark = options.lowMark
    this.#input = new Input(side, inputHandle, driver, options.inputFilter ?? common)
  }

  get flushed(): boolean {
    return this.#output.flushed
  }

  put(...records: Put[]): boolean {
    return this.#output.put(records)
  }

  flush(): void {
    this.#output.flush()
  }

  event(names: Partial<EventNames>): void {
    Object.assign(this.#events, names)
    if (!this.disposed) this.#input.refresh()
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

  setHighMark(octets: number): void {
    this.#output.highMark = octets
  }

  setLowMark(octets: number): void {
    this.#output.lowMark = octets
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
    this.#input.pause()
  }

  resumeInput(): void {
    this.#input.resume()
  }

  shutdownInput(): void {
    this.#input.end()
  }

  shutdownOutput(): void {
    this.#output.whenFlushed(() => this.#output.handle.shutdown())
  }

  close({ linger = LINGER }: CloseOptions = {}): void {
    if (this.disposed || this.#lingering !== null) return
    this.#lingering = this.host.hold('closing', this.label)
    this.event({ inputEvent: undefined })
    this.#output.whenFlushed(() => this.#linger(linger))
  }

  detach(): { readonly input: StreamHandle; readonly output: StreamHandle } {
    this.#input.giveBack()
    this.#keepHandles = true
    this.dispose()
    return { input: this.#input.handle, output: this.#output.handle }
  }

  protected release(): void {
    this.#lingering?.dispose()
    this.#input.end()
    this.#output.end()
    if (this.#keepHandles) return
    this.#input.handle.close()
    this.#output.handle.close()
  }

  /** A socket closed with unread input resets the connection, and what was written last may be lost: read it away. */
  #linger(milliseconds: number): void {
    if (this.disposed) return
    this.#output.handle.shutdown()
    this.#lingering?.dispose()
    this.#lingering = this.host.after(milliseconds, `${this.label} -> closing`, () => this.dispose())
    this.#input.discard(() => this.dispose())
  }

  #failed(error: WheelError): void {
    if (this.disposed) return
    if (this.#lingering !== null) this.dispose()
    else if (this.#events.errorEvent !== undefined) this.host.deliver(this.#events.errorEvent, error)
    else if (error.errno !== 0)
      this.host.loop.warn(`${this.label} has no errorEvent to tell: ${error.operation} failed, ${error.message}.`)
  }
}

function namesOf(options: ReadWriteOptions<Untyped, Untyped, Untyped>): EventNames {
  const { inputEvent, flushedEvent, errorEvent, highEvent, lowEvent } = options
  return { inputEvent, flushedEvent, errorEvent, highEvent, lowEvent }
}

/** How ReadWrite wheels are made; types of records come from the filters. */
export interface ReadWriteClass {
  new <M, Rec = string, Put = Rec>(ctx: WheelContext<M>, options: ReadWriteOptions<M, Rec, Put>): ReadWrite<Rec, Put, M>
}

/**
 * Makes a {@link ReadWrite}.
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION` for wrong options, `ERR_POE_NO_SESSION`
 */
export const ReadWrite = ReadWriteImpl as unknown as ReadWriteClass
