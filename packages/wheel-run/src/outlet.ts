import type { Driver } from '@poe/driver'
import { RECORD_ERROR } from '@poe/filter'
import type { SessionHost, Untyped } from '@poe/kernel'
import type { StreamHandle } from '@poe/loop'
import { endOfInput, type WheelError } from '@poe/wheel'
import { type EventNames, Input, type InputFilter } from '@poe/wheel-readwrite/sides'
import { type RunError, runError, type StreamName } from './run-error.ts'

/** What a stream needs of its wheel. */
export interface StreamOwner {
  readonly host: SessionHost
  readonly id: number
  readonly label: string
  /** Tells an error. */
  tell(error: RunError): void
  /** An outlet has come to its end, which is about to be told. */
  ending(outlet: Outlet<Untyped>): void
  /** An outlet has come to its end. */
  ended(outlet: Outlet<Untyped>): void
}

/**
 * One of a program's outputs. It is read while it has an event; without one it waits, and holds the program up, until
 * the program has ended: then what is left is read away, for its end to be known.
 */
export class Outlet<Rec> {
  readonly handle: StreamHandle
  readonly #owner: StreamOwner
  readonly #name: StreamName
  readonly #events: EventNames
  readonly #input: Input<Rec>
  /** The program has ended. */
  #orphan = false
  #discarding = false
  #over = false

  constructor(
    owner: StreamOwner,
    name: StreamName,
    handle: StreamHandle,
    driver: Driver,
    filter: InputFilter<Rec>,
    event: string | undefined,
  ) {
    this.handle = handle
    this.#owner = owner
    this.#name = name
    this.#events = {
      inputEvent: event,
      flushedEvent: undefined,
      errorEvent: undefined,
      highEvent: undefined,
      lowEvent: undefined,
    }
    const { host, id, label } = owner
    const side = {
      host,
      id,
      label: `${label}, ${name}`,
      events: this.#events,
      failed: (error: WheelError) => this.#failed(error),
      // Who only reads has come to the end where it is writing that has failed: on a terminal.
      handleFailed: (error: WheelError) => this.#finish(error.operation === 'write' ? endOfInput(id) : error),
    }
    this.#input = new Input(side, handle, driver, filter)
    this.#input.refresh()
  }

  get filter(): InputFilter<Rec> {
    return this.#input.filter
  }

  /** The name of its event, from the very next record on. */
  set event(event: string | undefined) {
    this.#events.inputEvent = event
    if (this.#over || this.#discarding) return
    this.#input.refresh()
    this.#look()
  }

  setFilter(filter: InputFilter<Rec>): void {
    this.#input.setFilter(filter)
  }

  pause(): void {
    if (!this.#discarding) this.#input.pause()
  }

  resume(): void {
    this.#input.resume()
  }

  /** The program has ended: nobody waits to write any more. */
  orphan(): void {
    this.#orphan = true
    this.#look()
  }

  /** Reads no more, and tells nothing. */
  end(): void {
    this.#over = true
    this.#input.end()
    this.handle.close()
  }

  #look(): void {
    if (this.#orphan && this.#events.inputEvent === undefined) this.#discard()
  }

  /** A handler may be under way within the input, so not before it is back. */
  #discard(): void {
    if (this.#over || this.#discarding) return
    this.#discarding = true
    const { host, label } = this.#owner
    host.post(`${label} -> discard`, () => {
      if (!this.#over) this.#input.discard(() => this.#finish(null))
    })
  }

  /** A stream that its filter refuses is read away: a program is not held up by what it wrote. */
  #failed(error: WheelError): void {
    if (error.code === '') this.#finish(error)
    else {
      this.#owner.tell(runError(error, this.#name))
      if (!error.code.startsWith(RECORD_ERROR)) this.#discard()
    }
  }

  #finish(error: WheelError | null): void {
    if (this.#over) return
    this.#over = true
    this.#owner.ending(this)
    if (error !== null) this.#owner.tell(runError(error, this.#name))
    this.#input.end()
    this.handle.close()
    this.#owner.ended(this)
  }
}
