import type { Loop, Watchable } from '@poe/loop'
import type { TimerItem, TimerQueue } from '@poe/queue'
import type { AnyContract } from './contract.ts'
import type { Addressee, Alias, ArgsOf, ResultOf, SessionRef, Untyped } from './event-types.ts'
import type { LedgerEntry } from './ledger.ts'
import type { ApiMixin } from './mixins.ts'
import type { SessionHost } from './session-host.ts'
import type { State } from './session-record.ts'
import type { AssertKind, Switches, TraceKind } from './tracing-options.ts'

/** Where an event goes: a session, its id, an alias, a typed alias, or a kernel. */
export type Destination = SessionRef | Alias | Kernel | string | number

/** Why the last call that failed without throwing did so; POE's `$!`. */
export type Errno = '' | 'ESRCH' | 'EEXIST' | 'EPERM' | 'EINVAL' | 'ENOSYS'

/** What a handler is given first: POE's `@_[KERNEL, HEAP, SESSION, …]`. */
export interface Context<M = Untyped, H = Untyped> {
  /** The kernel as this session sees it: `yield`, `delay` and the rest act for this session, even after an `await`. */
  readonly kernel: SessionKernel<M>
  /** The session whose handler runs. */
  readonly session: SessionRef<M>
  /** The session's own data. */
  readonly heap: H
  /** The name of the event being handled; `_default` where that handler stands in. */
  readonly state: string
  /** Who sent the event: a session, or the kernel. */
  readonly sender: SessionRef | Kernel
  /** The event that was being handled when this one was sent; undefined outside handlers. */
  readonly callerState: string | undefined
  /** Where the event was sent, while tracing or asserting; else undefined. */
  readonly callerFile: string | undefined
  /** The line of {@link callerFile}, from 1. */
  readonly callerLine: number | undefined
  /** The object or class a method handler belongs to; undefined for functions. */
  readonly object: unknown
  /** Aborted when the session stops. Made when first asked for. */
  readonly signal: AbortSignal
}

/** A due time: Unix milliseconds, or a Date. */
export type WallTime = number | Date

/** A timer that was removed: POE's name, time and arguments. */
export interface RemovedAlarm {
  /** The event it would have sent. */
  readonly event: string
  /** When it was due, in Unix milliseconds. */
  readonly time: number
  /** The arguments it would have sent. */
  readonly args: unknown[]
}

/** Where the trouble of an exception was: what a `DIE` signal carries. */
export interface ExceptionInfo {
  /** Who sent the event. */
  readonly sourceSession: SessionRef | Kernel
  /** Whose handler threw. */
  readonly destSession: SessionRef
  /** The event that was being handled. */
  readonly event: string
  /** The event that was being handled when this one was sent. */
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
  /** Events dispatched back to back before the host gets a turn. Default: 256. */
  readonly turnEvents?: number
  /** Milliseconds of dispatching before the host gets a turn. Default: 1. */
  readonly turnTime?: number
  /**
   * What is asserted (POE's `ASSERT_…`): all, none, or those named. `POE_ASSERT_USAGE=1` and the like in the environment
   * come first, `POE_ASSERT_DEFAULT` last. Off costs nothing. Misuse is an error in any case; on top of that,
   * `usage` and `retvals` make expected misses errors, `data` those of destinations, and checks all counts, `events` who
   * sends and gets events, `files` that watched handles are open; `states` warns of events nobody handles. Default: none.
   */
  readonly asserts?: Switches<AssertKind>
  /**
   * What is traced (POE's `TRACE_…`), likewise by `POE_TRACE_EVENTS=1` and the like. Any of them, and any assertion, makes
   * the ledger and handlers know file and line of what was made or sent. Default: none.
   */
  readonly traces?: Switches<TraceKind>
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
  /** Sessions that had to be stopped at the deadline, and what each still held. */
  readonly late: readonly { readonly session: number; readonly held: readonly LedgerEntry[] }[]
}

/** What API mix-ins add to kernels, by declaration merging; empty here. See `kernel.use`. */
// biome-ignore lint/suspicious/noEmptyInterface: to be merged with
export interface KernelMethods {}

/** How long an answer may take. */
export interface RequestOptions {
  /** Milliseconds until the request is rejected. Default: none, it waits. */
  readonly timeout?: number
  /** Rejects the request with its reason when aborted. */
  readonly signal?: AbortSignal
}

