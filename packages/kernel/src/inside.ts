import type { Loop, Mode, Watchable } from '@poe/loop'
import { namesOf } from './aliases.ts'
import type { Core } from './core.ts'
import { chooseKernel } from './default-kernel.ts'
import { GC, IDLE, INTERNAL, REQUEST, SIGNAL } from './event-ring.ts'
import type { SessionRef } from './event-types.ts'
import { type Queued, queuedEvents } from './events.ts'
import type { HandleWatch } from './handles.ts'
import { childrenOf, sortedSessions } from './kin.ts'
import { isInLitter } from './newborns.ts'
import { resolve } from './resolve.ts'
import type { SessionRecord } from './session-record.ts'
import { type SignalType, signalType } from './signals.ts'
import { type Timer, timersOf } from './timers.ts'
import type { Destination, Kernel } from './types.ts'

/** What waits in the queue: an event of a program, a timer, or something of the kernel's own. */
export type QueuedKind = 'user' | 'timer' | 'signal' | 'garbage collection' | 'wheel' | 'request' | 'idle'

/** One event that waits. */
export interface QueuedEvent {
  /** What waits. */
  readonly kind: QueuedKind
  /** Its name. */
  readonly event: string
  /** The id of the session that sent it; 0 is the kernel. */
  readonly from: number
  /** The id of the session it waits for; 0 is the kernel. */
  readonly to: number
  /** When it is due, or was posted, in the loop's milliseconds. */
  readonly at: number
  /** Whether it waits for its time, rather than for its turn. */
  readonly timer: boolean
  /** The timer's id; 0 where none was asked for, and for events. */
  readonly id: number
}

/** One session as it is at this moment. */
export interface SessionInside {
  /** Its id. */
  readonly id: number
  /** The id of its parent; 0 is the kernel. */
  readonly parent: number
  /** The ids of its children. */
  readonly children: readonly number[]
  /** How many things keep it alive. */
  readonly references: number
  /** Events and timers that wait for it. */
  readonly eventsTo: number
  /** Events that wait for others, sent by it. */
  readonly eventsFrom: number
  /** Its names. */
  readonly aliases: readonly string[]
  /** How often each tag was counted up. */
  readonly extrefs: ReadonlyMap<string, number>
  /** What it wants to be sent, by signal. */
  readonly signals: ReadonlyMap<string, string>
  /** Programs it waits for. */
  readonly processes: readonly number[]
  /** The events it handles, sorted. */
  readonly handlers: readonly string[]
}

/** One session's watch of one mode of a handle. */
export interface WatchInside {
  /** What is watched. */
  readonly handle: Watchable
  /** For what. */
  readonly mode: Mode
  /** The id of the session that watches. */
  readonly session: number
  /** Why, as the ledger calls it: `ReadWrite(1)`. */
  readonly label: string
}

/** A kernel seen from the inside, read-only: what API mix-ins build on. Everything is as it is when asked for. */
export interface KernelInside {
  /** The kernel itself. */
  readonly kernel: Kernel
  /** The loop it rides. */
  readonly loop: Loop
  /** Whether `run()` is under way. */
  readonly running: boolean
  /** The loop's milliseconds. */
  readonly now: number
  /** The id of the session whose handler runs; 0 where none does. */
  readonly activeSession: number
  /** The event whose handler runs; undefined where none does. */
  readonly activeEvent: string | undefined
  /** The id of the session a destination means; 0 is the kernel. Undefined: there is none. */
  find(to: Destination): number | undefined
  /** One session by its id. Undefined: there is none. */
  session(id: number): SessionInside | undefined
  /** The session itself; the kernel for 0. */
  reference(id: number): SessionRef | Kernel | undefined
  /** The ids of all sessions, sorted. */
  sessions(): number[]
  /** What waits, in the order it was queued: events, then timers by due time. */
  queue(): QueuedEvent[]
  /** Every watch of every handle. */
  watches(): WatchInside[]
  /** The ids of the sessions that watch a signal, by its name. */
  signals(): Map<string, number[]>
  /** Whether a signal stops sessions that do not handle it, and how. */
  signalType(name: string): SignalType
}

/**
 * Makes the inside of a kernel visible, the default one unless another is given. Programs that do not ask need not load it.
 *
 * @throws PoeError `ERR_POE_NO_KERNEL` where there is none, `ERR_POE_BAD_OPTION` for what is no kernel of this version
 */
export function insideOf(given?: Kernel): KernelInside {
  const kernel = chooseKernel('insideOf()', given)
  const { core } = kernel as unknown as { readonly core: Core }
  return {
    kernel,
    loop: core.loop,
    get running() {
      return core.running
    },
    get now() {
      return core.loop.now()
    },
    get activeSession() {
      return core.active.id
    },
    get activeEvent() {
      return core.activeEvent
    },
    find: (to) => resolve(core, to)?.id,
    session: (id) => sessionInside(core, id),
    reference: (id) => (id === 0 ? kernel : core.sessions.get(id)),
    sessions: () => sortedSessions(core).map(idOf),
    queue: () => waiting(core),
    watches: () => [...core.handles.values()].flatMap(({ watches }) => watches.map(watchInside)),
    signalType,
    signals: () => new Map([...core.signals].map(([name, sessions]) => [name, [...sessions].map(idOf)])),
  }
}

const idOf = ({ id }: SessionRecord): number => id

function watchInside({ handle, mode, session, label }: HandleWatch): WatchInside {
  return { handle, mode, session: session.id, label }
}

function sessionInside(core: Core, id: number): SessionInside | undefined {
  const session = id === 0 ? core.root : core.sessions.get(id)
  if (session === undefined) return undefined
  const cold = session.cold
  return {
    id,
    parent: session.parent?.id ?? 0,
    children: childrenOf(session).map(idOf),
    references: session.references + (isInLitter(core, session) ? 1 : 0),
    eventsTo: countWhere(core, ({ to }) => to === id),
    eventsFrom: countWhere(core, ({ from, to }) => from === id && to !== id),
    aliases: namesOf(session),
    extrefs: new Map(cold?.extrefs),
    signals: new Map([...(cold?.signals ?? [])].map(([name, { event }]) => [name, event])),
    processes: [...(cold?.children ?? [])],
    handlers: Object.keys(session.states).sort(),
  }
}

const KINDS: Readonly<Record<number, QueuedKind>> = {
  [GC]: 'garbage collection',
  [SIGNAL]: 'signal',
  [INTERNAL]: 'wheel',
  [IDLE]: 'idle',
  [REQUEST]: 'request',
}

function countWhere(core: Core, holds: (event: QueuedEvent) => boolean): number {
  return waiting(core).filter(holds).length
}

function waiting(core: Core): QueuedEvent[] {
  return [...[...queuedEvents(core)].map(queuedEvent), ...queuedTimers(core)]
}

function queuedEvent({ kind, event, from, to, at }: Queued): QueuedEvent {
  return { kind: KINDS[kind] ?? 'user', event, from: from.id, to: to.id, at, timer: false, id: 0 }
}

function queuedTimers(core: Core): QueuedEvent[] {
  const timers = [core.root, ...core.sessions].flatMap((session) => [...timersOf(session)])
  return timers.sort((a, b) => a.at - b.at || a.seq - b.seq).map(queuedTimer)
}

function queuedTimer({ run, event, owner, at, id }: Timer): QueuedEvent {
  const session = (owner as SessionRecord).id
  return { kind: run === null ? 'timer' : 'wheel', event, from: session, to: session, at, timer: true, id }
}
