import { show } from '@poe/errors'
import { namesOf } from './aliases.ts'
import type { Core } from './core.ts'
import { sortedSessions } from './kin.ts'
import { type LedgerEntry, ledgerOf } from './ledger.ts'
import type { SessionRecord } from './session-record.ts'

/** Why a session lives, as a sentence. */
export function explainSession(core: Core, session: SessionRecord): string {
  if (session === core.root) return explainKernel(core)
  const names = namesOf(session)
  const who = `Session ${session.id}${names.length === 0 ? '' : ` (${names.join(', ')})`}`
  const reasons = ledgerOf(core, session).filter((entry) => entry.holds)
  if (reasons.length === 0) return `${who} is held by nothing and stops at the next sweep.`
  return `${who} lives because of ${reasons.map(describe).join(', ')}.`
}

function describe({ kind, label, where }: LedgerEntry): string {
  return `${kind} ${label}${where === undefined ? '' : ` (at ${where})`}`
}

/** Why each session lives, a sentence each. */
export function explainAll(core: Core): string {
  const sessions = sortedSessions(core)
  return sessions.length === 0
    ? explainKernel(core)
    : sessions.map((session) => explainSession(core, session)).join('\n')
}

function explainKernel(core: Core): string {
  const { size } = core.sessions
  if (size === 0) return 'The kernel has no sessions.'
  return `The kernel runs until its ${size === 1 ? '1 session has' : `${size} sessions have`} stopped.`
}

/** Whom nobody knows. */
export function explainNobody(given: unknown): string {
  return `There is no session ${show(given)}, or it has stopped.`
}
