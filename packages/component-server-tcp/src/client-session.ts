import { type MergedStates, mergeStates, type UserStates } from '@poe/component'
import type { Untyped } from '@poe/kernel'
import { type Address, type HandleError, isHandleError, type SocketHandle } from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import { type Handler, Session, type SessionClass, type States, sharedStates } from '@poe/session'
import { type WheelError, wheelError } from '@poe/wheel'
import type { LastRecord } from '@poe/wheel-readwrite'
import { type Ctx, connectionOf } from './connection.ts'
import type { Crowd } from './crowd.ts'
import { disconnect, shutdown } from './ending.ts'
import type { ClientHeap, ListenerContext } from './heaps.ts'
import type { AnyOptions } from './options.ts'

type Heap = ClientHeap<Untyped, Untyped>

/** What is the same for all clients of a server, made once. */
export interface ClientPlan {
  readonly options: AnyOptions
  readonly states: UserStates<Untyped>
  readonly crowd: Crowd
}

/** Makes the plan of a server's client sessions. */
export function planClients(options: AnyOptions, crowd: Crowd): ClientPlan {
  const { inlineStates, objectStates, packageStates } = options
  // Without these a _default of the user's would be told of every session that comes and goes.
  const quiet = { _child: () => {}, _parent: () => {}, ...inlineStates }
  const users = { inlineStates: quiet, objectStates, packageStates }
  return { options, states: shared(mergeStates<Untyped>('TcpServer', clientStates(options), users)), crowd }
}

/** Functions are looked at once, for all clients; methods are each session's own. */
function shared(states: MergedStates<Untyped>): UserStates<Untyped> {
  if (states.objectStates.length > 0 || states.packageStates.length > 0) return states
  return { inlineStates: sharedStates(states.inlineStates as States<Untyped>) }
}

/** Makes the session of one client, a child of the listening one. */
export function createClient(
  { options, states, crowd }: ClientPlan,
  { kernel }: ListenerContext,
  socket: SocketHandle,
  header: ProxyHeader | undefined,
): void {
  const { sessionType = Session, sessionParams, clientHeap, clientShutdownOnError = true } = options
  const { remote, tls } = socket
  const own = {
    // What each line looks at, first.
    client: undefined,
    shutdown: false,
    remoteIp: remoteIpOf(socket, remote),
    remotePort: remote?.port ?? 0,
    remoteAddr: remote,
    tls,
    proxy: header,
    shutdownOnError: clientShutdownOnError,
    gotAnError: false,
  }
  const { inlineStates, objectStates, packageStates } = states
  const heap = clientHeap === undefined ? own : { ...clientHeap(), ...own }
  const params = { inlineStates, objectStates, packageStates, kernel, heap, args: [socket, crowd] }
  ;(sessionType as SessionClass).create(
    (sessionParams === undefined ? params : { ...sessionParams, ...params }) as never,
  )
}

/** The socket's own address is a call to the system for each connection, and seldom needed. */
function remoteIpOf(socket: SocketHandle, remote: Address | null): string {
  if (remote !== null && remote.family !== 'unix') return remote.address
  return socket.local.family === 'unix' ? 'LOCAL' : ''
}

/** How a client's session works: POE's internal events, in camelCase. */
function clientStates(options: AnyOptions): Record<string, Handler<Heap>> {
  return {
    _start: (ctx, socket: SocketHandle, crowd: Crowd) => {
      // Before anything can end the session: its parent counts those it knows.
      crowd.add(ctx.session.id, socket.remote?.address ?? '')
      return preConnect(ctx, socket, options)
    },
    _drain: ({ kernel }) => kernel.yield('shutdown'),
    shutdown: (ctx) => shutdown(ctx, options),
    tcpServerConnected: (ctx, socket: SocketHandle) => connect(ctx, socket, options),
    tcpServerGotInput: (ctx, record, id, last) =>
      ctx.heap.shutdown ? undefined : gotInput(ctx, record, id, last, options),
    tcpServerGotError: (ctx, error: WheelError) => gotError(ctx, error, options),
    tcpServerGotFlush: (ctx, id) => gotFlush(ctx, id, options),
    tcpServerGotHigh: (ctx, id) => {
      ctx.heap.client.pauseInput()
      return options.clientHigh?.(ctx, id)
    },
    tcpServerGotLow: (ctx, id) => {
      ctx.heap.client.resumeInput()
      return options.clientLow?.(ctx, id)
    },
  }
}

