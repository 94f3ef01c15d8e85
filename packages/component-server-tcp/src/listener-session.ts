import { PoeError } from '@poe/errors'
import type { Kernel, SessionRef } from '@poe/kernel'
import type { Address, SocketHandle } from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import { type Handler, Session, type SessionClass } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { SocketFactory } from '@poe/wheel-socketfactory'
import { checkSetConcurrency } from './checks.ts'
import { createClient, planClients } from './client-session.ts'
import { Crowd } from './crowd.ts'
import type { ListenerContext, ListenerHeap, ListeningContext } from './heaps.ts'
import { acceptError, listenError } from './listen-error.ts'
import type { AnyOptions } from './options.ts'

type Take = (
  ctx: ListeningContext,
  socket: SocketHandle,
  address: string,
  port: number,
  header: ProxyHeader | undefined,
) => unknown

/** What a failed accept is called: of one connection, not of the server. */
const ACCEPTING: ReadonlySet<string> = new Set(['accept', 'handshake', 'proxy'])

/** Told where the server listens, and when it cannot or has stopped. */
export interface ListenerWatcher {
  listening(address: Address): void
  failed(error: unknown): void
}

/** Makes the session that listens, and has a session made for each client. */
export function createListener(kernel: Kernel, options: AnyOptions, watcher: ListenerWatcher): SessionRef {
  const { concurrency = Number.POSITIVE_INFINITY, maxPerAddress = Number.POSITIVE_INFINITY } = options
  const { sessionType = Session, sessionParams } = options
  const crowd = new Crowd()
  const { clients } = crowd
  const heap: ListenerHeap = {
    listener: undefined,
    address: undefined,
    connections: 0,
    concurrency,
    maxPerAddress,
    clients,
  }
  const inlineStates = listenerStates(options, watcher, crowd)
  return (sessionType as SessionClass).create({ ...sessionParams, kernel, heap, inlineStates } as never)
}

function listenerStates(
  options: AnyOptions,
  watcher: ListenerWatcher,
  crowd: Crowd,
): Record<string, Handler<ListenerHeap>> {
  const take: Take = options.acceptor?.bind(options) ?? takeByClients(options, crowd)
  return {
    _start: (ctx) => start(ctx, options, watcher),
    _stop: (ctx) => stop(ctx, options, watcher),
    _child: (ctx, reason: string, child: SessionRef) => {
      if (reason === 'lose' && crowd.remove(child.id)) lost(ctx)
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
    tcpServerGotConnection: (ctx, socket: SocketHandle, address: string, port: number, _id, header?: ProxyHeader) => {
      const { maxPerAddress } = ctx.heap
      const limited = maxPerAddress !== Number.POSITIVE_INFINITY
      if (limited && crowd.from(address) >= maxPerAddress && socket.local.family !== 'unix') {
        socket.close()
        return options.refused?.(ctx as ListeningContext, address, port)
      }
      ctx.heap.connections++
      throttle(ctx)
      return take(ctx as ListeningContext, socket, address, port, header)
    },
    tcpServerGotError: (ctx, error: WheelError) => gotError(ctx, error, options, watcher),
  }
}

function start(ctx: ListenerContext, options: AnyOptions, watcher: ListenerWatcher): void {
  const { hostname, address = hostname, port, domain, tls, listenQueue, alias, proxyProtocol, reuse } = options
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
      ...(proxyProtocol === undefined ? {} : { proxyProtocol }),
      ...(reuse === undefined ? {} : { reuse }),
    })
  } catch (error) {
    watcher.failed(error)
    shutDown(ctx)
    throw error
  }
}

function stop(ctx: ListenerContext, options: AnyOptions, watcher: ListenerWatcher): unknown {
  watcher.failed(new PoeError('ERR_POE_STOPPED', 'TcpServer has stopped; it listens no more.'))
  return options.stopped?.(ctx)
}

function takeByClients(options: AnyOptions, crowd: Crowd): Take {
  const plan = planClients(options, crowd)
  return (ctx, socket, _address, _port, header) => {
    try {
      createClient(plan, ctx, socket, header)
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

function setConcurrency(ctx: ListenerContext, concurrency: unknown): void {
  checkSetConcurrency(concurrency)
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

/** Not being able to listen is the server's end; a connection that came to nothing is not. */
function gotError(ctx: ListenerContext, error: WheelError, options: AnyOptions, watcher: ListenerWatcher): unknown {
  if (ACCEPTING.has(error.operation)) return notAccepted(ctx, error, options)
  const failure = listenError(error, options)
  watcher.failed(failure)
  shutDown(ctx)
  if (options.error === undefined) throw failure
  return options.error(ctx, error)
}

/** Who just goes away is not worth a warning. */
function notAccepted(ctx: ListenerContext, error: WheelError, options: AnyOptions): unknown {
  if (options.error !== undefined) return options.error(ctx, error)
  if (error.operation === 'accept' || error.code !== 'ECONNRESET') ctx.kernel.loop.warn(acceptError(error).message)
  return undefined
}
