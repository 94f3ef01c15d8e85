import type { Core } from './core.ts'
import { failedIn } from './exceptions.ts'
import { dropHold, holdFor } from './holds.ts'
import type { SessionRecord } from './session-record.ts'

/**
 * Looks whether a handler gave a promise. If so it keeps the session alive until it settles, and a rejection is
 * an exception of that handler, exactly like a throw.
 */
export function track(core: Core, session: SessionRecord, event: string, result: object): void {
  const then: unknown = (result as { then?: unknown }).then
  if (typeof then !== 'function') return
  const { activeSource, activeFrom } = core
  const kept = holdFor(core, session, 'promise', event)
  core.promises++
  const settled = () => {
    core.promises--
    dropHold(core, session, kept)
  }
  const rejected = (error: unknown) => {
    failedIn(core, session, event, activeSource, activeFrom, error)
    settled()
  }
  then.call(result, settled, rejected)
}