/** Whatever comes of it, no socket is left open that nobody has. */
function preConnect(ctx: Ctx, given: SocketHandle, options: AnyOptions): unknown {
  const { clientPreConnect, clientArgs = [] } = options
  if (clientPreConnect === undefined) return connect(ctx, given, options)
  connectionOf(ctx).join(ctx, given)
  try {
    const chosen = clientPreConnect(ctx, given, clientArgs)
    if (!isPromise(chosen)) return connect(ctx, chosen, options)
    return chosen.then(
      (socket) => joined(ctx, socket),
      (error) => notJoined(ctx, error, options),
    )
  } catch (error) {
    return notJoined(ctx, error, options)
  }
}

/** Back in the session by an event, as after any wait. */
function joined(ctx: Ctx, socket: SocketHandle | undefined): void {
  const { joining } = connectionOf(ctx)
  if (socket === undefined) joining?.dispose()
  else {
    joining?.keep(socket)
    ctx.kernel.yield('tcpServerConnected', socket)
  }
}

/** A failed handshake is the client's affair; any other exception is the program's. */
function notJoined(ctx: Ctx, error: unknown, options: AnyOptions): unknown {
  connectionOf(ctx).joining?.dispose()
  if (!isHandleError(error) || error instanceof Error) throw error
  return tell(ctx, wheelError(error.syscall === '' ? 'accept' : (error as HandleError).syscall, error, 0), options)
}

function connect(ctx: Ctx, socket: SocketHandle | undefined, options: AnyOptions): unknown {
  const connection = connectionOf(ctx)
  if (socket === undefined || ctx.heap.shutdown) {
    connection.joining?.dispose()
    return undefined
  }
  const idled = (error: WheelError) => ctx.kernel.host.deliver('tcpServerGotError', error)
  try {
    connection.begin(ctx, socket, options, idled)
  } catch (error) {
    connection.joining?.dispose()
    socket.close()
    throw error
  }
  return options.clientConnected?.(ctx, ...(options.clientArgs ?? []))
}

function gotInput(ctx: Ctx, record: Untyped, id: number, last: LastRecord | undefined, options: AnyOptions): unknown {
  if (options.idleTimeout !== undefined) connectionOf(ctx).idle?.touch()
  const result =
    last === undefined ? options.clientInput?.(ctx, record, id) : options.clientInput?.(ctx, record, id, last)
  if (isPromise(result)) connectionOf(ctx).await(result, () => settled(ctx))
  return result
}

/** The last handler that was under way is done: what waited for it can go on. */
function settled(ctx: Ctx): void {
  const { heap, kernel } = ctx
  if (!heap.shutdown || kernel.host.stopped) return
  if (connectionOf(ctx).over) (heap as { client: unknown }).client = undefined
  else kernel.yield('shutdown')
}

function gotFlush(ctx: Ctx, id: number, options: AnyOptions): unknown {
  const { underway, over } = connectionOf(ctx)
  const result = options.clientFlushed?.(ctx, id)
  return ctx.heap.shutdown && !over && underway === 0 ? disconnect(ctx, options) : result
}

/** An error of reading is no reason to drop what the client still waits for; after one of writing nothing can be kept. */
function gotError(ctx: Ctx, error: WheelError, options: AnyOptions): unknown {
  const { heap, kernel } = ctx
  if (error.errno !== 0 || error.code !== '') heap.gotAnError = true
  try {
    return tell(ctx, error, options)
  } finally {
    if (heap.shutdownOnError) kernel.yield('shutdown')
  }
}

/** Clients end, vanish and fall silent all the time. */
function tell(ctx: Ctx, error: WheelError, options: AnyOptions): unknown {
  if (options.clientError !== undefined) return options.clientError(ctx, error)
  const { code, operation, message } = error
  const { heap, kernel } = ctx
  if (code !== '' && code !== 'ECONNRESET' && operation !== 'idle')
    kernel.loop.warn(`Client ${heap.remoteIp}:${heap.remotePort}: ${operation} failed, ${message}.`)
  return undefined
}

function isPromise<T>(value: T): value is T & Promise<Awaited<T>> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
}
