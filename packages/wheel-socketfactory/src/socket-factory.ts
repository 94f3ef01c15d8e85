import type { Release, Untyped, Watch } from '@poe/kernel'
import {
  type Address,
  type ConnectOptions,
  type DatagramHandle,
  isHandleError,
  type Listener,
  type ListenOptions,
  type NetService,
  type SocketHandle,
} from '@poe/loop'
import { Wheel, type WheelContext, wheelError, wheelErrorOf } from '@poe/wheel'
import { checkEvents, checkSocketFactory, type SocketFactoryEvents, type SocketFactoryOptions } from './options.ts'

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
  /** Where it listens; undefined before it does, and for a wheel that connects (POE: `getsockname`). */
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
  /** Ends the wheel: a server stops listening, a connection in the making is given up. Sockets it made stay. */
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
    return this.#listener?.local
  }

  pauseAccept(): void {
    this.#paused = true
    this.#watch?.pause()
  }

  resumeAccept(): void {
    this.#paused = false
    this.#watch?.resume()
  }

  event(names: Partial<EventNames>): void {
    checkEvents(names)
    Object.assign(this.#events, names)
  }

  protected release(): void {
    this.#giveUp.abort()
    this.#working?.dispose()
    this.#watch?.dispose()
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
    this.#settle(settled, 'listen', (listener) => this.#listening(listener))
  }

  #connect(net: NetService, options: SocketFactoryOptions): void {
    const settled = net.connect({ ...connectOptions(options), signal: this.#giveUp.signal })
    this.#settle(settled, 'connect', (socket) => this.#made(socket))
  }

  #open(net: NetService, options: SocketFactoryOptions): void {
    if (net.datagram === undefined) {
      this.#failLater('socket', `Loop "${this.host.loop.name}" has no udp sockets`)
      return
    }
    const { bindAddress: host, bindPort: port = 0, remoteAddress, remotePort } = options
    const settled = net.datagram({
      family: options.socketDomain === 'inet6' ? 'inet6' : 'inet',
      bind: host === undefined ? { port } : { host, port },
      ...(remoteAddress === undefined ? {} : { remote: { host: remoteAddress, port: remotePort as number } }),
      signal: this.#giveUp.signal,
    })
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
    this.#watch = this.host.watch(listener, 'read', `${this.label} -> select accept`, () => this.#accept(listener))
    if (this.#paused) this.#watch.pause()
    this.#working?.dispose()
    const { listeningEvent } = this.#events
    if (listeningEvent !== undefined) this.host.deliver(listeningEvent, listener.local, this.id)
  }

  #accept(listener: Listener): void {
    const socket = listener.accept()
    if (socket !== null) this.#succeed(socket)
    else if (listener.error !== null)
      this.host.deliver(this.#events.failureEvent, wheelError('accept', listener.error, this.id))
  }

  /** A connection is made once: the wheel has done its work, and is gone before the session hears of it. */
  #made(socket: SocketHandle): void {
    this.dispose()
    this.#succeed(socket)
  }

  #opened(socket: DatagramHandle, remoteAddress: string | undefined, remotePort: number | undefined): void {
    this.dispose()
    this.host.deliver(this.#events.successEvent, socket, remoteAddress, remotePort, this.id)
  }

  #succeed(socket: SocketHandle): void {
    const peer = socket.remote
    this.host.deliver(this.#events.successEvent, socket, peer?.address ?? '', peer?.port ?? 0, this.id)
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

function listenOptions(options: SocketFactoryOptions): ListenOptions {
  const { socketDomain, bindAddress, bindPort = 0, listenQueue, tls, noDelay } = options
  const common = {
    ...(listenQueue === undefined ? {} : { backlog: listenQueue }),
    ...(tls === undefined ? {} : { tls }),
    ...(noDelay === undefined ? {} : { noDelay }),
  }
  if (socketDomain === 'unix') return { ...common, path: bindAddress as string }
  const host = bindAddress ?? (socketDomain === 'inet6' ? '::' : undefined)
  return { ...common, port: bindPort, ...(host === undefined ? {} : { host }) }
}

function connectOptions(options: SocketFactoryOptions): ConnectOptions {
  const { socketDomain, bindAddress, bindPort, tls, noDelay } = options
  const remoteAddress = options.remoteAddress as string
  const common = { ...(tls === undefined ? {} : { tls }), ...(noDelay === undefined ? {} : { noDelay }) }
  if (socketDomain === 'unix') return { ...common, path: remoteAddress }
  const bind = {
    ...(bindAddress === undefined ? {} : { host: bindAddress }),
    ...(bindPort === undefined ? {} : { port: bindPort }),
  }
  return { ...common, host: remoteAddress, port: options.remotePort as number, bind }
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
