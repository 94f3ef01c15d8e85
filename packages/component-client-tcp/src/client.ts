import { PoeError } from '@poe/errors'
import type { SocketHandle } from '@poe/loop'
import type { WheelError } from '@poe/wheel'
import type { Attempt } from './attempt.ts'
import { Backoff } from './backoff.ts'
import { checkTarget } from './checks.ts'
import { type Wheel, wheelFor } from './connection.ts'
import { Connector } from './connector.ts'
import type { Ctx } from './context.ts'
import type { AnyOptions } from './options.ts'
import { connectFailure, show, type Target } from './target.ts'
import { isPromise, walked } from './walk.ts'
import { type ClientWatcher, stopped } from './watcher.ts'

/** What a client's session does: connects, connects again, and ends connections well. */
export class Client {
  readonly connector: Connector
  readonly #options: AnyOptions
  readonly #watcher: ClientWatcher
  readonly #backoff: Backoff
  #target: Target
  #wheel: Wheel | undefined
  /** Why the connection is being ended, if it is. */
  #ending: 'lost' | 'asked' | undefined
  /** The client is being closed: nothing connects again. */
  #closing = false

  constructor(options: AnyOptions, watcher: ClientWatcher) {
    this.#options = options
    this.#watcher = watcher
    this.#backoff = new Backoff(options.reconnect)
    this.#target = { address: options.remoteAddress ?? '127.0.0.1', port: options.remotePort }
    this.connector = new Connector(options, {
      made: (ctx, socket, attempt) => this.#made(ctx, socket, attempt),
      failed: (ctx, error) => this.#failed(ctx, error),
      broken: (_ctx, error) => watcher.failed(error),
    })
  }

  start(ctx: Ctx): void {
    const { kernel, heap } = ctx
    const dispose = () => {
      this.connector.giveUp({ heap })
      this.#watcher.stopped(stopped())
    }
    kernel.host.own({ kind: 'component', label: 'TcpClient', dispose })
    this.#name(ctx)
    kernel.yield('reconnect')
  }

  drain({ kernel }: Ctx): void {
    this.#closing = true
    kernel.yield('shutdown')
  }