/** What asks for answers. */
export interface Requests {
  /**
   * Queues an event for a session and promises what its handler gives, a promise's value included. Until then both
   * sessions are kept alive. What the handler throws is the asker's rejection, and its own exception only where
   * nobody asks any more.
   *
   * Rejects with PoeError `ERR_POE_NO_SESSION`: there is no such session; `ERR_POE_NO_HANDLER`: nobody handles the event;
   * `ERR_POE_STOPPED`: the session stopped before it answered; `ERR_POE_TIMEOUT`; the signal's reason; an `AbortError`
   * where the asker has stopped.
   */
  request<M, K extends keyof M & string>(
    to: Addressee<M>,
    event: K,
    ...args: ArgsOf<M, K>
  ): Promise<Awaited<ResultOf<M, K>>>
  request(to: string | number, event: string, ...args: unknown[]): Promise<unknown>
}

/** The kernel of POE: one event queue on one loop, and the sessions that live on it. */
export interface Kernel extends Addressee, AsyncDisposable, Requests, KernelMethods {
  /** Unique among kernels: host, process, time, number. */
  readonly id: string
  /** Why the last call that gave undefined or false did so. */
  readonly errno: Errno
  readonly loop: Loop

  // Messages

  /**
   * Queues an event for a session (POE::Kernel `post`). The destination is found now, not when the event is delivered;
   * until then it and the sender are kept alive. False, errno ESRCH: there is no such session, or the sender has stopped.
   */
  post<M, K extends keyof M & string>(to: Addressee<M>, event: K, ...args: ArgsOf<M, K>): boolean
  post(to: string | number, event: string, ...args: unknown[]): boolean
  /** Queues an event for the session itself (POE::Kernel `yield`); it runs in the next timeslice. */
  yield(event: string, ...args: unknown[]): void
  /**
   * Runs a handler now and gives its result (POE::Kernel `call`). Undefined, errno ESRCH: there is no such session;
   * ENOSYS: it has no such handler. What the handler of another session throws is that session's exception, and the
   * call gives undefined. A session that calls itself makes a plain function call: what is thrown, and the promise
   * that is given, are the caller's to deal with.
   */
  call<M, K extends keyof M & string>(to: Addressee<M>, event: K, ...args: ArgsOf<M, K>): ResultOf<M, K> | undefined
  call(to: string | number, event: string, ...args: unknown[]): unknown

  /** Requests with a time limit, a signal, or both: `kernel.with({ timeout: 500 }).request(…)`. */
  with(options: RequestOptions): Requests

  // Timers: `alarm…` take a wall time, `delay…` milliseconds from now. @throws PoeError `ERR_POE_TIME`: not finite

  /**
   * Replaces every timer of this name, however set, by one at a wall time; without a time only clears them
   * (POE::Kernel `alarm`). A time in the past is due at once. Later steps of the wall clock do not move it.
   */
  alarm(event: string, time?: WallTime, ...args: unknown[]): void
  /** Adds a timer at a wall time, whatever others have its name (POE::Kernel `alarm_add`). */
  alarmAdd(event: string, time: WallTime, ...args: unknown[]): void
  /** Adds a timer at a wall time and gives its id, from 1 (POE::Kernel `alarm_set`). 0, errno ESRCH: the session has stopped. */
  alarmSet(event: string, time: WallTime, ...args: unknown[]): number
  /**
   * Moves a timer by so many milliseconds, behind others of its new time; gives that, as a wall time (POE::Kernel
   * `alarm_adjust`). By 0 it stays where it is. Undefined: no such timer (ESRCH), or another session's (EPERM).
   */
  alarmAdjust(id: number, milliseconds: number): number | undefined
  /** Takes out a timer (POE::Kernel `alarm_remove`). Undefined: no such timer (ESRCH), or another session's (EPERM). */
  alarmRemove(id: number): RemovedAlarm | undefined
  /** Takes out every timer of the session, in the order they were due (POE::Kernel `alarm_remove_all`). */
  alarmRemoveAll(): RemovedAlarm[]
  /**
   * Replaces every timer of this name, however set, by one so many milliseconds from now; without them only clears
   * (POE::Kernel `delay`). Negative ones are due at once.
   */
  delay(event: string, milliseconds?: number, ...args: unknown[]): void
  /** Adds a timer so many milliseconds from now, whatever others have its name (POE::Kernel `delay_add`). */
  delayAdd(event: string, milliseconds: number, ...args: unknown[]): void
  /** Adds a timer so many milliseconds from now and gives its id (POE::Kernel `delay_set`). 0, errno ESRCH: the session has stopped. */
  delaySet(event: string, milliseconds: number, ...args: unknown[]): number
  /**
   * Makes a timer due so many milliseconds from now; gives its new wall time (POE::Kernel `delay_adjust`). Undefined:
   * no such timer (ESRCH), or another session's (EPERM).
   */
  delayAdjust(id: number, milliseconds: number): number | undefined

