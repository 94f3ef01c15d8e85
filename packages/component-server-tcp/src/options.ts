import type { UserStates } from '@poe/component'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Kernel, SessionKernel, Untyped } from '@poe/kernel'
import type { SocketHandle, TlsOptions } from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import type { SessionOptions, SessionStatics } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import type { InputFilter, LastRecord } from '@poe/wheel-readwrite'
import type { ProxyAcceptOptions } from '@poe/wheel-socketfactory'
import type { ClientContext, ClientHeap, ListenerContext, ListeningContext } from './heaps.ts'

/** A filter to be cloned for each client, or a function that makes one. */
export type PerClient<F> = F | (() => F)

/** How a TCP server is made: POE::Component::Server::TCP. One of `clientInput` and `acceptor` is needed. */
export interface TcpServerOptions<Rec, Put, H> extends UserStates<ClientHeap<Rec, Put> & H> {
  /** 0 to 65535; 0, the default, lets the system choose. Not for unix sockets. */
  readonly port?: number
  /** An address or name of this machine, or the path of a unix socket. Default: `hostname`, or every address. */
  readonly address?: string
  /** A name of this machine, looked up where there is no `address`. Not for unix sockets. */
  readonly hostname?: string
  /** Default: `inet`, which without an address takes IPv6 connections too. */
  readonly domain?: 'inet' | 'inet6' | 'unix'
  /** Makes the connections TLS ones; `heap.tls` has what was agreed on. */
  readonly tls?: TlsOptions
  /**
   * Has each connection begin with the header of the PROXY protocol, before TLS: the client's address is the one it tells.
   * Default: none is expected.
   */
  readonly proxyProtocol?: true | ProxyAcceptOptions
  /** Whether the file of a unix socket is taken over where nobody listens any more. Default: true. */
  readonly reuse?: boolean
  /** An alias of the listening session. */
  readonly alias?: string
  /** Connections open at once; who comes then waits. Default: Infinity. */
  readonly concurrency?: number
  /** Connections open at once from one address; more are closed. Unix sockets have no addresses. Default: Infinity. */
  readonly maxPerAddress?: number
  /** Connections the system keeps waiting. Default: 511. */
  readonly listenQueue?: number
  /** The kernel to live on. Default: the default kernel. */
  readonly kernel?: Kernel | SessionKernel
  /** The class of the sessions, the listening one and the clients'. Default: `Session`. */
  readonly sessionType?: SessionStatics
  /** Further parameters of that class's `create`, such as `options`; not those the server gives itself. */
  readonly sessionParams?: Readonly<Record<string, unknown>> & { readonly options?: SessionOptions }

  /** Called when the server listens, with `listenerArgs`. */
  started?(ctx: ListeningContext, ...args: Untyped[]): unknown
  /** Called when the listening session stops, after the last client; also where it never came to listen. */
  stopped?(ctx: ListenerContext): unknown
  /**
   * Called when listening fails, which ends the server, or accepting one connection does, which does not: `operation` is
   * then `accept`, `handshake` (TLS) or `proxy`. Without it the first is an exception, with an error that names option,
   * value and remedy, the second a warning, unless the client has just gone.
   */
  error?(ctx: ListenerContext, error: WheelError): unknown
  /** Called when a connection was closed because of `maxPerAddress`: (address, port). */
  refused?(ctx: ListeningContext, address: string, port: number): unknown
  /** Arguments of `started`. */
  readonly listenerArgs?: readonly unknown[]

  /**
   * Takes every connection itself, in the listening session: (socket, address, port, PROXY header). No other `client…`
   * option goes with it. To count for `concurrency`, it posts `disconnected` to this session when the connection ends.
   */
  acceptor?(
    ctx: ListeningContext,
    socket: SocketHandle,
    address: string,
    port: number,
    header: ProxyHeader | undefined,
  ): unknown

  /** Arguments of `clientConnected`. */
  readonly clientArgs?: readonly unknown[]
  /**
   * May look at, or replace, a new connection, as by an upgrade to TLS: (socket, clientArgs). Gives the handle to use, or a
   * promise of it; undefined drops the connection. What a handle tells, thrown here, drops it too, and is told to
   * `clientError`.
   */
  clientPreConnect?(
    ctx: ClientContext<Rec, Put, H>,
    socket: SocketHandle,
    args: readonly unknown[],
  ): SocketHandle | undefined | Promise<SocketHandle | undefined>
  /** Called when a connection is ready, with `clientArgs`. */
  clientConnected?(ctx: ClientContext<Rec, Put, H>, ...args: Untyped[]): unknown
  /**
   * Called with each record a client sends: (record, wheel id), and for a last one that the end of input cut short
   * (record, wheel id, `{ unterminated: true }`). Not any more once the connection is being ended. It may be async: the
   * connection does not end before it is done, but for an error of writing.
   */
  clientInput?(ctx: ClientContext<Rec, Put, H>, record: Rec, wheelId: number, last?: LastRecord): unknown
  /** Called when all output has been given to the operating system, (wheel id); also while the connection is being ended. */
  clientFlushed?(ctx: ClientContext<Rec, Put, H>, wheelId: number): unknown
  /**
   * Called at the end of input (errno 0), on errors, and when `idleTimeout` is over (`operation` is `idle`). Without it,
   * errors other than a reset and idleness are warned of.
   */
  clientError?(ctx: ClientContext<Rec, Put, H>, error: WheelError): unknown
  /** Called once, when a connection ends, while `heap.client` is still there. */
  clientDisconnected?(ctx: ClientContext<Rec, Put, H>): unknown
  /** Called when `highMark` octets wait for the client, and reading from it has stopped: (wheel id). */
  clientHigh?(ctx: ClientContext<Rec, Put, H>, wheelId: number): unknown
  /** Called when they have fallen to `lowMark` again, and reading goes on: (wheel id). */
  clientLow?(ctx: ClientContext<Rec, Put, H>, wheelId: number): unknown
  /** Octets waiting for a client at which no more is read from it. Default: 1 MiB. */
  readonly highMark?: number
  /** Octets at which reading goes on, fewer than `highMark`. Default: a quarter of `highMark`. */
  readonly lowMark?: number
  /** Octets that may wait for a client; more ends the connection with ENOBUFS. Default: 64 MiB. */
  readonly maxOutput?: number
  /** Milliseconds a client may take nothing of what waits for it before it is dropped with ETIMEDOUT. Default: 60,000. */
  readonly stallTimeout?: number
  /**
   * Milliseconds a client may send no whole record while nothing is done or written for it; then `clientError` is told
   * ETIMEDOUT, and the connection ends like after other errors. Default: Infinity.
   */
  readonly idleTimeout?: number
  /** Default: lines, of up to 1 MiB. */
  readonly clientFilter?: PerClient<Filter<Rec, Put>>
  /** Both of these instead of `clientFilter`, where the directions differ. */
  readonly clientInputFilter?: PerClient<InputFilter<Rec> & { clone(): InputFilter<Rec> }>
  /** See `clientInputFilter`. */
  readonly clientOutputFilter?: PerClient<OutputFilter<Put> & { clone(): OutputFilter<Put> }>
  /** Whether errors and the end of input end the connection. False: the program posts `shutdown` itself. Default: true. */
  readonly clientShutdownOnError?: boolean
  /** Makes what a client's heap has besides; called for each client. */
  readonly clientHeap?: () => H
}

/** Octets that may wait for a client before it is read no more. */
export const HIGH_MARK: number = 1024 * 1024

/** Options of any server. */
export type AnyOptions = TcpServerOptions<Untyped, Untyped, Untyped>
