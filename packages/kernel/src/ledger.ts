import { namesOf } from './aliases.ts'
import type { Core } from './core.ts'
import { GC } from './event-ring.ts'
import { queuedEvents } from './events.ts'
import { childrenOf, sortedSessions } from './kin.ts'
import { madeAt, namedAt, ownedAt, type Placed, queuedAt } from './places.ts'
import type { SessionRecord } from './session-record.ts'
import { timersOf } from './timers.ts'

/** One thing that keeps a session alive, or that a session owns. */
export interface LedgerEntry {
  /** The id of the session it belongs to. */
  readonly session: number
  /** `event`, `sent`, `birth`, `timer`, `alias`, `extref`, `handle`, `child`, `promise`, `wheel`, … */
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
  return ledgersOf(core, sortedSessions(core)).flat()
}

/** The ledger of each of these sessions. The queue of events is gone through once, for all of them. */
export function ledgersOf(core: Core, sessions: readonly SessionRecord[]): LedgerEntry[][] {
  const ledgers = new Map(sessions.map((session) => [session, [] as LedgerEntry[]]))
  addEvents(core, ledgers)
  for (const [session, entries] of ledgers) addOwned(core, session, entries)
  return [...ledgers.values()]
}

function addOwned(core: Core, session: SessionRecord, entries: LedgerEntry[]): void {
  const add = (placed: Placed, kind: string, label: string, holds = true, since?: number) =>
    entries.push(entryOf(session, kind, label, placed, holds, since))
  const addNamed = (kind: string, name: string, label = name, holds = true) =>
    add(namedAt(core, session, kind, name), kind, label, holds)
  for (const timer of timersOf(session)) add(madeAt(core, timer), 'timer', timer.event)
  for (const name of namesOf(session)) addNamed('alias', name)
  for (const child of childrenOf(session)) add(madeAt(core, child), 'child', `session ${child.id}`)
  const { cold } = session
  if (cold === null) return
  for (const [tag, count] of cold.extrefs ?? []) addNamed('extref', tag, count === 1 ? tag : `${tag} (${count} times)`)
  for (const held of cold.holds) add(ownedAt(core, cold, held), held.kind, held.label, true, held.since)
  for (const owned of cold.owned) add(ownedAt(core, cold, owned), owned.kind, owned.label, owned.kind === 'handle')
  for (const pid of cold.children ?? []) addNamed('process', String(pid))
  for (const name of cold.signals?.keys() ?? []) addNamed('signal', name, name, false)
}

function entryOf(
  { id }: SessionRecord,
  kind: string,
  label: string,
  placed: Placed,
  holds: boolean,
  since: number | undefined,
): LedgerEntry {
  return { session: id, kind, label, holds, ...(since === undefined ? undefined : { since }), ...placed }
}

function addEvents(core: Core, ledgers: ReadonlyMap<SessionRecord, LedgerEntry[]>): void {
  for (const { kind, event, to, from, at, position } of queuedEvents(core)) {
    const add = (session: SessionRecord, what: string, label: string, placed: Placed) =>
      ledgers.get(session)?.push(entryOf(session, what, label, placed, true, at))
    if (kind === GC) add(to, 'birth', 'in this timeslice', madeAt(core, to))
    else add(to, 'event', event, queuedAt(core, position))
    if (from !== to) add(from, 'sent', event, queuedAt(core, position))
  }
}
