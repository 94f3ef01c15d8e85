import { mergeStates } from '@poe/component'
import type { Kernel, SessionKernel, SessionRef, Untyped } from '@poe/kernel'
import { type Handler, Session, type SessionClass } from '@poe/session'
import { Client } from './client.ts'
import { newHeap } from './context.ts'
import type { AnyOptions } from './options.ts'
import type { ClientWatcher } from './watcher.ts'

/** Makes the session that connects, and talks to the server. */
export function createClient(kernel: Kernel | SessionKernel, options: AnyOptions, watcher: ClientWatcher): SessionRef {
  const { inlineStates, objectStates, packageStates, sessionType = Session, sessionParams, args = [] } = options
  // Without these a _default of the user's would be told of the session's end, and of every session that comes and goes.
  const quiet = { _stop: () => {}, _child: () => {}, _parent: () => {}, ...inlineStates }
  const users = { inlineStates: quiet, objectStates, packageStates }
  const states = mergeStates<Untyped>('TcpClient', clientStates(options, new Client(options, watcher)), users)
  const heap = { ...options.heap, ...newHeap() }
  return (sessionType as SessionClass).create({ ...sessionParams, ...states, kernel, heap, args } as never)
}

/** How the session works: POE's events, in camelCase, and three of ours. */
function clientStates(options: AnyOptions, client: Client): Record<string, Handler<Untyped>> {
  const { connector } = client
  return {
    _start: (ctx, ...args) => {
      client.start(ctx)
      return options.started?.(ctx, ...args)
    },
    _drain: (ctx) => client.drain(ctx),
    connect: (ctx, address, port) => client.connect(ctx, address, port),
    reconnect: (ctx) => client.reconnect(ctx),
    shutdown: (ctx) => client.shutdown(ctx),
    gotConnectSuccess: (ctx, socket, address, port, id) => connector.gotSocket(ctx, socket, address, port, id),
    gotConnectReady: (ctx, id) => connector.gotReady(ctx, id),
    gotConnectError: (ctx, error) => connector.gotError(ctx, error),
    gotConnectTimeout: (ctx, id, milliseconds) => connector.gotTimeout(ctx, id, milliseconds),
    gotServerInput: (ctx, record, id, last) =>
      ctx.heap.shutdown ? undefined : options.serverInput?.(ctx, record, id, last),
    gotServerError: (ctx, error) => client.gotServerError(ctx, error),
    gotServerEnd: (ctx, id) => client.gotServerEnd(ctx, id),
    gotServerLeft: (ctx, id) => client.gotServerLeft(ctx, id),
    gotServerFlush: (ctx, id) => client.gotServerFlush(ctx, id),
    gotHigh: (ctx, id) => options.serverHigh?.(ctx, id),
    gotLow: (ctx, id) => options.serverLow?.(ctx, id),
  }
}
