import type { Core } from './core.ts'
import { deactivate } from './dispatch.ts'
import { breadthFirst } from './kin.ts'
import { stopSession } from './lifetime.ts'
import { wakeUp } from './running.ts'
import type { SessionRecord } from './session-record.ts'

/**
 * Stops every session, children before parents. Nobody is active any more: what the handler under way makes is the
 * kernel's own. What was queued is dropped as its turn comes, since nobody is left to send or to get it.
 */
export function stopAll(core: Core): void {
  stopTree(core, core.root)
  deactivate(core)
}

/** Stops a session and everybody below it, children before parents. */
export function stopTree(core: Core, top: SessionRecord): void {
  core.depth++
  for (const session of breadthFirst(top).reverse()) if (session.id !== 0) stopSession(core, session)
  core.depth--
  if (core.depth === 0) wakeUp(core)
}

/** POE's `stop`. Where no run is there to reject, what a `_stop` threw is the caller's. */
export function stopFrom(core: Core, top: SessionRecord): void {
  if (top === core.root) stopAll(core)
  else stopTree(core, top)
  if (!core.running && core.depth === 0) throwPending(core)
}

/** Gives the exception that nobody handled to the caller. */
export function throwPending(core: Core): void {
  const exception = core.exception
  core.exception = null
  if (exception !== null) throw exception.error
}
