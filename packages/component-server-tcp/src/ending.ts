import { type Ctx, connectionOf } from './connection.ts'
import type { AnyOptions } from './options.ts'

/**
 * Ends a connection when everything has been written that can be: what is queued, and what handlers that are under way
 * still put. Comes again when those are done.
 */
export function shutdown(ctx: Ctx, options: AnyOptions): unknown {
  const { heap } = ctx
  const { over, underway, idle, joining } = connectionOf(ctx)
  heap.shutdown = true
  if (over) return undefined
  if (heap.client === undefined) return void joining?.dispose()
  idle?.dispose()
  if (heap.client.broken) return disconnect(ctx, options)
  if (underway > 0) return undefined
  if (heap.client.isFlushed) return disconnect(ctx, options)
  heap.client.event({ flushedEvent: 'tcpServerGotFlush' })
  return undefined
}

/** The client stays in the heap, closed, while a handler may still put something, which goes nowhere. */
export function disconnect(ctx: Ctx, options: AnyOptions): unknown {
  const { heap } = ctx
  const connection = connectionOf(ctx)
  connection.over = true
  connection.idle?.dispose()
  try {
    return options.clientDisconnected?.(ctx)
  } finally {
    heap.client.close()
    if (connection.underway === 0) (heap as { client: unknown }).client = undefined
  }
}
