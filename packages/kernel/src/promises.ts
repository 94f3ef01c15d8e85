import type { Core } from './core.ts'
import { endWith, failedIn, warnOf } from './exceptions.ts'
import { holdFor } from './holds.ts'
import { DEAD, type SessionRecord } from './session-record.ts'

/** Looks at what a handler gave: a promise is tracked, anything else passed on. */
export function settle(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  result: unknown,
): unknown {
  if (typeof result === 'object' && result !== null) track(core, session, source, event, fromState, result)
  return result
}

/**
 * Looks whether a handler gave a promise. If so it keeps the session alive until it settles, and a rejection is
 * an exception of that handler, exactly like a throw.
 */
export function track(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  result: object,
): void {
  const then: unknown = (result as { then?: unknown }).then
  if (typeof then !== 'function') return
  const last = isLast(core, session, event)
  const kept = holdFor(core, session, 'promise', event)
  core.tracing?.noteSent(kept)
  core.promises++
  const settled = () => {
    core.promises--
    kept.dispose()
  }
  const rejected = (error: unknown) => {
    if (last) end(core, session, event, error)
    else rejectedIn(core, session, source, event, fromState, error)
    settled()
  }
  then.call(result, settled, rejected)
}

/** Deals with what the promise of a handler was rejected with. */
export function rejectedIn(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  error: unknown,
): void {
  if ((session.flags & DEAD) !== 0) tooLate(core, session, event, error)
  else failedIn(core, session, source, event, fromState, error)
}

/** Whether nobody can be told of an exception of this handler: `_stop`, a DIE handler, one that stopped itself. */
function isLast(core: Core, session: SessionRecord, event: string): boolean {
  const { delivery } = core
  const dying = delivery !== null && delivery.name === 'DIE' && delivery.depth === core.depth
  return dying || event === '_stop' || (session.flags & DEAD) !== 0
}

function end(core: Core, session: SessionRecord, event: string, error: unknown): void {
  if (core.running) endWith(core, error)
  else tooLate(core, session, event, error)
}

/** The session has stopped while its handler waited. That its signal, or a request of its own, made the handler fail was to be expected. */
function tooLate(core: Core, session: SessionRecord, event: string, error: unknown): void {
  const signal = session.cold?.abort?.signal
  const expected = signal !== undefined && error === signal.reason
  if (expected || (error as Error | undefined)?.name === 'AbortError') return
  core.loop.warn(`The handler of "${event}" failed after its session ${session.id} had stopped: ${warnOf(error)}`)
}
