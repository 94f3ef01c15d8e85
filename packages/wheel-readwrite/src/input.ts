import type { Driver } from '@poe/driver'
import { isPoeError } from '@poe/errors'
import type { Watch } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import { endOfInput, filterError, wheelError } from '@poe/wheel'
import type { InputFilter } from './options.ts'
import type { Side } from './side.ts'

/** The reading side: handle to driver to filter to input events. */
export class Input<Rec> {
  readonly handle: StreamHandle
  readonly #side: Side
  readonly #driver: Driver
  #filter: InputFilter<Rec>
  #watch: Watch | null = null
  #paused = false
  /** End, failure or the wheel's end: nothing is read any more. */
  #over = false
  #draining = false
  /** Draining stopped while the filter may still hold records. */
  #backlog = false
  /** Lent to the filter for each read, so that none is made per read. */
  readonly #chunk: Uint8Array[] = []

  constructor(side: Side, handle: StreamHandle, driver: Driver, filter: InputFilter<Rec>) {
    this.#side = side
    this.handle = handle
    this.#driver = driver
    this.#filter = filter
  }

  get filter(): InputFilter<Rec> {
    return this.#filter
  }

  /** Starts or stops reading, after the name of the input event has changed. */
  refresh(): void {
    const wanted = this.#side.events.inputEvent !== undefined && !this.#over
    if (wanted && this.#watch === null) this.#start()
    else if (!wanted) this.#stop()
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

  resume(): void {
    if (!this.#paused) return
    this.#paused = false
    if (this.#backlog && !this.#draining) this.#drainSoon()
    else this.#watch?.resume()
  }

  /** Reads no more. */
  end(): void {
    this.#over = true
    this.#stop()
  }

  /** Reads what comes and throws it away, until its end; then says so. */
  discard(ended: () => void): void {
    this.end()
    if (this.handle.state !== 'open') {
      ended()
      return
    }
    const { host, label } = this.#side
    try {
      this.#watch = host.watch(this.handle, 'read', `${label} -> closing`, () => this.#readAway(ended))
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
    const { host, label } = this.#side
    this.#watch = host.watch(this.handle, 'read', `${label} -> select read`, () => this.#readable())
    if (this.#paused) this.#watch.pause()
    else if (this.#backlog) this.#drainSoon()
  }

  #stop(): void {
    this.#watch?.dispose()
    this.#watch = null
  }

  #readable(): void {
    const octets = this.#driver.get(this.handle)
    if (octets === null) {
      this.#whyNothing()
      return
    }
    this.#chunk[0] = octets
    if (this.#accept(this.#chunk)) this.#drain()
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
      this.#deliverAll()
    } catch (error) {
      this.#refused(error)
    } finally {
      this.#draining = false
    }
  }

  /** One record after the other, until the filter has none, or the wheel is paused, ended or has no input event. */
  #deliverAll(): void {
    const { host, events, id } = this.#side
    while (!this.#paused && !this.#over && events.inputEvent !== undefined) {
      const record = this.#filter.getOne()
      if (record === undefined) {
        this.#backlog = false
        return
      }
      host.deliver(events.inputEvent, record, id)
    }
  }

  #drainSoon(): void {
    if (this.#draining) return
    const { host, label } = this.#side
    host.post(`${label} -> drain`, () => {
      this.#drain()
      if (!this.#paused && !this.#backlog) this.#watch?.resume()
    })
  }

  #whyNothing(): void {
    const { id, fail, broken } = this.#side
    const { state, error } = this.handle
    if (state === 'ended') this.#finish(() => fail(endOfInput(id)))
    else if (state === 'failed' && error !== null)
      this.#finish(() => broken(wheelError(error.syscall === 'write' ? 'write' : 'read', error, id)))
  }

  /**
   * What the filter says of its input is told as an error and ends the input. Anything else it throws is an
   * exception of the session; what the filter still has is looked at again when there is more input.
   */
  #refused(error: unknown): void {
    const told = filterError(error, this.#side.id)
    if (told === undefined) throw error
    this.#backlog = false
    this.end()
    this.#side.fail(told)
  }

  #finish(tell: () => void): void {
    this.#over = true
    tell()
    this.#stop()
  }
}
