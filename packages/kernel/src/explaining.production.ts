import type { Core } from './core.ts'
import { sortedSessions } from './kin.ts'
import { ledgerOf } from './ledger.ts'
import type { SessionRecord } from './session-record.ts'

/** What holds a session, without sentences. */
export function explainSession(core: Core, session: SessionRecord): string {
  const reasons = ledgerOf(core, session).filter(({ holds }) => holds)
  return `${session.id}: ${reasons.map(({ kind, label }) => `${kind} ${label}`).join(', ')}`
}

export function explainAll(core: Core): string {
  return sortedSessions(core)
    .map((session) => explainSession(core, session))
    .join('\n')
}

export const explainNobody = (): string => ''