  connect({ kernel }: Ctx, address?: string, port?: number): void {
    checkTarget('TcpClient, event "connect"', { address, port }, this.#options.domain === 'unix')
    this.#target = { address: address ?? this.#target.address, port: port ?? this.#target.port }
    this.#backoff.reset()
    kernel.yield('reconnect')
  }

  /** A connection that there is ends now, unwritten output and all; the next attempt begins. */
  reconnect(ctx: Ctx): unknown {
    if (this.#closing) return undefined
    const { heap } = ctx
    this.#giveUp(ctx)
    heap.shutdown = false
    heap.gotAnError = false
    this.#name(ctx)
    try {
      return this.#drop(ctx)
    } finally {
      if (!heap.shutdown) this.#begin(ctx)
    }
  }

  /** Ends the connection once all is written that can be; gives up what is to connect. */
  shutdown(ctx: Ctx): unknown {
    const { heap, kernel } = ctx
    this.#giveUp(ctx)
    kernel.delay('reconnect')
    heap.shutdown = true
    if (this.#wheel === undefined) this.#watcher.failed(stopped())
    try {
      return this.#end(ctx, 'asked')
    } finally {
      if (heap.shutdown) this.#unname(ctx)
    }
  }

  gotServerError(ctx: Ctx, error: WheelError): unknown {
    const { heap, kernel } = ctx
    if (this.#wheel?.id !== error.wheelId) return undefined
    if (error.code !== '') heap.gotAnError = true
    try {
      if (this.#options.serverError !== undefined) return this.#options.serverError(ctx, error)
      if (error.code !== '')
        kernel.loop.warn(`Server ${show(this.#target)}: ${error.operation} failed, ${error.message}.`)
      return undefined
    } finally {
      if (heap.shutdownOnError) kernel.yield('gotServerEnd', error.wheelId)
    }
  }

  /** The connection is lost, unless it was dropped for another one meanwhile. */
  gotServerEnd(ctx: Ctx, id: number): unknown {
    if (this.#wheel?.id !== id) return undefined
    ctx.heap.shutdown = true
    return this.#end(ctx, this.#ending ?? 'lost')
  }

  /** Whoever walked the connection has left it, though there may be more. */
  gotServerLeft(ctx: Ctx, id: number): unknown {
    return this.#wheel?.id === id ? this.shutdown(ctx) : undefined
  }

  gotServerFlush(ctx: Ctx, id: number): unknown {
    const result = this.#options.serverFlushed?.(ctx, id)
    return this.#ending !== undefined && this.#wheel !== undefined ? this.#disconnect(ctx, this.#wheel) : result
  }

  #begin(ctx: Ctx): void {
    this.#watcher.pending()
    try {
      this.connector.begin(ctx, this.#target)
    } catch (error) {
      this.#watcher.failed(error)
      throw error
    }
  }

  #made(ctx: Ctx, socket: SocketHandle, { address, port, id }: Attempt): unknown {
    const { heap, kernel } = ctx
    const wheel = this.#wrap(ctx, socket)
    heap.server = wheel
    heap.connected = true
    this.#wheel = wheel
    this.#backoff.connected(kernel.loop)
    this.#watcher.connected(socket.remote ?? { family: 'unix', address, port })
    const result = this.#options.connected?.(ctx, socket, address, port, id)
    if (this.#options.serverInput !== undefined) return result
    if (isPromise(result)) return this.#walk(ctx, wheel, result)
    // Nobody walks it: its input is read and dropped, so that its end is noticed.
    wheel.event({ inputEvent: 'gotServerInput' })
    return result
  }

  #wrap(ctx: Ctx, socket: SocketHandle): Wheel {
    try {
      return wheelFor(ctx, socket, this.#options)
    } catch (error) {
      socket.close()
      ctx.heap.server = undefined
      this.#watcher.failed(error)
      throw error
    }
  }

  async #walk({ kernel }: Ctx, wheel: Wheel, walk: Promise<unknown>): Promise<void> {
    let told: WheelError | undefined
    try {
      told = await walked(wheel, walk)
    } finally {
      if (told === undefined) kernel.yield('gotServerLeft', wheel.id)
      else kernel.yield('gotServerError', told)
    }
  }

  #failed(ctx: Ctx, error: WheelError): unknown {
    const failure = connectFailure(error, this.#target)
    const delay = this.#retry(ctx)
    if (delay === undefined) this.#watcher.failed(failure)
    if (this.#options.connectError !== undefined) return this.#options.connectError(ctx, error)
    ctx.kernel.loop.warn(delay === undefined ? failure.message : `${failure.message} Again in ${Math.ceil(delay)} ms.`)
    return undefined
  }

  /** Drops the connection for another one. A reconnect that `disconnected` asks for is what happens anyway. */
  #drop(ctx: Ctx): unknown {
    const wheel = this.#wheel
    if (wheel === undefined) return undefined
    this.#left(ctx)
    wheel.dispose()
    try {
      return this.#options.disconnected?.(ctx)
    } finally {
      ctx.kernel.delay('reconnect')
    }
  }

  #end(ctx: Ctx, why: 'lost' | 'asked'): unknown {
    const wheel = this.#wheel
    ctx.heap.connected = false
    if (wheel === undefined) return undefined
    this.#ending = why
    if (wheel.broken || wheel.isFlushed) return this.#disconnect(ctx, wheel)
    wheel.event({ flushedEvent: 'gotServerFlush' })
    return undefined
  }

  #disconnect(ctx: Ctx, wheel: Wheel): unknown {
    const { heap, kernel } = ctx
    const lost = this.#ending === 'lost'
    this.#left(ctx)
    wheel.close()
    if (!lost || this.#retry(ctx) === undefined) this.#watcher.failed(disconnected(this.#target))
    try {
      return this.#options.disconnected?.(ctx)
    } finally {
      if (this.#closing) kernel.delay('reconnect')
      if (heap.shutdown && heap.retryDelay === undefined) this.#unname(ctx)
    }
  }

  /** There is no connection any more. */
  #left({ heap }: Ctx): void {
    this.#wheel = undefined
    this.#ending = undefined
    heap.connected = false
    heap.server = undefined
  }

  /** Connects again later, if it is to; gives after how many milliseconds. */
  #retry({ heap, kernel }: Ctx): number | undefined {
    const delay = this.#closing ? undefined : this.#backoff.next(kernel.loop)
    heap.retries = this.#backoff.retries
    heap.retryDelay = delay
    if (delay !== undefined) {
      kernel.delay('reconnect', delay)
      this.#watcher.pending()
    }
    return delay
  }

  #giveUp(ctx: Ctx): void {
    const { heap, kernel } = ctx
    this.connector.giveUp(ctx)
    if (heap.retryDelay !== undefined) kernel.delay('reconnect')
    heap.retryDelay = undefined
  }

  #name({ kernel }: Ctx): void {
    if (this.#options.alias !== undefined) kernel.aliasSet(this.#options.alias)
  }

  #unname({ kernel }: Ctx): void {
    if (this.#options.alias !== undefined) kernel.aliasRemove(this.#options.alias)
  }
}

function disconnected(target: Target): PoeError {
  return new PoeError('ERR_POE_DISCONNECTED', `TcpClient: the connection to ${show(target)} has ended.`)
}
