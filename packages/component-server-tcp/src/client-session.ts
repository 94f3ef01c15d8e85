import { type MergedStates, mergeStates } from '@poe/component'
import type { Filter, OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { type Handler, Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { type InputFilter, ReadWrite } from '@poe/wheel-readwrite'
import {
  type ClientContext,
  type ClientHeap,
  HIGH_MARK,
  type ListenerContext,
  type PerClient,
  type TcpServerOptions,
} from './options.ts'

const STALL_TIMEOUT = 60_000

type Options = TcpServerOptions<Untyped, Untyped, Untyped>
type Heap = ClientHeap<Untyped, Untyped>
type Ctx = ClientContext<Untyped, Untyped, object>

/** What is the same for all clients of a server, made once. */
export interface ClientPlan {
  readonly options: Options
  readonly states: MergedStates<Untyped>
}

/** Makes the plan of a server's client sessions. */
export function planClients(options: Options): ClientPlan {
  const { inlineStates, objectStates, packageStates } = options
  // Without these a _default of the user's would be told of every session that comes and goes.
  const quiet = { _child: () => {}, _parent: () => {}, ...inlineStates }
  const users = { inlineStates: quiet, objectStates, packageStates }
  return { options, states: mergeStates<Untyped>('TcpServer', clientStates(options), users) }
}

/** Makes the session of one client, a child of the listening one. */
export function createClient({ options, states }: ClientPlan, listener: ListenerContext, socket: SocketHandle): void {
  const peer = socket.remote
  const heap = {
    ...options.clientHeap?.(),
    remoteIp: socket.local.family === 'unix' ? 'LOCAL' : (peer?.address ?? ''),
    remotePort: peer?.port ?? 0,
    shutdown: false,
    shutdownOnError: options.clientShutdownOnError ?? true,
    gotAnError: false,
  }
  Session.create({ ...states, kernel: listener.kernel, heap, args: [socket, listener.heap.clients] } as never)
}

/** How a client's session works: POE's internal events, in camelCase. */
function clientStates(options: Options): Record<string, Handler<Heap>> {
  return {
    _start: (ctx, socket: SocketHandle, clients: Set<number>) => {
      // Before anything can end the session: its parent counts those it knows.
      clients.add(ctx.session.id)
      return start(ctx, socket, options)
    },
    _drain: ({ kernel }) => kernel.yield('shutdown'),
    shutdown: (ctx) => shutdown(ctx, options),
    tcpServerGotInput: (ctx, record, id) => (ctx.heap.shutdown ? undefined : options.clientInput?.(ctx, record, id)),
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

function start(ctx: Ctx, given: SocketHandle, options: Options): unknown {
  const { clientArgs = [] } = options
  let socket: SocketHandle | undefined
  try {
    socket = options.clientPreConnect === undefined ? given : options.clientPreConnect(ctx, given, clientArgs)
    if (socket !== undefined) ctx.heap.client = wheelFor(ctx, socket, options)
  } finally {
    if (ctx.heap.client === undefined) given.close()
  }
  return socket === undefined ? undefined : options.clientConnected?.(ctx, ...clientArgs)
}

function wheelFor(ctx: Ctx, socket: SocketHandle, options: Options): ReadWrite<Untyped, Untyped> {
  const { highMark = HIGH_MARK, lowMark = Math.ceil(highMark / 4), stallTimeout = STALL_TIMEOUT, maxOutput } = options
  return new ReadWrite(ctx, {
    handle: socket,
    ...filters(options),
    inputEvent: 'tcpServerGotInput',
    errorEvent: 'tcpServerGotError',
    highEvent: 'tcpServerGotHigh',
    lowEvent: 'tcpServerGotLow',
    highMark,
    lowMark,
    stallTimeout,
    ...(options.clientFlushed === undefined ? {} : { flushedEvent: 'tcpServerGotFlush' }),
    ...(maxOutput === undefined ? {} : { maxOutput }),
  })
}

/** Ends the connection when everything has been written that can be. */
function shutdown(ctx: Ctx, options: Options): unknown {
  const { heap } = ctx
  if (heap.client === undefined) return undefined
  heap.shutdown = true
  if (heap.client.broken || heap.client.isFlushed) return disconnect(ctx, options)
  heap.client.event({ flushedEvent: 'tcpServerGotFlush' })
  return undefined
}

function gotFlush(ctx: Ctx, id: number, options: Options): unknown {
  const result = options.clientFlushed?.(ctx, id)
  return ctx.heap.shutdown && ctx.heap.client !== undefined ? disconnect(ctx, options) : result
}

/** An error of reading is no reason to drop what the client still waits for; after one of writing nothing can be kept. */
function gotError(ctx: Ctx, error: WheelError, options: Options): unknown {
  const { heap, kernel } = ctx
  if (error.errno !== 0) heap.gotAnError = true
  try {
    if (options.clientError === undefined) return warnOf(ctx, error)
    return options.clientError(ctx, error)
  } finally {
    if (heap.shutdownOnError) kernel.yield('shutdown')
  }
}

/** Clients end and vanish all the time. */
function warnOf({ heap, kernel }: Ctx, { errno, code, operation, message }: WheelError): void {
  if (errno === 0 || code === 'ECONNRESET') return
  kernel.loop.warn(`Client ${heap.remoteIp}:${heap.remotePort}: ${operation} failed, ${message}.`)
}

function disconnect(ctx: Ctx, options: Options): unknown {
  const { heap } = ctx
  try {
    return options.clientDisconnected?.(ctx)
  } finally {
    heap.client.close()
    delete (heap as { client?: unknown }).client
  }
}

function filters({ clientFilter, clientInputFilter, clientOutputFilter }: Options) {
  if (clientInputFilter !== undefined && clientOutputFilter !== undefined)
    return {
      inputFilter: perClient<InputFilter<Untyped>>(clientInputFilter),
      outputFilter: perClient<OutputFilter<Untyped>>(clientOutputFilter),
    }
  return { filter: clientFilter === undefined ? new LineFilter() : perClient<Filter<Untyped, Untyped>>(clientFilter) }
}

function perClient<F>(given: PerClient<F & { clone(): F }>): F {
  return typeof given === 'function' ? (given as () => F)() : given.clone()
}
