import type { Loop, Watchable } from '@poe/loop'
import type { TimerItem, TimerQueue } from '@poe/queue'
import type { Addressee, Alias, ArgsOf, ResultOf, SessionRef, Untyped } from './event-types.ts'
import type { LedgerEntry } from './ledger.ts'
import type { SessionHost } from './session-host.ts'
import type { State } from './session-record.ts'

/** Where an event goes: a session, its id, an alias, a typed alias, or a kernel. */
export type Destination = SessionRef | Alias | Kernel | string | number

/** Why the last call that failed without throwing did so; POE's `$!`. */
export type Errno = '' | 'ESRCH' | 'EEXIST' | 'EPERM' | 'EINVAL' | 'ENOSYS'

/** What a handler is given first: POE's `@_[KERNEL, HEAP, SESSION, …]`. */
export interface Context<M = Untyped, H = Untyped> {
  /** The kernel as this session sees it: `yield`, `delay` and the rest act for this session, even after an `await`. */
  readonly kernel: SessionKernel<M>
  readonly session: SessionRef<M>
  /** The session's own data. */
  readonly heap: H
  /** The name of the event being handled; `_default` where that handler stands in. */
  readonly state: string
  /** Who sent the event: a session, or the kernel. */
  readonly sender: SessionRef | Kernel
  /** The event that was being handled when this one was sent; undefined outside handlers. */
  readonly callerState: string | undefined
  /** The object or class a method handler belongs to; undefined for functions. */
  readonly object: unknown
  /** Aborted when the session stops. Made when first asked for. */
  readonly signal: AbortSignal
}

/** A due time: Unix milliseconds, or a Date. */
export type WallTime = number | Date

/** A timer that was removed: POE's name, time and arguments. */
export interface RemovedAlarm {
  readonly event: string
  /** When it was due, in Unix milliseconds. */
  readonly time: number
  readonly args: unknown[]
}

/** Where the trouble of an exception was: what a `DIE` signal carries. */
export interface ExceptionInfo {
  readonly sourceSession: SessionRef | Kernel
  readonly destSession: SessionRef
  readonly event: string
  readonly fromState: string | undefined
  /** What was thrown, untouched. */
  readonly error: unknown
}

/** How a kernel is made. */
export interface KernelOptions {
  /** The host's event loop; it serves this kernel alone. */
  readonly loop: Loop
  /** Makes the queue of the kernel's timers. Default: a `HeapQueue` of `@poe/queue-heap`. */
  readonly queue?: <T extends TimerItem>() => TimerQueue<T>
  /** Whether exceptions become DIE signals. False: they end `run()` at once. Default: true. */
  readonly catchExceptions?: boolean
  /** Events dispatched back to back before the host gets a turn. Default: 64. */
  readonly turnEvents?: number
  /** Milliseconds of dispatching before the host gets a turn. Default: 1. */
  readonly turnTime?: number
}

/** How {@link Kernel.drain} ends things. */
export interface DrainOptions {
  /** Who is to end, with everybody below. Default: everybody. */
  readonly session?: Destination
  /** Milliseconds until the rest is stopped. Default: 10,000. */
  readonly timeout?: number
  /** Stops the rest at once when aborted. */
  readonly signal?: AbortSignal
}

/** What became of a drain: who did not end in time, and what held them. */
export interface DrainReport {
  readonly late: readonly { readonly session: number; readonly held: readonly LedgerEntry[] }[]
}

/** The kernel of POE: one event queue on one loop, and the sessions that live on it. */
export interface Kernel extends Addressee, AsyncDisposable {
  /** Unique among kernels: host, process, time, number. */
  readonly id: string
  /** Why the last call that gave undefined or false did so. */
  readonly errno: Errno
  readonly loop: Loop

  // Messages

  /** Queues an event for a session. False with errno ESRCH: no such session. */
  post<M, K extends keyof M & string>(to: Addressee<M>, event: K, ...args: ArgsOf<M, K>): boolean
  post(to: string | number, event: string, ...args: unknown[]): boolean
  /** Queues an event for the active session. */
  yield(event: string, ...args: unknown[]): void
  /** Runs a handler now and gives its result. Undefined with errno ESRCH: no such session. */
  call<M, K extends keyof M & string>(to: Addressee<M>, event: K, ...args: ArgsOf<M, K>): ResultOf<M, K> | undefined
  call(to: string | number, event: string, ...args: unknown[]): unknown

  // Timers: `alarm…` take a wall time, `delay…` milliseconds from now

  /** Replaces every timer of this name by one; without a time only clears them. */
  alarm(event: string, time?: WallTime, ...args: unknown[]): void
  /** Adds a timer, whatever others have its name. */
  alarmAdd(event: string, time: WallTime, ...args: unknown[]): void
  /** Adds a timer and gives its id. */
  alarmSet(event: string, time: WallTime, ...args: unknown[]): number
  /** Moves a timer by so many milliseconds; gives its new wall time. Undefined: errno ESRCH or EPERM. */
  alarmAdjust(id: number, milliseconds: number): number | undefined
  /** Takes out a timer. Undefined: errno ESRCH or EPERM. */
  alarmRemove(id: number): RemovedAlarm | undefined
  /** Takes out every timer of the active session, in the order they were due. */
  alarmRemoveAll(): RemovedAlarm[]
  /** Replaces every timer of this name by one; without a time only clears them. */
  delay(event: string, milliseconds?: number, ...args: unknown[]): void
  /** Adds a timer, whatever others have its name. */
  delayAdd(event: string, milliseconds: number, ...args: unknown[]): void
  /** Adds a timer and gives its id. */
  delaySet(event: string, milliseconds: number, ...args: unknown[]): number
  /** Makes a timer due so many milliseconds from now; gives its new wall time. Undefined: errno ESRCH or EPERM. */
  delayAdjust(id: number, milliseconds: number): number | undefined

