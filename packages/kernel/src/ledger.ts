import { namesOf } from './aliases.ts'
import type { Core } from './core.ts'
import { GC, next, SLOTS_SHIFT } from './event-ring.ts'
import type { SessionRecord } from './session-record.ts'
import { timersOf } from './timers.ts'

/** One thing that keeps a session alive, or that a session owns. */
export interface LedgerEntry {
  /** The id of the session it belongs to. */
  readonly session: number
  /** `event`, `sent`, `timer`, `alias`, `extref`, `handle`, `child`, `promise`, `wheel`, … */
  readonly kind: string
  /** Its name: the event, the tag, the alias, the child's id. */
  readonly label: string
  /** Whether it keeps the session alive by itself. */
  readonly holds: boolean
  /** Monotonic milliseconds since when, where that is known. */
  readonly since?: number
}

/** Everything one session holds and is held by. Costs nothing until asked for: owners know what they own. */
export function ledgerOf(core: Core, session: SessionRecord): LedgerEntry[] {
  if (session === core.root) return wholeLedger(core)
  const entries: LedgerEntry[] = []
  const add = (kind: string, label: string, holds: boolean, since?: number) =>
    entries.push({ session: session.id, kind, label, holds, ...(since === undefined ? {} : { since }) })
  addEvents(core, session, add)
  for (const timer of timersOf(session)) add('timer', timer.event, true)
  for (const name of namesOf(session)) add('alias', name, true)
  for (let child = session.firstChild; child !== null; child = child.following)
    add('child', `session ${child.id}`, true)
  const cold = session.cold
  if (cold === null) return entries
  for (const [tag, count] of cold.extrefs) add('extref', count === 1 ? tag : `${tag} (${count} times)`, true)
  for (const held of cold.holds) add(held.kind, held.label, true, held.since)
  for (const owned of cold.owned) add(owned.kind, owned.label, owned.kind === 'handle')
  for (const name of cold.signals.keys()) add('signal', name, false)
  return entries
}

/** Everything that anybody holds. */
export function wholeLedger(core: Core): LedgerEntry[] {
  return [...core.sessions].sort((a, b) => a.id - b.id).flatMap((session) => ledgerOf(core, session))
}

/** Why a session lives, as a sentence. */
export function explainSession(core: Core, session: SessionRecord): string {
  if (session === core.root) return explainKernel(core)
  const names = namesOf(session)
  const who = `Session ${session.id}${names.length === 0 ? '' : ` (${names.join(', ')})`}`
  const reasons = ledgerOf(core, session).filter((entry) => entry.holds)
  if (reasons.length === 0) return `${who} is held by nothing and stops at the next sweep.`
  return `${who} lives because of ${reasons.map((entry) => `${entry.kind} ${entry.label}`).join(', ')}.`
}

function explainKernel(core: Core): string {
  const { size } = core.sessions
  if (size === 0) return 'The kernel has no sessions.'
  return `The kernel runs until its ${size === 1 ? '1 session has' : `${size} sessions have`} stopped.`
}

function addEvents(
  core: Core,
  session: SessionRecord,
  add: (kind: string, label: string, holds: boolean, since?: number) => void,
): void {
  const ring = core.ring
  if (session.to === 0 && session.from === 0) return
  for (let position = ring.head; position !== ring.tail; position = next(position)) {
    const base = (position & ring.mask) << SLOTS_SHIFT
    const since = ring.stamps[position & ring.mask] as number
    const label = (ring.slots[base + 4] as number) >> 3 === GC ? 'newborn' : (ring.slots[base + 2] as string)
    if (ring.slots[base] === session) add('event', label, true, since)
    else if (ring.slots[base + 1] === session) add('sent', label, true, since)
  }
}
