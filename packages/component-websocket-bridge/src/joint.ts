import type { IncomingMessage } from 'node:http'
import { StreamFilter } from '@poe/filter-stream'
import type { Release, Untyped } from '@poe/kernel'
import type { Chunk, SocketHandle } from '@poe/loop'
import { type Handler, Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { ReadWrite } from '@poe/wheel-readwrite'
import { SocketFactory } from '@poe/wheel-socketfactory'
import type { WebSocket } from 'ws'
import type { BridgeConnection, WebSocketBridgeOptions } from './options.ts'
import type { BridgeTarget } from './targets.ts'
import { WebSide } from './web-side.ts'

const HIGH_MARK = 262_144
const CONNECT_TIMEOUT = 10_000
/** Octets of one message. */
export const MAX_MESSAGE: number = 1024 * 1024
const STALL_TIMEOUT = 60_000
const PING_INTERVAL = 30_000

/** The heap of a connection's session. */
interface Heap {
  readonly web: WebSide
  readonly connection: { -readonly [K in keyof BridgeConnection]: BridgeConnection[K] }
  factory: SocketFactory | undefined
  target: ReadWrite<Uint8Array, Chunk> | undefined
  /** Which sides have said all. */
  webEnded: boolean
  targetEnded: boolean
  /** Monotonic milliseconds at which octets were last seen. */
  touched: number
  idle: Release | undefined
}

type Ctx = SessionContext<Untyped, Heap>

/** Makes the session of one WebSocket, a child of the listening one: it connects to the target, and joins the two. */
export function createJoint(
  ctx: SessionContext<Untyped, Untyped>,
  socket: WebSocket,
  target: BridgeTarget,
  request: IncomingMessage,
  options: WebSocketBridgeOptions,
): void {
  const inlineStates = jointStates(socket, target, request, options)
  Session.create({ kernel: ctx.kernel, heap: {} as Heap, inlineStates } as never)
}

function jointStates(
  socket: WebSocket,
  target: BridgeTarget,
  request: IncomingMessage,
  options: WebSocketBridgeOptions,
): Record<string, Handler<Heap>> {
  const { disconnected } = options
  return {
    _start: (ctx) => start(ctx, socket, target, request, options),
    _stop: ({ heap }) => {
      if (heap.target !== undefined) disconnected?.(heap.connection)
    },
    _drain: (ctx) => leave(ctx, 1001),
    connected: (ctx, handle: SocketHandle) => join(ctx, handle, options),
    notConnected: ({ heap }, { code, operation }: WheelError) => heap.web.fail(code, operation),
    fromTarget: ({ heap, kernel }, octets: Uint8Array) => {
      heap.touched = kernel.loop.now()
      heap.connection.sent += octets.byteLength
      if (!heap.web.send(octets)) heap.target?.pauseInput()
    },
    targetFlushed: ({ heap }) => heap.web.ask(),
    targetHigh: ({ heap }) => heap.web.pause(),
    targetLow: ({ heap }) => heap.web.resume(),
    targetEnded: (ctx, error: WheelError) => targetEnded(ctx, error),
  }
}

function start(
  ctx: Ctx,
  socket: WebSocket,
  target: BridgeTarget,
  request: IncomingMessage,
  options: WebSocketBridgeOptions,
): void {
  const { highMark = HIGH_MARK, pingInterval = PING_INTERVAL, connectTimeout = CONNECT_TIMEOUT } = options
  const { heap, kernel, session } = ctx
  const watcher = {
    received: (octets: Uint8Array) => fromWeb(ctx, octets),
    ended: () => webEnded(ctx),
    ready: () => heap.target?.resumeInput(),
    closed: () => webClosed(ctx),
  }
  const { remoteAddress = '' } = request.socket
  const { origin } = request.headers
  Object.assign(heap, {
    web: new WebSide(ctx, socket, highMark, pingInterval, watcher),
    connection: { id: session.id, target, remoteAddress, origin, received: 0, sent: 0 },
    webEnded: false,
    targetEnded: false,
    touched: kernel.loop.now(),
  })
  heap.factory = new SocketFactory(ctx, {
    ...placeOf(target),
    connectTimeout,
    successEvent: 'connected',
    failureEvent: 'notConnected',
  })
}

function placeOf({ host = 'localhost', port, path, tls }: BridgeTarget) {
  if (path !== undefined) return { socketDomain: 'unix', remoteAddress: path } as const
  return { remoteAddress: host, remotePort: port as number, ...(tls === undefined ? {} : { tls }) }
}

function join(ctx: Ctx, handle: SocketHandle, options: WebSocketBridgeOptions): void {
  const { heap } = ctx
  const {
    highMark = HIGH_MARK,
    maxMessage = MAX_MESSAGE,
    stallTimeout = STALL_TIMEOUT,
    idleTimeout = Number.POSITIVE_INFINITY,
  } = options
  heap.target = new ReadWrite(ctx, {
    handle,
    filter: new StreamFilter(),
    inputEvent: 'fromTarget',
    errorEvent: 'targetEnded',
    flushedEvent: 'targetFlushed',
    highEvent: 'targetHigh',
    lowEvent: 'targetLow',
    highMark,
    lowMark: Math.ceil(highMark / 4),
    stallTimeout,
    maxOutput: 2 * highMark + maxMessage,
  })
  const { local, remote } = handle
  heap.web.open({ local, remote })
  if (idleTimeout < Number.POSITIVE_INFINITY) watchIdle(ctx, idleTimeout)
  options.connected?.(heap.connection)
}

function fromWeb({ heap, kernel }: Ctx, octets: Uint8Array): void {
  if (heap.webEnded) return
  heap.touched = kernel.loop.now()
  heap.connection.received += octets.byteLength
  heap.target?.put(octets)
}

function webEnded(ctx: Ctx): void {
  const { heap } = ctx
  if (heap.webEnded) return
  heap.webEnded = true
  heap.target?.shutdownOutput()
  if (heap.targetEnded) leave(ctx)
}

/** The target has said all, or has failed. */
function targetEnded(ctx: Ctx, { errno, code, operation }: WheelError): void {
  const { heap } = ctx
  if (errno !== 0) {
    heap.web.fail(code, operation)
    heap.target?.dispose()
    return
  }
  heap.targetEnded = true
  heap.web.end()
  if (heap.webEnded) leave(ctx)
}

/** The page has gone: the target gets what the page had said. */
function webClosed({ heap }: Ctx): void {
  heap.idle?.dispose()
  heap.factory?.dispose()
  heap.target?.close()
}

/** Ends both sides, after what was said. */
function leave({ heap }: Ctx, code = 1000): void {
  heap.factory?.dispose()
  heap.target?.close()
  heap.web.close(code)
}

function watchIdle(ctx: Ctx, idleTimeout: number): void {
  const { heap, kernel } = ctx
  const left = heap.touched + idleTimeout - kernel.loop.now()
  if (left <= 0) {
    heap.web.fail('ETIMEDOUT', 'idle')
    heap.target?.close()
  } else heap.idle = kernel.host.after(left, 'WebSocketBridge -> idle', () => watchIdle(ctx, idleTimeout))
}
