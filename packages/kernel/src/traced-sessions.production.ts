import type { Core } from './core.ts'
import { type SessionRecord, SHOWN } from './session-record.ts'
import { warnOfTraces } from './tracing.production.ts'

/** A session that wants its events shown is told that they are not: as soon as there is somebody to tell. */
export function traceBirth(core: Core, session: SessionRecord): void {
  if (session.shown) warnOfTraces(core.loop)
}

export const traceDeath = (): void => {}

export function setShown(session: SessionRecord, on: boolean): void {
  if (on) session.flags |= SHOWN
  else session.flags &= ~SHOWN
  if (session.core !== null) traceBirth(session.core, session)
}
