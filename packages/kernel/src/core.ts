import type { Loop, Watchable } from '@poe/loop'
import type { TimerQueue } from '@poe/queue'
import type { WatchedChild } from './children.ts'
import type { Drain } from './drain.ts'
import type { EventRing } from './event-ring.ts'
import type { HandleEntry } from './handles.ts'
import { IdTable } from './id-table.ts'
import type { KernelView } from './kernel.ts'
import type { ApiMixin } from './mixins.ts'
import { SessionRecord, StateTable, TRACED } from './session-record.ts'
import type { Delivery } from './signals.ts'
import { type Timer, Timers } from './timers.ts'
import { ringFor } from './traced-ring.ts'
import type { Tracing } from './tracing.ts'
import type { DrainOptions, Errno } from './types.ts'

/** Something to be done when the outermost dispatch ends: a wheel's output to be written. */
export interface Ending {
  /** Must not throw; runs with no session active. */
  atEnd(): void
}

/** The state of one kernel. The modules beside this one are its functions. */
export class Core {
  readonly loop: Loop
  readonly ring: EventRing
  /**
   * Assertions and traces; null where there are none.
   * @production null
   */
  readonly tracing: Tracing | null
  readonly timers: Timers
  readonly sessions = new IdTable<SessionRecord>()
  readonly aliases = new Map<string, SessionRecord>()
  readonly handles = new Map<Watchable, HandleEntry>()
  /** Sessions that watch a signal, by its name. */
  readonly signals = new Map<string, Set<SessionRecord>>()
  /** Programs whose end somebody waits for, by pid. */
  readonly children = new Map<number, WatchedChild>()
  /** How many of those the loop knows. */
  runningChildren = 0
  /** The kernel's own record: parent of orphans, sender of the kernel's events. Its id is 0. */
  readonly root: SessionRecord
  kernel!: KernelView
  id = ''
  errno: Errno = ''

  /** Who is being dispatched to, and what: POE's active session and event. */
  active: SessionRecord
  activeEvent: string | undefined = undefined
  /** How many dispatches are on the stack. */
  depth = 0

  /** The kernel's time: the loop's, read rarely; never goes back. */
  clock = Number.NEGATIVE_INFINITY
  fresh = false
  /** What to add to the loop's time to have Unix milliseconds. */
  epoch: number
  /** When that was looked at. */
  epochAt = Number.NEGATIVE_INFINITY
  /** Whether the soonest timer is so near that events need exact stamps. */
  soon = false
  /** What the slice under way counts as now, and how far it goes. */
  sliceNow = 0
  sliceEnd = 0
  /** The last timer set before the slice began. */
  sliceSeq = 0
  sliceOpen = false
  /** Events this turn may still dispatch. */
  budget = 0
  deadline = 0

  lastWheelId = 0
  markSeq = 0
  /** Sessions to be looked at by the next sweep, so many; a list that is emptied would lose its room. */
  marks: (SessionRecord | undefined)[] = []
  spareMarks: (SessionRecord | undefined)[] = []
  markCount = 0
  /** Sessions started so far, and the last of them that is no newborn any more. */
  births = 0
  weaned = 0
  /** Events in the ring that keep newborns, and the tail behind the last of them. */
  litters = 0
  litterAt = 0
  /** Newborns that nothing else keeps. */
  newborns: SessionRecord[] = []
  /** What is to be done when the dispatch ends, so many of it; a list that is emptied would lose its room. */
  endings: (Ending | undefined)[] = []
  spareEndings: (Ending | undefined)[] = []
  endingCount = 0
  /** What came while the kernel was not running and has to be dispatched to sessions. */
  parked: (() => void)[] = []

  /** Sessions that have extrefs; the holds of wheels, promises, postbacks: what keeps the kernel from being idle. */
  extrefSessions = 0
  holds = 0
  /** Handlers' promises that have not settled. */
  promises = 0

  running = false
  /** Settles when the loop's run is over. */
  finished: Promise<void> = Promise.resolve()
  inTurn = false
  /** End the run after the first dispatch. */
  single = false
  dispatched = false
  /** Timers that are the kernel's own business and keep nobody from being idle. */
  ownTimers = 0
  /** A session was freed since the ring was last scrubbed. */
  untidy = false
  armedAt = Number.POSITIVE_INFINITY
  /** An exception nobody handled; ends the run. */
  exception: { readonly error: unknown } | null = null
  /** The signal being dispatched, innermost. */
  delivery: Delivery | null = null
  readonly drains = new Set<Drain>()
  drainSignals: ReadonlySet<string> = new Set()
  drainOptions: DrainOptions = {}
  /** A signal has asked for a drain; the next one insists. */
  drainSignalled = false

  readonly mixins = new Set<ApiMixin>()
  /** What mix-ins have added to the kernel and to its views. */
  members: PropertyDescriptorMap | null = null

  readonly catchExceptions: boolean
  readonly turnEvents: number
  readonly turnTime: number
  readonly makeView: (session: SessionRecord) => KernelView

  constructor(
    loop: Loop,
    queue: TimerQueue<Timer>,
    tracing: Tracing | null,
    settings: { readonly catchExceptions: boolean; readonly turnEvents: number; readonly turnTime: number },
    makeView: (core: Core, session: SessionRecord) => KernelView,
  ) {
    this.loop = loop
    this.tracing = tracing
    this.ring = ringFor(tracing)
    this.timers = new Timers(queue)
    this.catchExceptions = settings.catchExceptions
    this.turnEvents = settings.turnEvents
    this.turnTime = settings.turnTime
    this.makeView = (session) => makeView(this, session)
    this.root = new SessionRecord(new StateTable(), undefined)
    this.root.core = this
    // Nothing stops the kernel's own.
    this.root.references = 1
    if (this.tracing !== null) this.root.flags = TRACED
    this.active = this.root
    this.clock = loop.now()
    this.epoch = loop.wallClock() - loop.now()
  }
}
