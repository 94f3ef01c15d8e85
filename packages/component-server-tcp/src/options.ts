import type { UserStates } from '@poe/component'
import { badOption, check, checkOptions, PoeError } from '@poe/errors'
import type { Filter, OutputFilter } from '@poe/filter'
import type { Kernel, SessionKernel, Untyped } from '@poe/kernel'
import type { Address, SocketHandle, TlsOptions } from '@poe/loop'
import type { SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import type { InputFilter, ReadWrite } from '@poe/wheel-readwrite'
import type { SocketFactory } from '@poe/wheel-socketfactory'

/** The heap of the session that listens. */
export interface ListenerHeap {
  /** Undefined once the server has shut down. */
  listener: SocketFactory | undefined
  /** Where the server listens; undefined until it does. */
  address: Address | undefined
  /** Connections that are open. */
  connections: number
  /** Connections that may be open at once. */
  concurrency: number
  /** The ids of the clients' sessions; empty where `acceptor` takes the connections. */
  readonly clients: Set<number>
}

/** The heap of a client's session; programs keep their own things here too. */
export interface ClientHeap<Rec, Put> {
  /** The client: `heap.client.put('hello')`. Gone once it has disconnected; putting then is an error of the program. */
  client: ReadWrite<Rec, Put>
  /** The client's address; `LOCAL` for a unix socket. */
  readonly remoteIp: string
  /** 0 for a unix socket. */
  readonly remotePort: number
  /** Set once the connection is being ended; no input is handled any more. */
  shutdown: boolean
  /** Whether an error or the end of input ends the connection; the option `clientShutdownOnError` to begin with. */
  shutdownOnError: boolean
  /** Set by the first error that is not the end of input. */
  gotAnError: boolean
}

/** What the callbacks of the listener are given first. */
export type ListenerContext = SessionContext<Untyped, ListenerHeap>

/** What they are given once the server listens. */
export type ListeningContext = SessionContext<
  Untyped,
  ListenerHeap & { readonly address: Address; readonly listener: SocketFactory }
>

/** What the callbacks of a client are given first. */
export type ClientContext<Rec, Put, H> = SessionContext<Untyped, ClientHeap<Rec, Put> & H>

/** A filter to be cloned for each client, or a function that makes one. */
export type PerClient<F> = F | (() => F)

/** How a TCP server is made: POE::Component::Server::TCP. One of `clientInput` and `acceptor` is needed. */
export interface TcpServerOptions<Rec, Put, H> extends UserStates<ClientHeap<Rec, Put> & H> {
  /** 0 to 65535; 0, the default, lets the system choose. Not for unix sockets. */
  readonly port?: number
  /** An address or name of this machine, or the path of a unix socket. Default: every address. */
  readonly address?: string
  /** Default: `inet`, which without an address takes IPv6 connections too. */
  readonly domain?: 'inet' | 'inet6' | 'unix'
  /** Makes the connections TLS ones. */
  readonly tls?: TlsOptions
  /** An alias of the listening session. */
  readonly alias?: string
  /** Connections open at once; who comes then waits. Default: Infinity. */
  readonly concurrency?: number
  /** Connections the system keeps waiting. Default: 511. */
  readonly listenQueue?: number
  /** The kernel to live on. Default: the default kernel. */
  readonly kernel?: Kernel | SessionKernel

  /** Called when the server listens, with `listenerArgs`. */
  started?(ctx: ListeningContext, ...args: Untyped[]): unknown
  /** Called when the listening session stops, after the last client; also where it never came to listen. */
  stopped?(ctx: ListenerContext): unknown
  /**
   * Called when listening fails, which ends the server, or accepting one connection does, which does not. Without it
   * the first is an exception, with an error that names option, value and remedy, the second a warning.
   */
  error?(ctx: ListenerContext, error: WheelError): unknown
  /** Arguments of `started`. */
  readonly listenerArgs?: readonly unknown[]

  /**
   * Takes every connection itself, in the listening session: (socket, address, port). No other `client…` option
   * goes with it. To count for `concurrency`, it posts `disconnected` to this session when the connection ends.
   */
  acceptor?(ctx: ListeningContext, socket: SocketHandle, address: string, port: number): unknown

  /** Arguments of `clientConnected`. */
  readonly clientArgs?: readonly unknown[]
  /** May look at, or replace, a new connection; gives the handle to use, or undefined to drop it: (socket, clientArgs). */
  clientPreConnect?(
    ctx: ClientContext<Rec, Put, H>,
    socket: SocketHandle,
    args: readonly unknown[],
  ): SocketHandle | undefined
  /** Called when a connection is ready, with `clientArgs`. */
  clientConnected?(ctx: ClientContext<Rec, Put, H>, ...args: Untyped[]): unknown
  /** Called with each record a client sends: (record, wheel id). Not any more once the connection is being ended. */
  clientInput?(ctx: ClientContext<Rec, Put, H>, record: Rec, wheelId: number): unknown
  /** Called when all output has been given to the operating system, (wheel id); also while the connection is being ended. */
  clientFlushed?(ctx: ClientContext<Rec, Put, H>, wheelId: number): unknown
  /** Called at the end of input (errno 0) and on errors. Without it, other errors than a reset are warned of. */
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
  /** Default: lines. */
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
export const HIGH_MARK = 1024 * 1024

const FILTER = (value: unknown) =>
  typeof value === 'function' ? undefined : check.having('a filter, or a function that makes one', 'clone')(value)

type Options = TcpServerOptions<Untyped, Untyped, Untyped>

/** Options of client sessions whose names do not say so. */
const FOR_CLIENTS: ReadonlySet<string> = new Set([
  'highMark',
  'lowMark',
  'maxOutput',
  'stallTimeout',
  'inlineStates',
  'objectStates',
  'packageStates',
])

const CHECKS = {
  port: check.integer(0, 65_535),
  address: check.name,
  domain: check.oneOf('inet', 'inet6', 'unix'),
  tls: check.object,
  alias: check.name,
  concurrency: (value: unknown) => checkConcurrency(value, 1),
  listenQueue: check.integer(0),
  kernel: check.object,
  started: check.callable,
  stopped: check.callable,
  error: check.callable,
  listenerArgs: check.list,
  acceptor: check.callable,
  clientArgs: check.list,
  clientPreConnect: check.callable,
  clientConnected: check.callable,
  clientInput: check.callable,
  clientFlushed: check.callable,
  clientError: check.callable,
  clientDisconnected: check.callable,
  clientHigh: check.callable,
  clientLow: check.callable,
  highMark: check.integer(2),
  lowMark: check.integer(1),
  maxOutput: check.integer(1),
  stallTimeout: check.milliseconds,
  clientFilter: FILTER,
  clientInputFilter: FILTER,
  clientOutputFilter: FILTER,
  clientShutdownOnError: check.flag,
  clientHeap: check.callable,
  inlineStates: check.object,
  objectStates: check.list,
  packageStates: check.list,
}

/** What is wrong with a number of connections, which is a whole number from `least`, or Infinity. */
export function checkConcurrency(value: unknown, least: number): string | undefined {
  return value === Number.POSITIVE_INFINITY ? undefined : check.integer(least)(value)
}

/** Refuses options that are wrong, or do not go together. */
export function checkTcpServer(options: Options): void {
  checkOptions('TcpServer', options, CHECKS)
  const { acceptor, clientInput } = options
  if (acceptor === undefined && clientInput === undefined)
    throw new PoeError(
      'ERR_POE_MISSING_OPTION',
      'TcpServer needs the option "clientInput" or "acceptor"; neither was given.',
    )
  if (acceptor !== undefined) checkAcceptor(options)
  checkPlace(options)
  checkFilters(options)
  checkMarks(options)
}

function checkAcceptor(options: Options): void {
  for (const [name, value] of Object.entries(options))
    if ((name.startsWith('client') || FOR_CLIENTS.has(name)) && value !== undefined)
      throw badOption('TcpServer', name, value, 'left out where "acceptor" takes the connections itself')
}

function checkPlace({ domain, address, port }: Options): void {
  if (domain !== 'unix') return
  if (address === undefined)
    throw badOption('TcpServer', 'address', address, 'the path of the socket, where "domain" is "unix"')
  if (port !== undefined) throw badOption('TcpServer', 'port', port, 'left out where "domain" is "unix"')
}

function checkFilters({ clientFilter, clientInputFilter, clientOutputFilter }: Options): void {
  if ((clientInputFilter === undefined) !== (clientOutputFilter === undefined))
    throw badOption('TcpServer', 'clientInputFilter', clientInputFilter, 'given together with "clientOutputFilter"')
  if (clientFilter !== undefined && clientInputFilter !== undefined)
    throw badOption(
      'TcpServer',
      'clientFilter',
      clientFilter,
      'left out where the filters of both directions are given',
    )
}

function checkMarks({ highMark = HIGH_MARK, lowMark }: Options): void {
  if (lowMark !== undefined && lowMark >= highMark)
    throw badOption('TcpServer', 'lowMark', lowMark, `less than "highMark", ${highMark}`)
}
