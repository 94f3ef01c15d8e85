import type { Kernel, SessionRef, Untyped } from '@poe/kernel'
import type { Address, SocketHandle } from '@poe/loop'
import { type Handler, Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { SocketFactory } from '@poe/wheel-socketfactory'
import { createClient, planClients } from './client-session.ts'
import { listenError } from './listen-error.ts'
import type { ListenerContext, ListenerHeap, TcpServerOptions } from './options.ts'

type Options = TcpServerOptions<Untyped, Untyped, Untyped>

/** Told where the server listens, and when it cannot or has stopped. */
export interface ListenerWatcher {
  listening(address: Address): void
  failed(error: unknown): void
}

/** Makes the session that listens, and has a session made for each client. */
export function createListener(kernel: Kernel, options: Options, watcher: ListenerWatcher): SessionRef {
  const { concurrency = Number.POSITIVE_INFINITY } = options
  const heap: ListenerHeap = { listener: undefined, connections: 0, concurrency, clients: new Set() }
  return Session.create({ kernel, heap, inlineStates: listenerStates(options, watcher) as never })
}

function listenerStates(options: Options, watcher: ListenerWatcher): Record<string, Handler<ListenerHeap>> {
  const take = options.acceptor === undefined ? takeByClients(options) : options.acceptor
  return {
    _start: (ctx) => start(ctx, options),
    _stop: (ctx) => options.stopped?.(ctx),
    _child: (ctx, reason: string, child: SessionRef) => {
      if (reason === 'create' && options.acceptor === undefined) ctx.heap.clients.add(child.id)
      else if (reason === 'lose' && ctx.heap.clients.delete(child.id)) lost(ctx)
    },
    _drain: (ctx) => shutDown(ctx),
    shutdown: (ctx) => shutDown(ctx),
    disconnected: (ctx) => lost(ctx),
    setConcurrency: (ctx, concurrency: number) => {
      ctx.heap.concurrency = concurrency
      throttle(ctx)
    },
    tcpServerListening: (ctx, address: Address) => {
      watcher.listening(address)
      return options.started?.(ctx, ...(options.listenerArgs ?? []))
    },
    tcpServerGotConnection: (ctx, socket: SocketHandle, address: string, port: number) => {
      ctx.heap.connections++
      throttle(ctx)
      return take(ctx, socket, address, port)
    },
    tcpServerGotError: (ctx, error: WheelError) => gotError(ctx, error, options, watcher),
  }
}

function start(ctx: ListenerContext, options: Options): void {
  const { address, port, domain, tls, listenQueue, alias } = options
  if (alias !== undefined) ctx.kernel.aliasSet(alias)
  ctx.heap.listener = new SocketFactory(ctx, {
    successEvent: 'tcpServerGotConnection',
    failureEvent: 'tcpServerGotError',
    listeningEvent: 'tcpServerListening',
    ...(address === undefined ? {} : { bindAddress: address }),
    ...(port === undefined ? {} : { bindPort: port }),
    ...(domain === undefined ? {} : { socketDomain: domain }),
    ...(tls === undefined ? {} : { tls }),
    ...(listenQueue === undefined ? {} : { listenQueue }),
  })
}

function takeByClients(options: Options): (ctx: ListenerContext, socket: SocketHandle) => void {
  const plan = planClients(options)
  return (ctx, socket) => createClient(plan, ctx.kernel, socket)
}

/** Stops listening; clients that are connected stay. */
function shutDown({ heap, kernel }: ListenerContext): void {
  heap.listener?.dispose()
  heap.listener = undefined
  for (const name of kernel.aliasList()) kernel.aliasRemove(name)
}

function lost(ctx: ListenerContext): void {
  ctx.heap.connections = Math.max(0, ctx.heap.connections - 1)
  throttle(ctx)
}

function throttle({ heap }: ListenerContext): void {
  if (heap.connections >= heap.concurrency) heap.listener?.pauseAccept()
  else heap.listener?.resumeAccept()
}

/** Not being able to listen is the server's end; a failure to accept one connection is not. */
function gotError(ctx: ListenerContext, error: WheelError, options: Options, watcher: ListenerWatcher): unknown {
  const accepting = error.operation === 'accept'
  const failure = listenError(error, options)
  if (!accepting) {
    watcher.failed(failure)
    shutDown(ctx)
  }
  if (options.error !== undefined) return options.error(ctx, error)
  if (!accepting) throw failure
  ctx.kernel.loop.warn(failure.message)
  return undefined
}
