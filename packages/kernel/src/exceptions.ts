import type { Core } from './core.ts'
import { SIGNAL } from './event-ring.ts'
import { enqueue } from './events.ts'
import { wakeUp } from './running.ts'
import { DEAD, type SessionRecord, STOPPING } from './session-record.ts'
import type { ExceptionInfo } from './types.ts'
import { publicSession } from './views.ts'

/** Deals with what a handler threw that was called just now. */
export function failed(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  error: unknown,
): void {
  const { delivery } = core
  // A handler of DIE itself, not somebody it called.
  if (delivery !== null && delivery.name === 'DIE' && delivery.depth === core.depth) delivery.thrown.push(error)
  else failedIn(core, session, source, event, fromState, error)
}

/**
 * Deals with what a handler threw, or what its promise was rejected with. It becomes a DIE signal to the session,
 * behind what is queued already; where nobody can be told any more, it ends the run.
 */
export function failedIn(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  error: unknown,
): void {
  if (!core.catchExceptions || session.id === 0 || (session.flags & (DEAD | STOPPING)) !== 0) {
    endWith(core, error)
    return
  }
  const info: ExceptionInfo = {
    sourceSession: publicSession(source) as ExceptionInfo['sourceSession'],
    destSession: session,
    event,
    fromState,
    error,
  }
  enqueue(core, session, core.root, 'DIE', event, SIGNAL, 2, [info], event)
}

/** Notes the exception that ends the run. The first one counts; a later one is its neighbour, not its successor. */
export function endWith(core: Core, error: unknown): void {
  if (core.exception === null) core.exception = { error }
  else if (core.exception.error !== error)
    core.loop.warn(`A further exception while the kernel was ending: ${warnOf(error)}`)
  if (core.depth === 0) wakeUp(core)
}

/** Runs what wheels and programs gave to be run at an end; what it throws ends the run, not the work around it. */
export function guarded(core: Core, run: () => void): void {
  try {
    run()
  } catch (error) {
    endWith(core, error)
  }
}

/** An error as a line of a warning. */
export function warnOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
