import { namesOf } from './aliases.ts'
import type { Core } from './core.ts'
import { GC, next, SLOTS_SHIFT } from './event-ring.ts'
import type { ColdRecord, Hold, Owned, SessionRecord } from './session-record.ts'
import { timersOf } from './timers.ts'
import type { Tracing } from './tracing.ts'
import { placeOf, type Where } from './where.ts'

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
  /** File and line where it was made, while tracing or asserting. */
  readonly where?: string
}

/** Everything one session holds and is held by. Costs nothing until asked for: owners know what they own. */
export function ledgerOf(core: Core, session: SessionRecord): LedgerEntry[] {
  return session === core.root ? wholeLedger(core) : (ledgersOf(core, [session])[0] ?? [])
}

/** Everything that anybody holds. */
export function wholeLedger(core: Core): LedgerEntry[] {
  return ledgersOf(
    core,
    [...core.sessions].sort((a, b) => a.id - b.id),
  ).flat()
}

/** The ledger of each of these sessions. The queue of events is gone through once, for all of them. */
export function ledgersOf(core: Core, sessions: readonly SessionRecord[]): LedgerEntry[][] {
  const ledgers = new Map(sessions.map((session) => [session, [] as LedgerEntry[]]))
  addEvents(core, ledgers)
  for (const [session, entries] of ledgers) addOwned(core.tracing, session, entries)
  return [...ledgers.values()]
}

function addOwned(tracing: Tracing | null, session: SessionRecord, entries: LedgerEntry[]): void {
  const add = (kind: string, label: string, where: Where | undefined, holds = true, since?: number) =>
    entries.push(entryOf(session, kind, label, where, holds, since))
  const addMade = (made: object, kind: string, label: string, holds = true, since?: number) =>
    add(kind, label, tracing?.whereMade(made), holds, since)
  const addNamed = (kind: string, name: string, label = name, holds = true) =>
    add(kind, label, tracing?.whereNamed(session, kind, name), holds)
  for (const timer of timersOf(session)) addMade(timer, 'timer', timer.event)
  for (const name of namesOf(session)) addNamed('alias', name)
  for (let child = session.firstChild; child !== null; child = child.following)
    addMade(child, 'child', `session ${child.id}`)
  const cold = session.cold
  if (cold === null) return
  for (const [tag, count] of cold.extrefs) addNamed('extref', tag, count === 1 ? tag : `${tag} (${count} times)`)
  const placed = (made: Owned | Hold) => tracing?.whereMade(ownerOf(cold, made)) ?? tracing?.whereMade(made)
  for (const held of cold.holds) add(held.kind, held.label, placed(held), true, held.since)
  for (const owned of cold.owned) add(owned.kind, owned.label, placed(owned), owned.kind === 'handle')
  for (const pid of cold.children) addNamed('process', String(pid))
  for (const name of cold.signals.keys()) addNamed('signal', name, name, false)
}

/** What a wheel watches and holds has the wheel's label in front: where the wheel was made is what a reader looks for. */
function ownerOf(cold: ColdRecord, made: Owned | Hold): object {
  for (const owned of cold.owned)
    if (owned !== made && owned.kind !== 'handle' && `${made.label} `.startsWith(`${owned.label} `)) return owned
  return made
}

function entryOf(
  session: SessionRecord,
  kind: string,
  label: string,
  where: Where | undefined,
  holds: boolean,
  since: number | undefined,
): LedgerEntry {
  return {
    session: session.id,
    kind,
    label,
    holds,
    ...(since === undefined ? {} : { since }),
    ...(where === undefined ? {} : { where: placeOf(where) }),
  }
}

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
  const sessions = [...core.sessions].sort((a, b) => a.id - b.id)
  return sessions.length === 0
    ? explainKernel(core)
    : sessions.map((session) => explainSession(core, session)).join('\n')
}

function explainKernel(core: Core): string {
  const { size } = core.sessions
  if (size === 0) return 'The kernel has no sessions.'
  return `The kernel runs until its ${size === 1 ? '1 session has' : `${size} sessions have`} stopped.`
}

function addEvents({ ring }: Core, ledgers: ReadonlyMap<SessionRecord, LedgerEntry[]>): void {
  for (let position = ring.head; position !== ring.tail; position = next(position)) {
    const base = (position & ring.mask) << SLOTS_SHIFT
    const [to, from] = [ring.slots[base] as SessionRecord, ring.slots[base + 1] as SessionRecord]
    const since = ring.stamps[position & ring.mask] as number
    const label = (ring.slots[base + 4] as number) >> 3 === GC ? 'newborn' : (ring.slots[base + 2] as string)
    const where = ring.whereAt(position)
    ledgers.get(to)?.push(entryOf(to, 'event', label, where, true, since))
    if (from !== to) ledgers.get(from)?.push(entryOf(from, 'sent', label, where, true, since))
  }
}
