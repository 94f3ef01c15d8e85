import { badOption, PoeError } from '@poe/errors'
import type { Kernel, SessionRef, Untyped } from '@poe/kernel'
import type { Address, SocketHandle } from '@poe/loop'
import { type Handler, Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { SocketFactory } from '@poe/wheel-socketfactory'
import { createClient, planClients } from './client-session.ts'
import { listenError } from './listen-error.ts'
import {
  checkConcurrency,
  type ListenerContext,
  type ListenerHeap,
  type ListeningContext,
  type TcpServerOptions,
} from './options.ts'

type Options = TcpServerOptions<Untyped, Untyped, Untyped>
type Take = (ctx: ListeningContext, socket: SocketHandle, address: string, port: number) => unknown

/** Told where the server listens, and when it cannot or has stopped. */
export interface ListenerWatcher {
  listening(address: Address): void
  failed(error: unknown): void
}

/** Makes the session that listens, and has a session made for each client. */
export function createListener(kernel: Kernel, options: Options, watcher: ListenerWatcher): SessionRef {
  const { concurrency = Number.POSITIVE_INFINITY } = options
  const clients = new Set<number>()
  const heap: ListenerHeap = { listener: undefined, address: undefined, connections: 0, concurrency, clients }
  return Session.create({ kernel, heap, inlineStates: listenerStates(options, watcher) } as never)
}

function listenerStates(options: Options, watcher: ListenerWatcher): Record<string, Handler<ListenerHeap>> {
  const take: Take = options.acceptor?.bind(options) ?? takeByClients(options)
  return {
    _start: (ctx) => start(ctx, options, watcher),
    _stop: (ctx) => stop(ctx, options, watcher),
    _child: (ctx, reason: string, child: SessionRef) => {
      if (reason === 'lose' && ctx.heap.clients.delete(child.id)) lost(ctx)
    },
    _drain: (ctx) => shutDown(ctx),
    shutdown: (ctx) => shutDown(ctx),
    disconnected: (ctx) => lost(ctx),
    setConcurrency,
    tcpServerListening: (ctx, address: Address) => {
      ctx.heap.address = address
      watcher.listening(address)
      return options.started?.(ctx as ListeningContext, ...(options.listenerArgs ?? []))
    },
    tcpServerGotConnection: (ctx, socket: SocketHandle, address: string, port: number) => {
      ctx.heap.connections++
      throttle(ctx)
      return take(ctx as ListeningContext, socket, address, port)
    },
    tcpServerGotError: (ctx, error: WheelError) => gotError(ctx, error, options, watcher),
  }
}

function start(ctx: ListenerContext, options: Options, watcher: ListenerWatcher): void {
  const { address, port, domain, tls, listenQueue, alias } = options
  if (alias !== undefined) ctx.kernel.aliasSet(alias)
  try {
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
  } catch (error) {
    watcher.failed(error)
    shutDown(ctx)
    throw error
  }
}

function stop(ctx: ListenerContext, options: Options, watcher: ListenerWatcher): unknown {
  watcher.failed(new PoeError('ERR_POE_STOPPED', 'TcpServer has stopped; it listens no more.'))
  return options.stopped?.(ctx)
}

function takeByClients(options: Options): Take {
  const plan = planClients(options)
  return (ctx, socket) => {
    try {
      createClient(plan, ctx, socket)
    } catch (error) {
      socket.close()
      lost(ctx)
      throw error
    }
  }
}

/** Stops listening; clients that are connected stay. */
function shutDown({ heap, kernel }: ListenerContext): void {
  heap.listener?.dispose()
  heap.listener = undefined
  for (const name of kernel.aliasList()) kernel.aliasRemove(name)
}

/** A connection has ended: there may be room for another one. */
function lost(ctx: ListenerContext): void {
  const { heap } = ctx
  const full = isFull(heap)
  heap.connections = Math.max(0, heap.connections - 1)
  if (full && !isFull(heap)) heap.listener?.resumeAccept()
}

/** Any negative number lifts the limit, as POE's -1 is meant to. */
function setConcurrency(ctx: ListenerContext, concurrency: unknown): void {
  const wrong = typeof concurrency === 'number' && concurrency < 0 ? undefined : checkConcurrency(concurrency, 0)
  if (wrong !== undefined) throw badOption('setConcurrency', 'concurrency', concurrency, wrong)
  const { heap } = ctx
  const full = isFull(heap)
  heap.concurrency = (concurrency as number) < 0 ? Number.POSITIVE_INFINITY : (concurrency as number)
  if (full && !isFull(heap)) heap.listener?.resumeAccept()
  else throttle(ctx)
}

function throttle({ heap }: ListenerContext): void {
  if (isFull(heap)) heap.listener?.pauseAccept()
}

function isFull({ connections, concurrency }: ListenerHeap): boolean {
  return connections >= concurrency
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