  // Names, ids, external references

  /** Names the session, and keeps it alive (POE::Kernel `alias_set`). False: another session has the name (EEXIST). */
  aliasSet(name: string | Alias): boolean
  /** Takes a name away (POE::Kernel `alias_remove`). False: no such alias (ESRCH), or another session's (EPERM). */
  aliasRemove(name: string | Alias): boolean
  /** The session behind an alias, id, session or kernel id (POE::Kernel `alias_resolve`). Undefined: errno ESRCH. */
  aliasResolve(to: Destination): SessionRef | Kernel | undefined
  /** The aliases of a session, sorted; by default its own (POE::Kernel `alias_list`). */
  aliasList(session?: Destination): string[]
  /** The session of an id, the kernel of its own (POE::Kernel `ID_id_to_session`). Undefined: errno ESRCH. */
  idToSession(id: number | string): SessionRef | Kernel | undefined
  /** The id of a session or of the kernel (POE::Kernel `ID_session_to_id`). Undefined: it has stopped (ESRCH). */
  sessionToId(session: SessionRef | Kernel): number | string | undefined
  /**
   * Keeps a session alive, and the kernel from being idle, under a tag; gives the tag's count (POE::Kernel
   * `refcount_increment`). Undefined: no such session (ESRCH).
   */
  refcountIncrement(session: number | SessionRef, tag: string): number | undefined
  /** Releases a tag once; gives what is left (POE::Kernel `refcount_decrement`). Undefined: no such session or tag (ESRCH). */
  refcountDecrement(session: number | SessionRef, tag: string): number | undefined

  // Handles

  /**
   * Sends `event` with (handle, mode, …args) as long as there is something to read, dispatched at once, and keeps the
   * session alive; without an event ends that (POE::Kernel `select_read`). Asked again, the new event and arguments
   * count. End it before the handle is closed.
   */
  selectRead(handle: Watchable, event?: string, ...args: unknown[]): void
  /** The same for room to write (POE::Kernel `select_write`). */
  selectWrite(handle: Watchable, event?: string, ...args: unknown[]): void
  /** The same for urgent data (POE::Kernel `select_expedite`). @throws PoeError `ERR_POE_NO_MODE` from most handles */
  selectExpedite(handle: Watchable, event?: string, ...args: unknown[]): void
  /** All three modes at once; undefined ends one (POE::Kernel `select`). */
  select(handle: Watchable, read?: string, write?: string, expedite?: string, ...args: unknown[]): void
  /** Stops the telling, for all who watch the handle (POE::Kernel `select_pause_read`). False: nobody does, in this mode. */
  selectPauseRead(handle: Watchable): boolean
  /** Ends {@link selectPauseRead} (POE::Kernel `select_resume_read`). */
  selectResumeRead(handle: Watchable): boolean
  /** As {@link selectPauseRead} (POE::Kernel `select_pause_write`). */
  selectPauseWrite(handle: Watchable): boolean
  /** As {@link selectResumeRead} (POE::Kernel `select_resume_write`). */
  selectResumeWrite(handle: Watchable): boolean

  // Signals

  /**
   * Watches a signal: those of the host, named without SIG, POE's own, or invented ones (POE::Kernel `sig`). The event
   * gets (name, …what the sender gave, …args). One watch per session and signal; without an event it ends. A watch
   * keeps nobody alive.
   */
  sig(name: string, event?: string, ...args: unknown[]): void
  /**
   * Has `event` sent with ('CHLD', pid, exit, …args), once, when a program has ended that the loop started; without an
   * event no more (POE::Kernel `sig_child`). Keeps the session alive until then, and the kernel from being idle, unless
   * the loop knows of no such program running. Watch it in the handler that started it. All watches of programs come
   * before the signal CHLD with (name, pid, exit), which goes to everybody.
   */
  sigChild(pid: number, event?: string, ...args: unknown[]): void
  /**
   * Sends UIDESTROY to everybody when a window, widget or element is gone (POE::Kernel `signal_ui_destroy`): nobody can
   * mask it, so the program ends. Disposing of the result ends that.
   * @throws PoeError `ERR_POE_NO_SERVICE` where the loop has no windows
   */
  signalUiDestroy(target: object): Disposable
  /**
   * Tells, from a signal's handler, that the signal was dealt with and nobody it reached need stop (POE::Kernel
   * `sig_handled`). Only before the handler's first `await`; elsewhere it means nothing.
   */
  sigHandled(): void
  /**
   * Queues a signal for a session and all its descendants, or, sent to the kernel, for everybody (POE::Kernel `signal`).
   * False, errno ESRCH: no such session.
   */
  signal(to: Destination, name: string, ...args: unknown[]): boolean