  // Names, ids, external references

  /** Names the active session. False: another session has the name (EEXIST). */
  aliasSet(name: string | Alias): boolean
  /** False: no such alias (ESRCH), or another session's (EPERM). */
  aliasRemove(name: string | Alias): boolean
  /** The session behind an alias, id, session or kernel id. */
  aliasResolve(to: Destination): SessionRef | Kernel | undefined
  /** The aliases of a session, sorted; by default the active one's. */
  aliasList(session?: Destination): string[]
  idToSession(id: number | string): SessionRef | Kernel | undefined
  sessionToId(session: SessionRef | Kernel): number | string | undefined
  /** Keeps a session alive under a tag; gives the tag's count. Undefined: no such session (ESRCH). */
  refcountIncrement(session: number | SessionRef, tag: string): number | undefined
  /** Releases a tag once; gives what is left. Undefined: no such session or tag (ESRCH). */
  refcountDecrement(session: number | SessionRef, tag: string): number | undefined

  // Handles

  /** Sends `event` with (handle, mode, …args) whenever there is something to read; without an event stops that. */
  selectRead(handle: Watchable, event?: string, ...args: unknown[]): void
  selectWrite(handle: Watchable, event?: string, ...args: unknown[]): void
  selectExpedite(handle: Watchable, event?: string, ...args: unknown[]): void
  /** All three modes at once; undefined stops one. */
  select(handle: Watchable, read?: string, write?: string, expedite?: string, ...args: unknown[]): void
  /** False: the handle is not watched in this mode. */
  selectPauseRead(handle: Watchable): boolean
  selectResumeRead(handle: Watchable): boolean
  selectPauseWrite(handle: Watchable): boolean
  selectResumeWrite(handle: Watchable): boolean

  // Signals

  /** Watches a signal: OS ones without SIG, POE's, or invented ones. Without an event stops watching. */
  sig(name: string, event?: string, ...args: unknown[]): void
  /** Tells, from a signal's handler, that the signal was dealt with and nobody need stop. */
  sigHandled(): void
  /** Sends a signal to a session and all its descendants. False with errno ESRCH: no such session. */
  signal(to: Destination, name: string, ...args: unknown[]): boolean

  // Sessions

  /** Adds, replaces or (without a handler) removes a handler of the active session. */
  state(event: string, handler?: StateHandler): void
  /** Makes the active session the kernel's child. False with errno EPERM: it is already. */
  detachMyself(): boolean
  /** Makes a child the kernel's child. False: no such session (ESRCH), not a child of the active one (EPERM). */
  detachChild(child: Destination): boolean
  getActiveSession(): SessionRef | Kernel
  getActiveEvent(): string | undefined
  /** Events and timers that wait. */
  getEventCount(): number
  /** Monotonic milliseconds of the soonest event or timer; undefined where none waits. */
  getNextEventTime(): number | undefined
  getSessionCount(): number
  /**
   * Makes a session known and starts it, all before this returns: for those who write kinds of sessions.
   * @throws PoeError `ERR_POE_ALLOCATED` for a session that has been allocated before
   */
  sessionAlloc(session: SessionBase, ...args: unknown[]): void

  // Running

  /** Dispatches until the last session has stopped. Rejects with an exception that nobody handled. */
  run(): Promise<void>
  /** Waits for something to happen and dispatches it. False: no sessions are left. */
  runOneTimeslice(): Promise<boolean>
  /** Dispatches while `condition` gives true and sessions exist. */
  runWhile(condition: () => boolean): Promise<void>
  /** Stops every session now, or one with all below it, children first. False: no such session (ESRCH). */
  stop(session?: Destination): boolean
  /**
   * Asks every session to end well: sends `_drain`, in tree order, to those that handle it; stops who is left at
   * the deadline, and tells who that was. Resolves when the last session has stopped.
   */
  drain(options?: DrainOptions): Promise<DrainReport>
  /** Drains at the first of these signals (default INT, TERM), stops at once at the second. */
  drainOn(signals?: readonly string[], options?: Omit<DrainOptions, 'session'>): void

  // Looking inside

  /** Everything that keeps a session, or any session, alive. */
  ledger(session?: Destination): LedgerEntry[]
  /** Why a session lives, as a sentence. */
  explain(session: Destination): string
}

/** A handler given to {@link Kernel.state}: a function, or an object or class with a method. */
export type StateHandler =
  | ((ctx: Context, ...args: Untyped[]) => unknown)
  | { readonly object: object; readonly method?: string }

/** The kernel as one session sees it. */
export interface SessionKernel<M = Untyped> extends Kernel {
  yield<K extends keyof M & string>(event: K, ...args: ArgsOf<M, K>): void
  /** What wheels and components build on. */
  readonly host: SessionHost
}

/** What every kind of session is to the kernel. {@link SessionBase} is a class to extend. */
export interface SessionBase<M = Untyped, H = Untyped> extends SessionRef<M> {
  readonly heap: H
  /** The kernel as this session sees it. @throws PoeError `ERR_POE_NOT_ALLOCATED` before allocation */
  readonly kernel: SessionKernel<M>
  /** Puts a handler in the session's table, or takes it out: what `kernel.state` does. */
  define(event: string, state: State | undefined): void
  /** Called for an event that has no handler, not even `_default`. A kind of session may warn or throw. */
  unhandled(event: string): void
  /** Called when {@link Kernel.state} replaces a handler. A kind of session may warn. */
  redefined(event: string): void
  /** Called once when the session is freed, after everything it owned. */
  freed(): void
}
