import type { Kernel, KernelInside, LedgerEntry, QueuedEvent, SessionInside } from '@poe/kernel'

/** One session in a {@link Snapshot}, with its children. */
export interface SnapshotSession {
  /** The session's id. */
  readonly id: number
  /** Its names. */
  readonly aliases: readonly string[]
  /** How many things keep it alive. */
  readonly references: number
  /** How many events and timers wait for it. */
  readonly eventsTo: number
  /** How many events wait for others, sent by it. */
  readonly eventsFrom: number
  /** How often each tag was counted up. */
  readonly extrefs: Readonly<Record<string, number>>
  /** What it is sent, by signal. */
  readonly signals: Readonly<Record<string, string>>
  /** Programs it waits for. */
  readonly processes: readonly number[]
  /** The events it handles. */
  readonly handlers: readonly string[]
  /** Everything it holds and is held by. */
  readonly ledger: readonly LedgerEntry[]
  /** Its children, and theirs. */
  readonly children: readonly SnapshotSession[]
}

/** One watch of one handle in a {@link Snapshot}. */
export interface SnapshotHandle {
  /** The handle's id. */
  readonly handle: number
  /** `read`, `write` or `expedite`. */
  readonly mode: string
  /** `open`, `ended`, `failed` or `closed`. */
  readonly state: string
  /** The session that watches it. */
  readonly session: number
  /** For what, as the ledger calls it: `ReadWrite(1)`. */
  readonly label: string
}

/** A kernel as plain data. Times are the loop's milliseconds, ids are those of sessions; 0 is the kernel. */
export interface Snapshot {
  /** The kernel's id. */
  readonly kernel: string
  /** The name of its loop. */
  readonly loop: string
  /** When it was taken: the loop's milliseconds. */
  readonly now: number
  /** Whether `run()` is under way. */
  readonly running: boolean
  /** The session whose handler runs, and for which event. */
  readonly active: { readonly session: number; readonly event: string | null }
  /** How many there are of what a kernel keeps. */
  readonly counts: {
    readonly sessions: number
    readonly events: number
    readonly timers: number
    readonly aliases: number
    readonly handles: number
    readonly signals: number
  }
  /** The kernel's children, and theirs. */
  readonly sessions: readonly SnapshotSession[]
  /** Events that wait, in their order. */
  readonly queue: readonly QueuedEvent[]
  /** Timers that wait, by due time. */
  readonly timers: readonly QueuedEvent[]
  /** Watches of handles. */
  readonly handles: readonly SnapshotHandle[]
  /** The sessions that watch a signal, by its name. */
  readonly signals: Readonly<Record<string, readonly number[]>>
}

/** Takes down a kernel as it is at this moment. */
export function snapshotOf(inside: KernelInside): Snapshot {
  const waiting = inside.queue()
  const queue = waiting.filter((event) => !isTimer(event))
  const timers = waiting.filter(isTimer)
  const handles = inside.watches().map(({ handle, mode, session, label }) => {
    return { handle: handle.id, mode, state: handle.state, session, label }
  })
  const signals = Object.fromEntries(inside.signals())
  const ledgers = ledgersOf(inside.kernel)
  const all = inside.sessions().flatMap((id) => inside.session(id) ?? [])
  return {
    kernel: inside.kernel.id,
    loop: inside.loop.name,
    now: inside.now,
    running: inside.running,
    active: { session: inside.activeSession, event: inside.activeEvent ?? null },
    counts: {
      sessions: all.length,
      events: queue.length,
      timers: timers.length,
      aliases: all.reduce((sum, { aliases }) => sum + aliases.length, 0),
      handles: new Set(handles.map(({ handle }) => handle)).size,
      signals: Object.keys(signals).length,
    },
    sessions: treeOf(all, ledgers),
    queue,
    timers,
    handles,
    signals,
  }
}

function isTimer({ timer }: QueuedEvent): boolean {
  return timer
}

/** Everything that is held, by session. */
function ledgersOf(kernel: Kernel): Map<number, LedgerEntry[]> {
  const ledgers = new Map<number, LedgerEntry[]>()
  for (const entry of kernel.ledger()) {
    const entries = ledgers.get(entry.session)
    if (entries === undefined) ledgers.set(entry.session, [entry])
    else entries.push(entry)
  }
  return ledgers
}

/** Sessions under their parents, in the order of their ids; deep trees cost no stack. */
function treeOf(all: readonly SessionInside[], ledgers: ReadonlyMap<number, LedgerEntry[]>): SnapshotSession[] {
  const tops: SnapshotSession[] = []
  const children = new Map<number, SnapshotSession[]>([[0, tops]])
  for (const { id } of all) children.set(id, [])
  for (const session of all)
    children.get(session.parent)?.push(nodeOf(session, ledgers.get(session.id) ?? [], children.get(session.id) ?? []))
  return tops
}

function nodeOf(
  session: SessionInside,
  ledger: readonly LedgerEntry[],
  children: readonly SnapshotSession[],
): SnapshotSession {
  const { id, aliases, references, eventsTo, eventsFrom, extrefs, signals, processes, handlers } = session
  return {
    id,
    aliases,
    references,
    eventsTo,
    eventsFrom,
    extrefs: Object.fromEntries(extrefs),
    signals: Object.fromEntries(signals),
    processes,
    handlers,
    ledger,
    children,
  }
}
