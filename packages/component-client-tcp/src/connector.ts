import { isHandleError, type SocketHandle } from '@poe/loop'
import { type WheelError, wheelError, wheelErrorOf } from '@poe/wheel'
import { Attempt } from './attempt.ts'
import type { Ctx } from './context.ts'
import type { AnyOptions } from './options.ts'
import type { Target } from './target.ts'
import { isPromise } from './walk.ts'

/** Told what becomes of an attempt. */
export interface ConnectorOwner {
  made(ctx: Ctx, socket: SocketHandle, attempt: Attempt): unknown
  failed(ctx: Ctx, error: WheelError): unknown
  /** A callback threw, which is told as an exception of the session. */
  broken(ctx: Ctx, error: unknown): void
}

/** Makes connections, one attempt at a time: the SocketFactory, the timeout, and `preConnect`. */
export class Connector {
  readonly #options: AnyOptions
  readonly #owner: ConnectorOwner
  #attempt: Attempt | undefined

  constructor(options: AnyOptions, owner: ConnectorOwner) {
    this.#options = options
    this.#owner = owner
  }

  /** @throws PoeError `ERR_POE_NO_SERVICE` on a loop without sockets */
  begin(ctx: Ctx, target: Target): void {
    this.#attempt = new Attempt(ctx, this.#options, target)
    ctx.heap.server = this.#attempt.factory
  }

  /** Nothing comes of it any more. */
  giveUp({ heap }: { readonly heap: Ctx['heap'] }): void {
    if (this.#attempt === undefined) return
    this.#attempt.giveUp()
    this.#attempt = undefined
    heap.server = undefined
  }

  gotSocket(ctx: Ctx, socket: SocketHandle, address: string, port: number, id: number): unknown {
    const attempt = this.#attempt
    if (attempt?.id !== id) return void socket.close()
    const { preConnect } = this.#options
    Object.assign(attempt, { socket, address, port })
    if (preConnect === undefined) return this.gotReady(ctx, id)
    let given: ReturnType<typeof preConnect>
    try {
      given = preConnect(ctx, socket, address, port, id)
    } catch (error) {
      this.#broken(ctx, error)
      throw error
    }
    if (isPromise(given)) return this.#await(ctx, attempt, given)
    attempt.take(given)
    return this.gotReady(ctx, id)
  }

  /** `preConnect` has given what it gives. */
  gotReady(ctx: Ctx, id: number): unknown {
    const attempt = this.#attempt
    if (attempt?.id !== id) return undefined
    const { socket } = attempt
    if (socket === undefined)
      return this.gotError(ctx, wheelErrorOf('preConnect', 'ECANCELED', id, 'preConnect gave no socket'))
    attempt.succeed()
    this.#attempt = undefined
    return this.#owner.made(ctx, socket, attempt)
  }

  gotError(ctx: Ctx, error: WheelError): unknown {
    if (this.#attempt?.id !== error.wheelId) return undefined
    this.giveUp(ctx)
    return this.#owner.failed(ctx, error)
  }

  gotTimeout(ctx: Ctx, id: number, milliseconds: number): unknown {
    const message = `No connection within ${milliseconds} ms`
    return this.gotError(ctx, wheelErrorOf('connect', 'ETIMEDOUT', id, message))
  }

  /** The handler's promise: it keeps the session alive, and what it rejects with is an exception of the session. */
  async #await(ctx: Ctx, attempt: Attempt, given: Promise<SocketHandle | undefined>): Promise<void> {
    const { kernel } = ctx
    try {
      attempt.take(await given)
      if (!attempt.isOver) kernel.yield('gotConnectReady', attempt.id)
    } catch (error) {
      // A socket closed under it is no news to whoever gave up.
      if (isHandleError(error)) return kernel.yield('gotConnectError', wheelError(error.syscall, error, attempt.id))
      if (!attempt.isOver) this.#broken(ctx, error)
      throw error
    }
  }

  #broken(ctx: Ctx, error: unknown): void {
    this.giveUp(ctx)
    this.#owner.broken(ctx, error)
  }
}
