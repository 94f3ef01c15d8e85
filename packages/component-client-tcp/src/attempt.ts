import type { Release } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { SocketFactory } from '@poe/wheel-socketfactory'
import type { Ctx } from './context.ts'
import type { AnyOptions } from './options.ts'
import type { Target } from './target.ts'

const CONNECT_TIMEOUT = 60_000

/** One attempt to connect: until there is a connection, it has failed, or it is given up. */
export class Attempt {
  readonly factory: SocketFactory
  /** The peer, once there is a socket. */
  address = ''
  port = 0
  /** What `preConnect` is to look at, or has given: nobody else's yet. */
  socket: SocketHandle | undefined
  #isOver = false
  readonly #timeout: Release | undefined

  constructor(ctx: Ctx, options: AnyOptions, to: Target) {
    const { domain, bindAddress, bindPort, tls, connectTimeout = CONNECT_TIMEOUT } = options
    this.factory = new SocketFactory(ctx, {
      remoteAddress: to.address,
      successEvent: 'gotConnectSuccess',
      failureEvent: 'gotConnectError',
      // Ours goes on until preConnect is done.
      connectTimeout: Number.POSITIVE_INFINITY,
      ...(to.port === undefined ? {} : { remotePort: to.port }),
      ...(domain === undefined ? {} : { socketDomain: domain }),
      ...(bindAddress === undefined ? {} : { bindAddress }),
      ...(bindPort === undefined ? {} : { bindPort }),
      ...(tls === undefined ? {} : { tls }),
    })
    if (connectTimeout === Number.POSITIVE_INFINITY) return
    const { host } = ctx.kernel
    const late = () => host.deliver('gotConnectTimeout', this.id, connectTimeout)
    this.#timeout = host.after(connectTimeout, 'TcpClient -> connect timeout', late)
  }

  /** The wheel's. */
  get id(): number {
    return this.factory.id
  }

  get isOver(): boolean {
    return this.#isOver
  }

  /** What `preConnect` gives instead of the socket it was given, which is closed where it gives none. */
  take(given: SocketHandle | undefined): void {
    if (!given) this.socket?.close()
    this.socket = given || undefined
    if (this.#isOver) given?.close()
  }

  /** It has led to a connection: the socket is that one's. */
  succeed(): void {
    this.socket = undefined
    this.giveUp()
  }

  /** It leads to nothing any more; twice is fine. */
  giveUp(): void {
    this.#isOver = true
    this.#timeout?.dispose()
    this.factory.dispose()
    this.socket?.close()
  }
}
