import type { Untyped, Watch } from '@poe/kernel'
import type { Address, HandleError, Listener } from '@poe/loop'
import { Wheel, type WheelContext, wheelError } from '@poe/wheel'
import { checkEvents, checkListenAccept, type ListenAcceptEvents, type ListenAcceptOptions } from './options.ts'

/**
 * Accepts connections of a listening socket that the program has made: POE::Wheel::ListenAccept.
 *
 * @typeParam M - the event map of the session
 */
export interface ListenAccept<M = Untyped> extends Disposable {
  /** From 1, unique in a kernel (POE: `ID`). */
  readonly id: number
  /** Whether the wheel has ended. */
  readonly disposed: boolean
  /** Where it listens. */
  getSockName(): Address
  /** Accepts nobody until `resumeAccept`; who connects meanwhile waits. */
  pauseAccept(): void
  /** Ends {@link pauseAccept}. */
  resumeAccept(): void
  /**
   * Changes the names of events; undefined, for `errorEvent`, is none. A paused wheel stays paused.
   * @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`
   */
  event(names: { readonly [E in keyof ListenAcceptEvents<M>]?: ListenAcceptEvents<M>[E] | undefined }): void
  /** Ends the wheel and gives its socket back, which goes on listening: nobody accepts until somebody else does. */
  detach(): Listener
  /** Ends the wheel: it stops listening. Sockets it accepted stay. */
  dispose(): void
}

interface EventNames {
  acceptEvent: string
  errorEvent: string | undefined
}

class ListenAcceptImpl extends Wheel implements ListenAccept {
  readonly #events: EventNames
  readonly #listener: Listener
  readonly #watch: Watch
  #detached = false

  constructor(ctx: WheelContext, options: ListenAcceptOptions) {
    super('ListenAccept', ctx, () => checkListenAccept(options))
    const { handle, acceptEvent, errorEvent } = options
    this.#events = { acceptEvent, errorEvent }
    this.#listener = handle
    this.#watch = this.host.watch(handle, 'read', `${this.label} -> select accept`, { ready: () => this.#accept() })
  }

  getSockName(): Address {
    return this.#listener.local
  }

  pauseAccept(): void {
    this.#watch.pause()
  }

  resumeAccept(): void {
    this.#watch.resume()
  }

  event(names: Partial<EventNames>): void {
    checkEvents(names)
    Object.assign(this.#events, names)
  }

  detach(): Listener {
    this.#detached = true
    this.dispose()
    return this.#listener
  }

  protected release(): void {
    this.#watch.dispose()
    if (!this.#detached) this.#listener.close()
  }

  #accept(): void {
    const socket = this.#listener.accept()
    if (socket !== null) this.host.deliver(this.#events.acceptEvent, socket, socket.remote, this.id)
    else if (this.#listener.error !== null) this.#failed(this.#listener.error)
  }

  #failed(error: HandleError): void {
    const told = wheelError(error.syscall === '' ? 'accept' : error.syscall, error, this.id)
    const { errorEvent } = this.#events
    if (errorEvent !== undefined) this.host.deliver(errorEvent, told)
    else this.host.loop.warn(`${this.label}: ${told.operation} failed, ${told.message}.`)
  }
}

/** How ListenAccept wheels are made. */
export interface ListenAcceptClass {
  new <M>(ctx: WheelContext<M>, options: ListenAcceptOptions<M>): ListenAccept<M>
}

/**
 * Makes a {@link ListenAccept}.
 * @throws PoeError `ERR_POE_BAD_OPTION` and the like; `ERR_POE_NO_SESSION`
 */
export const ListenAccept = ListenAcceptImpl as unknown as ListenAcceptClass