  // Sessions

  /** Adds, replaces or (without a handler) removes a handler of the session (POE::Kernel `state`). */
  state(event: string, handler?: StateHandler): void
  /** Makes the session the kernel's child (POE::Kernel `detach_myself`). False, errno EPERM: it is already. */
  detachMyself(): boolean
  /** Makes a child the kernel's child (POE::Kernel `detach_child`). False: no such session (ESRCH), not its child (EPERM). */
  detachChild(child: Destination): boolean
  /** Whose handler runs just now; the kernel where nobody's does, also after an `await` (POE::Kernel `get_active_session`). */
  getActiveSession(): SessionRef | Kernel
  /** The event being handled just now; undefined where none is (POE::Kernel `get_active_event`). */
  getActiveEvent(): string | undefined
  /** How many events and timers wait (POE::Kernel `get_event_count`). */
  getEventCount(): number
  /**
   * When the soonest event or timer is due, in the loop's milliseconds; undefined where none waits (POE::Kernel
   * `get_next_event_time`).
   */
  getNextEventTime(): number | undefined
  /** How many sessions live, the kernel not counted. */
  getSessionCount(): number
  /**
   * Makes a session known and starts it, all before this returns: for those who write kinds of sessions (POE::Kernel
   * `session_alloc`). Its parent is the session acted for, or else the kernel.
   * @throws PoeError `ERR_POE_ALLOCATED` for a session that has been allocated before
   */
  sessionAlloc(session: SessionBase, ...args: unknown[]): void

  // Running

  /**
   * Dispatches until the last session has stopped (POE::Kernel `run`). Rejects with an exception that nobody handled,
   * after everybody has been stopped, or with what broke the loop. Can be called again afterwards.
   *
   * @throws PoeError `ERR_POE_RUNNING` (as a rejection) where it runs already
   */
  run(): Promise<void>
  /** Waits for something to happen and dispatches it (POE::Kernel `run_one_timeslice`). False: no sessions are left. */
  runOneTimeslice(): Promise<boolean>
  /** Dispatches while `condition` gives true and sessions exist (POE::Kernel `run_while`). */
  runWhile(condition: () => boolean): Promise<void>
  /**
   * Stops every session now, or one with all below it, children first (POE::Kernel `stop`). A handler under way goes on;
   * sessions it makes then are the kernel's. False: no such session (ESRCH). Outside of a run it throws what a `_stop` threw.
   */
  stop(session?: Destination): boolean
  /**
   * Asks every session to end well: sends `_drain`, in tree order, to those that handle it; stops who is left at
   * the deadline, and tells who that was. Resolves when the last of them has stopped, so the kernel has to run. Asked
   * again it joins the drain under way; the earliest deadline counts, and each signal.
   */
  drain(options?: DrainOptions): Promise<DrainReport>
  /** Drains at the first of these signals (default INT, TERM), stops at once at the second. */
  drainOn(signals?: readonly string[], options?: Omit<DrainOptions, 'session'>): void

  // Looking inside

  /** Everything that keeps a session, or any session, alive. */
  ledger(session?: Destination): LedgerEntry[]
  /** Why a session lives, as a sentence; without one, why each of them does, a line each. */
  explain(session?: Destination): string
  /**
   * Adds what an API mix-in makes to this kernel and to every `ctx.kernel` of it; gives the kernel.
   * @throws PoeError `ERR_POE_MIXIN` for what is no mix-in, or would replace a method
   */
  use(mixin: ApiMixin): this
}

/** A handler given to {@link Kernel.state}: a function, or an object or class with a method. */
export type StateHandler =
  | ((ctx: Context, ...args: Untyped[]) => unknown)
  | {
      /** The object or class that has the method. */
      readonly object: object
      /** Its method. Default: the one of the event's name. */
      readonly method?: string
    }

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
  /** Binds the session to a contract: from now on what others send it is checked. */
  agree(contract: AnyContract): void
  /** Whether each event is shown as it is dispatched; tracing knows where it came from, too. Default: false. */
  shown: boolean
  /** Called once when the session is freed, after everything it owned. */
  freed(): void
}
