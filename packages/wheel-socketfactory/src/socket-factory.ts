import type { Release, Untyped, Watch } from '@poe/kernel'
import {
  type Address,
  type DatagramHandle,
  type HandleError,
  isHandleError,
  type Listener,
  type NetService,
  type SocketHandle,
  type TlsOptions,
} from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import { Wheel, type WheelContext, wheelError, wheelErrorOf } from '@poe/wheel'
import { Arrivals } from './arrivals.ts'
import { connectOptions, datagramOptions, listenOptions } from './net-options.ts'
import { checkEvents, checkSocketFactory, type SocketFactoryEvents, type SocketFactoryOptions } from './options.ts'
import { type ProxySettings, proxySettings } from './proxy-options.ts'

/** Milliseconds to connect in, where nobody says otherwise. */
const CONNECT_TIMEOUT = 60_000

/**
 * Makes sockets for a session: POE::Wheel::SocketFactory.
 *
 * @typeParam M - the event map of the session
 */
export interface SocketFactory<M = Untyped> extends Disposable {
  /** From 1, unique in a kernel (POE: `ID`). */
  readonly id: number
  /** Whether the wheel has ended: a connecting one has once it is connected or has failed. */
  readonly disposed: boolean
  /** Where it listens, or has connected or sends packets from; undefined before it does (POE: `getsockname`). */
  getSockName(): Address | undefined
  /** Accepts nobody until `resumeAccept`; who connects meanwhile waits. */
  pauseAccept(): void
  /** Ends {@link pauseAccept}. */
  resumeAccept(): void
  /**
   * Changes the names of events; undefined, for `listeningEvent`, is none. A paused wheel stays paused.
   * @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`
   */
  event(names: { readonly [E in keyof SocketFactoryEvents<M>]?: SocketFactoryEvents<M>[E] | undefined }): void
  /**
   * Ends the wheel: a server stops listening, connections whose header or handshake is awaited are closed, a connection in
   * the making is given up. Nothing is told afterwards. Sockets it made stay.
   */
  dispose(): void
}

interface EventNames {
  successEvent: string
  failureEvent: string
  listeningEvent: string | undefined
}

class SocketFactoryImpl extends Wheel implements SocketFactory {
  readonly #events: EventNames
  readonly #giveUp = new AbortController()
  /** Keeps the session alive while the host is at work. */
  #working: Release | null = null
  #listener: Listener | null = null
  #watch: Watch | null = null
  /** Connections whose PROXY header is awaited; null where none is expected. */
  #arrivals: Arrivals | null = null
  #deadline: Release | null = null
  #sockName: Address | undefined
  #paused = false

  constructor(ctx: WheelContext, options: SocketFactoryOptions) {
    super('SocketFactory', ctx, () => checkSocketFactory(options))
    const { successEvent, failureEvent, listeningEvent } = options
    this.#events = { successEvent, failureEvent, listeningEvent }
    const net = this.#service()
    this.#working = this.host.hold('opening', this.label)
    if (options.socketProtocol === 'udp') this.#open(net, options)
    else if (options.remoteAddress !== undefined) this.#connect(net, options)
    else this.#listen(net, options)
  }

  getSockName(): Address | undefined {
    return this.#sockName
  }

  pauseAccept(): void {
    this.#paused = true
    this.#regulate()
  }

  resumeAccept(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#regulate()
    if (this.#arrivals !== null) this.host.post(`${this.label} -> accept`, () => this.#deliverArrivals())
  }

  event(names: Partial<EventNames>): void {
    checkEvents(names)
    Object.assign(this.#events, names)
  }

  protected release(): void {
    this.#giveUp.abort()
    this.#working?.dispose()
    this.#deadline?.dispose()
    this.#watch?.dispose()
    this.#arrivals?.dispose()
    this.#listener?.close()
  }

  #service(): NetService {
    try {
      return this.host.service('net')
    } catch (error) {
      this.dispose()
      throw error
    }
  }

  #listen(net: NetService, options: SocketFactoryOptions): void {
    const settled = net.listen({ ...listenOptions(options), signal: this.#giveUp.signal })
    const { proxyProtocol, tls } = options
    if (proxyProtocol !== undefined) this.#arrivals = this.#expectHeaders(proxySettings(proxyProtocol), tls)
    this.#settle(settled, 'listen', (listener) => this.#listening(listener))
  }

  #expectHeaders(settings: ProxySettings, tls: TlsOptions | undefined): Arrivals {
    return new Arrivals(this.host, this.label, settings, tls, {
      arrived: () => this.#deliverArrivals(),
      refused: (error) => this.#refused(error),
      left: () => this.#regulate(),
    })
  }

  #connect(net: NetService, options: SocketFactoryOptions): void {
    const { connectTimeout = CONNECT_TIMEOUT } = options
    if (connectTimeout < Number.POSITIVE_INFINITY)
      this.#deadline = this.host.after(connectTimeout, `${this.label} -> connect timeout`, () => {
        this.dispose()
        const message = `No connection within ${connectTimeout} ms`
        this.host.deliver(this.#events.failureEvent, wheelErrorOf('connect', 'ETIMEDOUT', this.id, message))
      })
    const settled = net.connect({ ...connectOptions(options), signal: this.#giveUp.signal })
    this.#settle(settled, 'connect', (socket) => this.#made(socket))
  }

  #open(net: NetService, options: SocketFactoryOptions): void {
    if (net.datagram === undefined) {
      this.#failLater('socket', `Loop "${this.host.loop.name}" has no udp sockets`)
      return
    }
    const settled = net.datagram({ ...datagramOptions(options), signal: this.#giveUp.signal })
    const { remoteAddress, remotePort } = options
    this.#settle(settled, 'bind', (socket) => this.#opened(socket, remoteAddress, remotePort))
  }

  /** Takes up what the host has made, or what it failed at, with the session active. Too late: closes it. */
  #settle<T extends { close(): void }>(made: Promise<T>, operation: string, use: (made: T) => void): void {
    made.then(
      (handle) =>
        this.#enter(
          operation,
          () => use(handle),
          () => handle.close(),
        ),
      (error) => this.#enter(operation, () => this.#failed(operation, error)),
    )
  }

