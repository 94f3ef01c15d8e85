import type { Core } from './core.ts'
import { drop, hold } from './lifetime.ts'
import { coldOf, DEAD, type Hold, type SessionRecord } from './session-record.ts'

/**
 * Keeps a session alive, and the kernel from being idle, until {@link dropHold}; shows in the ledger. For a session
 * that has stopped it does nothing.
 */
export function holdFor(core: Core, session: SessionRecord, kind: string, label: string): Hold {
  const kept: Hold = { kind, label, since: core.clock }
  if ((session.flags & DEAD) !== 0) return kept
  ;(coldOf(session).holds ??= new Set()).add(kept)
  core.tracing?.note(kept)
  core.holds++
  hold(session)
  return kept
}

/** Ends a hold. Twice, or after the session has stopped, is harmless. */
export function dropHold(core: Core, session: SessionRecord, kept: Hold): void {
  if (session.cold?.holds?.delete(kept) !== true) return
  core.holds--
  drop(core, session)
}
