import { mergeStates } from '@poe/component'
import type { Filter, OutputFilter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { SessionKernel, Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { type Handler, Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { type InputFilter, ReadWrite } from '@poe/wheel-readwrite'
import type { ClientContext, ClientHeap, PerClient, TcpServerOptions } from './options.ts'

const HIGH_MARK = 1024 * 1024
const STALL_TIMEOUT = 60_000

type Options = TcpServerOptions<Untyped, Untyped, Untyped>
type Heap = ClientHeap<Untyped, Untyped>
type Ctx = ClientContext<Untyped, Untyped, object>

/** What is the same for all clients of a server, made once. */
export interface ClientPlan {
  readonly options: Options
  readonly states: ReturnType<typeof mergeStates<Untyped>>
}

/** Makes the plan of a server's client sessions. */
export function planClients(options: Options): ClientPlan {
  const { inlineStates, objectStates, packageStates } = options
  const users = {
    ...(inlineStates === undefined ? {} : { inlineStates }),
    ...(objectStates === undefined ? {} : { objectStates }),
    ...(packageStates === undefined ? {} : { packageStates }),
  }
  return { options, states: mergeStates<Untyped>('TcpServer', clientStates(options), users) }
}

/** Makes the session of one client, a child of the listening one. */
export function createClient(plan: ClientPlan, kernel: SessionKernel, socket: SocketHandle): void {
  const peer = socket.remote
  const unix = socket.local.family === 'unix'
  const heap = {
    ...plan.options.clientHeap?.(),
    remoteIp: unix ? 'LOCAL' : (peer?.address ?? ''),
    remotePort: peer?.port ?? 0,
    shutdown: false,
    shutdownOnError: plan.options.clientShutdownOnError ?? true,
    gotAnError: false,
  }
  Session.create({ ...plan.states, kernel, heap, args: [socket] } as never)
}

/** How a client's session works: POE's internal events, in camelCase. */
function clientStates(options: Options): Record<string, Handler<Heap>> {
  return {
    _start: (ctx, socket: SocketHandle) => start(ctx, socket, options),
    _child: () => {},
    _parent: () => {},
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
  const { clientArgs = [], clientPreConnect } = options
  const socket = clientPreConnect === undefined ? given : clientPreConnect(ctx, given, clientArgs)
  if (socket === undefined) {
    given.close()
    return undefined
  }
  const highMark = options.highMark ?? HIGH_MARK
  ctx.heap.client = new ReadWrite(ctx, {
    handle: socket,
    ...filters(options),
    inputEvent: 'tcpServerGotInput',
    errorEvent: 'tcpServerGotError',
    highEvent: 'tcpServerGotHigh',
    lowEvent: 'tcpServerGotLow',
    highMark,
    lowMark: options.lowMark ?? Math.ceil(highMark / 4),
    stallTimeout: options.stallTimeout ?? STALL_TIMEOUT,
    ...(options.clientFlushed === undefined ? {} : { flushedEvent: 'tcpServerGotFlush' }),
    ...(options.maxOutput === undefined ? {} : { maxOutput: options.maxOutput }),
  })
  return options.clientConnected?.(ctx, ...clientArgs)
}

/** Ends the connection: at once after an error, otherwise when everything has been written. */
function shutdown(ctx: Ctx, options: Options): unknown {
  const { heap } = ctx
  if (heap.client === undefined) return undefined
  heap.shutdown = true
  if (heap.gotAnError || heap.client.flushed) return disconnect(ctx, options)
  heap.client.event({ flushedEvent: 'tcpServerGotFlush' })
  return undefined
}

function gotFlush(ctx: Ctx, id: number, options: Options): unknown {
  const result = options.clientFlushed?.(ctx, id)
  return ctx.heap.shutdown && ctx.heap.client !== undefined ? disconnect(ctx, options) : result
}

function gotError(ctx: Ctx, error: WheelError, options: Options): void {
  const { heap, kernel } = ctx
  if (options.clientError !== undefined) options.clientError(ctx, error)
  else if (error.errno !== 0 && error.code !== 'ECONNRESET')
    kernel.loop.warn(`Client ${heap.remoteIp}:${heap.remotePort}: ${error.operation} failed, ${error.message}.`)
  if (!heap.shutdownOnError) return
  // The end of input is no reason to drop what the client still waits for.
  heap.gotAnError = error.errno !== 0
  kernel.yield('shutdown')
}

function disconnect(ctx: Ctx, options: Options): unknown {
  const { heap } = ctx
  const result = options.clientDisconnected?.(ctx)
  if (heap.gotAnError) heap.client.dispose()
  else heap.client.close()
  delete (heap as { client?: unknown }).client
  return result
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
