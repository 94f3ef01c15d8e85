import type { Core } from './core.ts'
import { SIGNAL } from './event-ring.ts'
import { enqueue } from './events.ts'
import { wakeUp } from './running.ts'
import { DEAD, type SessionRecord } from './session-record.ts'
import type { ExceptionInfo } from './types.ts'
import { publicSession } from './views.ts'

/** Deals with what the active handler threw. */
export function failed(core: Core, error: unknown): void {
  const event = core.activeEvent ?? ''
  failedIn(core, core.active, event, core.activeSource, core.activeFrom, error)
}

/**
 * Deals with what a handler threw, or what its promise was rejected with. It becomes a DIE signal to the session,
 * behind what is queued already; where nobody can be told any more, it ends the run.
 */
export function failedIn(
  core: Core,
  session: SessionRecord,
  event: string,
  source: SessionRecord,
  fromState: string | undefined,
  error: unknown,
): void {
  const dying = core.delivery?.name === 'DIE' ? core.delivery : null
  if (dying !== null) dying.thrown.push(error)
  else if (!core.catchExceptions || event === '_stop' || (session.flags & DEAD) !== 0 || session.id === 0)
    endWith(core, error)
  else {
    const info: ExceptionInfo = {
      sourceSession: publicSession(source) as ExceptionInfo['sourceSession'],
      destSession: session,
      event,
      fromState,
      error,
    }
    enqueue(core, session, core.root, 'DIE', event, SIGNAL, [[info]])
  }
}

/** Notes the exception that ends the run. The first one counts; a later one is its neighbour, not its successor. */
export function endWith(core: Core, error: unknown): void {
  if (core.exception === null) core.exception = { error }
  else core.loop.warn(`A further exception while the kernel was ending: ${describe(error)}`)
  if (core.depth === 0) wakeUp(core)
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
