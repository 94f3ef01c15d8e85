import type { UserStates } from '@poe/component'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Kernel, SessionKernel, Untyped } from '@poe/kernel'
import type { SocketHandle, TlsOptions } from '@poe/loop'
import type { SessionOptions, SessionStatics } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import type { InputFilter, LastRecord } from '@poe/wheel-readwrite'
import type { TcpClientContext, TcpClientHeap, TcpServerContext } from './heap.ts'

/** A filter to be cloned for each connection, or a function that makes one. */
export type ConnectionFilter<F> = F | (() => F)

/**
 * When to connect again after a connection could not be made, or was lost. The n-th time in a row, from 0, that is after
 * `initial * factor ** n` milliseconds, but no more than `max`, less a random part of up to `jitter` of it.
 */
export interface ReconnectOptions {
  /** Milliseconds before the first time. Default: 1000. */
  readonly initial?: number
  /** How many times longer each further wait is; at least 1. Default: 2. */
  readonly factor?: number
  /** The longest wait, in milliseconds. Default: 60,000. */
  readonly max?: number
  /** From 0, none, to 1: how much of a wait is left to chance, so that many clients do not come back at once. Default: 0.5. */
  readonly jitter?: number
  /** How often in a row before it gives up. Default: Infinity. */
  readonly attempts?: number
  /** Milliseconds a connection has to last for the waits to begin anew. Default: 10,000. */
  readonly resetAfter?: number
}

/** How a TCP client is made: POE::Component::Client::TCP. One of `serverInput` and `connected` is needed. */
export interface TcpClientOptions<Rec, Put, H> extends UserStates<TcpClientHeap<Rec, Put> & H> {
  /** Where to connect to: an address or name, or the path of a unix socket. Default: `127.0.0.1`. */
  readonly remoteAddress?: string
  /** 1 to 65535. Needed, except for unix sockets. */
  readonly remotePort?: number
  /** Default: `inet`, which means IPv6 too. */
  readonly domain?: 'inet' | 'inet6' | 'unix'
  /** The address to connect from. Default: the system chooses. */
  readonly bindAddress?: string
  /** The port to connect from. Default: 0, the system chooses. */
  readonly bindPort?: number
  /** Makes the connection a TLS one; what was agreed on is `socket.tls` in `connected`. */
  readonly tls?: TlsOptions
  /** Milliseconds until there has to be a connection, `tls` and `preConnect` included. Default: 60,000. */
  readonly connectTimeout?: number
  /** When to connect again by itself; `true` is all defaults. Default: `false`, never. */
  readonly reconnect?: boolean | ReconnectOptions
  /** An alias of the session, until it is shut down or has lost its connection; connecting again sets it again. */
  readonly alias?: string
  /** Arguments of `started`. */
  readonly args?: readonly unknown[]
  /** What the session's heap has besides. */
  readonly heap?: H
  /** The kernel to live on; `ctx.kernel` makes it a child of that session. Default: the default kernel. */
  readonly kernel?: Kernel | SessionKernel
  /** The class of the session. Default: `Session`. */
  readonly sessionType?: SessionStatics
  /** Further parameters of that class's `create`, such as `options`; not those the client gives itself. */
  readonly sessionParams?: Readonly<Record<string, unknown>> & { readonly options?: SessionOptions }

  /** Called when the session has started, before anything is connected, with `args`. */
  started?(ctx: TcpClientContext<Rec, Put, H>, ...args: Untyped[]): unknown
  /**
   * May look at, or replace, a new connection, as by an upgrade to TLS: (socket, address, port, wheel id). Gives the handle
   * to use, or a promise of it; undefined refuses the connection, as a failure (`preConnect`, ECANCELED).
   */
  preConnect?(
    ctx: TcpClientContext<Rec, Put, H>,
    socket: SocketHandle,
    address: string,
    port: number,
    wheelId: number,
  ): SocketHandle | undefined | Promise<SocketHandle | undefined>
  /**
   * Called when there is a connection: (socket, address, port, id of the wheel that connected). Without `serverInput` it may
   * be async and walk `heap.server`; when it is done, so is the connection.
   */
  connected?(
    ctx: TcpServerContext<Rec, Put, H>,
    socket: SocketHandle,
    address: string,
    port: number,
    wheelId: number,
  ): unknown
  /** Called when no connection could be made; `operation` is `connect`, `getaddrinfo`, … Without it that is a warning. */
  connectError?(ctx: TcpClientContext<Rec, Put, H>, error: WheelError): unknown
  /**
   * Called with each record the server sends: (record, wheel id), and for a last one that the end of input cut short
   * (record, wheel id, `{ unterminated: true }`). Not any more once the connection is being ended.
   */
  serverInput?(ctx: TcpServerContext<Rec, Put, H>, record: Rec, wheelId: number, last?: LastRecord): unknown
  /** Called at the end of input (errno 0) and on errors. Without it, errors are warned of. */
  serverError?(ctx: TcpServerContext<Rec, Put, H>, error: WheelError): unknown
  /** Called when all output has been given to the operating system, (wheel id); also while the connection is being ended. */
  serverFlushed?(ctx: TcpServerContext<Rec, Put, H>, wheelId: number): unknown
  /** Called once for each connection there was, when it has ended; `heap.server` is gone. */
  disconnected?(ctx: TcpClientContext<Rec, Put, H>): unknown
  /** Called when `highMark` octets wait for the server: (wheel id). Reading goes on. */
  serverHigh?(ctx: TcpServerContext<Rec, Put, H>, wheelId: number): unknown
  /** Called when they have fallen to `lowMark` again: (wheel id). */
  serverLow?(ctx: TcpServerContext<Rec, Put, H>, wheelId: number): unknown

  /** Octets waiting for the server at which `serverHigh` comes, and `put` gives true. Default: 1 MiB. */
  readonly highMark?: number
  /** Octets to which they have to fall for `serverLow`, fewer than `highMark`. Default: a quarter of `highMark`. */
  readonly lowMark?: number
  /** Octets that may wait for the server; more ends the connection with ENOBUFS. Default: 64 MiB. */
  readonly maxOutput?: number
  /** Milliseconds the server may take nothing of what waits for it; then the connection ends with ETIMEDOUT. Default: 60,000. */
  readonly stallTimeout?: number
  /** Default: lines. */
  readonly filter?: ConnectionFilter<Filter<Rec, Put>>
  /** Both of these instead of `filter`, where the directions differ. */
  readonly inputFilter?: ConnectionFilter<InputFilter<Rec> & { clone(): InputFilter<Rec> }>
  /** See `inputFilter`. */
  readonly outputFilter?: ConnectionFilter<OutputFilter<Put> & { clone(): OutputFilter<Put> }>
}

/** Options of any client. */
export type AnyOptions = TcpClientOptions<Untyped, Untyped, Untyped>