  /** While the kernel does not run, entering waits; the wheel may end meanwhile. */
  #enter(operation: string, run: () => void, tooLate: () => void = () => {}): void {
    if (this.disposed) tooLate()
    else this.host.enter(`${this.label} -> ${operation}`, () => (this.disposed ? tooLate() : run()))
  }

  #listening(listener: Listener): void {
    this.#listener = listener
    this.#sockName = listener.local
    this.#watch = this.host.watch(listener, 'read', `${this.label} -> select accept`, {
      ready: () => this.#accept(listener),
    })
    this.#regulate()
    this.#working?.dispose()
    const { listeningEvent } = this.#events
    if (listeningEvent !== undefined) this.host.deliver(listeningEvent, listener.local, this.id)
  }

  #accept(listener: Listener): void {
    const socket = listener.accept()
    if (socket === null) {
      if (listener.error !== null) this.#refused(listener.error)
    } else if (this.#arrivals === null) this.#succeed(socket)
    else {
      this.#arrivals.take(socket)
      this.#regulate()
    }
  }

  /** Connections are accepted while the session wants them, and not too many are on their way to it. */
  #regulate(): void {
    if (this.#paused || this.#arrivals?.full === true) this.#watch?.pause()
    else this.#watch?.resume()
  }

  #deliverArrivals(): void {
    while (!this.#paused && !this.disposed) {
      const arrival = this.#arrivals?.next() ?? null
      if (arrival === null) return
      this.#succeed(arrival.socket, arrival.header)
    }
  }

  /** One connection came to nothing; the wheel listens on. */
  #refused(error: HandleError): void {
    const operation = error.syscall === '' ? 'accept' : error.syscall
    const { address, port } = error
    const from = address === undefined ? '' : ` (from ${formatted(address, port)})`
    const told = wheelError(operation, { ...error, message: `${error.message}${from}` }, this.id)
    this.host.deliver(this.#events.failureEvent, told)
  }

  /** A connection is made once: the wheel has done its work, and is gone before the session hears of it. */
  #made(socket: SocketHandle): void {
    this.#sockName = socket.local
    this.dispose()
    this.#succeed(socket)
  }

  #opened(socket: DatagramHandle, remoteAddress: string | undefined, remotePort: number | undefined): void {
    this.#sockName = socket.local
    this.dispose()
    this.host.deliver(this.#events.successEvent, socket, remoteAddress, remotePort, this.id)
  }

  #succeed(socket: SocketHandle, header?: ProxyHeader): void {
    const peer = socket.remote
    const address = peer?.address ?? ''
    const port = peer?.port ?? 0
    const { successEvent } = this.#events
    if (header === undefined) this.host.deliver(successEvent, socket, address, port, this.id)
    else this.host.deliver(successEvent, socket, address, port, this.id, header)
  }

  #failed(operation: string, error: unknown): void {
    this.dispose()
    if (!isHandleError(error)) throw error
    const told = wheelError(error.syscall === '' ? operation : error.syscall, error, this.id)
    this.host.deliver(this.#events.failureEvent, told)
  }

  #failLater(operation: string, message: string): void {
    const told = wheelErrorOf(operation, 'ENOTSUP', this.id, message)
    this.host.post(`${this.label} -> ${operation}`, () => {
      if (this.disposed) return
      this.dispose()
      this.host.deliver(this.#events.failureEvent, told)
    })
  }
}

function formatted(address: string, port: number | undefined): string {
  return port === undefined ? address : `${address.includes(':') ? `[${address}]` : address}:${port}`
}

/** How SocketFactory wheels are made. */
export interface SocketFactoryClass {
  new <M>(ctx: WheelContext<M>, options: SocketFactoryOptions<M>): SocketFactory<M>
}

/**
 * Makes a {@link SocketFactory}. What fails is told by `failureEvent`, never here, wrong options excepted.
 * @throws PoeError `ERR_POE_BAD_OPTION` and the like; `ERR_POE_NO_SESSION`; `ERR_POE_NO_SERVICE` on a loop without sockets
 */
export const SocketFactory = SocketFactoryImpl as unknown as SocketFactoryClass
