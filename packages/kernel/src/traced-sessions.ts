import type { Core } from './core.ts'
import { type SessionRecord, SHOWN, TRACED } from './session-record.ts'
import { nameOf, showArgs } from './tracing.ts'

/** Everything a session makes, and is sent, is traced from the first. */
export function traceBirth(core: Core, session: SessionRecord, creator: SessionRecord): void {
  const { tracing } = core
  if (tracing === null) return
  session.flags |= TRACED
  tracing.note(session)
  tracing.trace('sessions', () => `${nameOf(session)} is made by ${nameOf(creator)}`)
}

export function traceDeath(core: Core, session: SessionRecord): void {
  const { tracing } = core
  if (tracing === null) return
  tracing.trace('sessions', () => `${nameOf(session)} is freed`)
  tracing.trace('destroy', () => {
    const { states, heapValue } = session
    return `${nameOf(session)}: heap ${showArgs([heapValue])}, handlers ${Object.keys(states).sort().join(' ')}`
  })
}

/** Whether the events of a session are shown as they are dispatched: its option `trace`. */
export function setShown(session: SessionRecord, on: boolean): void {
  if (on) session.flags |= SHOWN | TRACED
  else session.flags &= session.core !== null && session.core.tracing !== null ? ~SHOWN : ~(SHOWN | TRACED)
}
