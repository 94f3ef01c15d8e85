import type { Destination, Kernel, KernelInside, QueuedEvent, SessionInside, SessionRef, SignalType } from '@poe/kernel'
import type { Mode, Watchable } from '@poe/loop'
import { SAFE_SIGNALS } from './safe-signals.ts'
import { type Snapshot, snapshotOf } from './snapshot.ts'

/**
 * What a kernel is made of just now, read-only: POE::API::Peek. Where a session may be named, the active one is meant by
 * default; a session that is not there gives undefined, 0 or an empty list.
 */
export class Peek {
  readonly #inside: KernelInside

  constructor(inside: KernelInside) {
    this.#inside = inside
  }

  /** The whole kernel as plain data, fit for `JSON.stringify`. */
  snapshot(): Snapshot {
    return snapshotOf(this.#inside)
  }

  // The kernel

  /** The kernel's id (`id`). */
  id(): string {
    return this.#inside.kernel.id
  }

  /** Whether `run()` is under way (`is_kernel_running`). */
  isKernelRunning(): boolean {
    return this.#inside.running
  }

  /** The event being handled (`active_event`); undefined where none is. */
  activeEvent(): string | undefined {
    return this.#inside.activeEvent
  }

  /** The names of the events each session handles, sorted, by the session's id (`event_list`). */
  eventList(): Map<number, readonly string[]> {
    return new Map(this.#sessions().map(({ id, handlers }) => [id, handlers]))
  }

  /** The name of the loop (`which_loop`). */
  whichLoop(): string {
    return this.#inside.loop.name
  }

  // Sessions

  /** Whose handler runs (`current_session`); the kernel where nobody's does. */
  currentSession(): SessionRef | Kernel {
    return this.#inside.reference(this.#inside.activeSession) ?? this.#inside.kernel
  }

  /** The children of a session (`get_session_children`). */
  getSessionChildren(session?: Destination): SessionRef[] {
    return this.#references(this.#find(session)?.children ?? [])
  }

  /** Whether a session is a child of another one (`is_session_child`). */
  isSessionChild(parent: Destination, session?: Destination): boolean {
    const child = this.#find(session)
    const above = this.#inside.find(parent)
    return child !== undefined && child.id !== 0 && child.parent === above
  }

  /** The parent of a session (`get_session_parent`); undefined for the kernel. */
  getSessionParent(session?: Destination): SessionRef | Kernel | undefined {
    const child = this.#find(session)
    return child === undefined || child.id === 0 ? undefined : this.#inside.reference(child.parent)
  }

  /** The session of an id or alias (`resolve_session_to_ref`). */
  resolveSessionToRef(session?: Destination): SessionRef | Kernel | undefined {
    const found = this.#find(session)
    return found === undefined ? undefined : this.#inside.reference(found.id)
  }

  /** The id of a session or alias (`resolve_session_to_id`); the kernel's own is its text. */
  resolveSessionToId(session?: Destination): number | string | undefined {
    const id = this.#find(session)?.id
    return id === 0 ? this.id() : id
  }

  /** How many things keep a session alive (`get_session_refcount`). */
  getSessionRefcount(session?: Destination): number | undefined {
    return this.#find(session)?.references
  }

  /** How many sessions there are, the kernel counted, as POE does (`session_count`). */
  sessionCount(): number {
    return this.#inside.sessions().length + 1
  }

  /** All sessions, the kernel not among them, by their ids (`session_list`). */
  sessionList(): SessionRef[] {
    return this.#references(this.#inside.sessions())
  }

  /** The names of the events a session handles, sorted (`session_event_list`). */
  sessionEventList(session?: Destination): readonly string[] {
    return this.#find(session)?.handlers ?? []
  }

  // Aliases

  /** The session that has a name (`resolve_alias`). */
  resolveAlias(name: string): SessionRef | Kernel | undefined {
    const id = this.#inside.find(name)
    return id === undefined ? undefined : this.#inside.reference(id)
  }

  /** The names of a session, sorted (`session_alias_list`). */
  sessionAliasList(session?: Destination): readonly string[] {
    return this.#find(session)?.aliases ?? []
  }

  /** How many names a session has (`session_alias_count`). */
  sessionAliasCount(session?: Destination): number {
    return this.sessionAliasList(session).length
  }

  /** A session as logs may call it: its id and its names (`session_id_loggable`). */
  sessionIdLoggable(session?: Destination): string | undefined {
    const found = this.#find(session)
    if (found === undefined) return undefined
    if (found.id === 0) return `session ${this.id()} (the kernel)`
    return `session ${found.id}${found.aliases.length === 0 ? '' : ` (${found.aliases.join(', ')})`}`
  }

  // Events

  /** How many events and timers wait for a session (`event_count_to`). */
  eventCountTo(session?: Destination): number {
    return this.#find(session)?.eventsTo ?? 0
  }

  /** How many that a session sent wait, for itself or for others (`event_count_from`). */
  eventCountFrom(session?: Destination): number {
    const id = this.#find(session)?.id
    return this.eventQueueDump().filter(({ from }) => from === id).length
  }

  /** Everything that waits, in the order it was queued, timers last by due time (`event_queue_dump`). */
  eventQueueDump(): QueuedEvent[] {
    return this.#inside.queue()
  }

  // External references

  /** How many sessions have external references (`extref_count`). */
  extrefCount(): number {
    return this.#sessions().filter(({ extrefs }) => extrefs.size > 0).length
  }

  /** How many tags a session has (`get_session_extref_count`). */
  getSessionExtrefCount(session?: Destination): number {
    return this.#find(session)?.extrefs.size ?? 0
  }

  // Handles

  /** Whether anybody watches a handle, in this mode or in any (`is_handle_tracked`). */
  isHandleTracked(handle: Watchable, mode?: Mode): boolean {
    return this.#inside.watches().some((watch) => watch.handle === handle && (mode ?? watch.mode) === watch.mode)
  }

  /** How many handles are watched (`handle_count`). */
  handleCount(): number {
    return new Set(this.#inside.watches().map(({ handle }) => handle)).size
  }

  /** How many a session watches (`session_handle_count`). */
  sessionHandleCount(session?: Destination): number {
    const id = this.#find(session)?.id
    const watches = this.#inside.watches().filter((watch) => watch.session === id)
    return new Set(watches.map(({ handle }) => handle)).size
  }

  // Signals

  /** The signals of operating systems that programs can catch (`get_safe_signals`). */
  getSafeSignals(): readonly string[] {
    return SAFE_SIGNALS
  }

  /** What a signal does to those it reaches (`get_signal_type`). */
  getSignalType(name: string): SignalType {
    return this.#inside.signalType(name)
  }

  /** Whether anybody watches a signal (`is_signal_watched`). */
  isSignalWatched(name: string): boolean {
    return this.#inside.signals().has(name)
  }

  /** What a session is sent, by signal (`signals_watched_by_session`). */
  signalsWatchedBySession(session?: Destination): ReadonlyMap<string, string> {
    return this.#find(session)?.signals ?? new Map()
  }

  /** What each session that watches a signal is sent, by its id (`signal_watchers`). */
  signalWatchers(name: string): Map<number, string> {
    const watching = this.#sessions().filter(({ signals }) => signals.has(name))
    return new Map(watching.map(({ id, signals }) => [id, signals.get(name) as string]))
  }

  /** Whether a session watches a signal (`is_signal_watched_by_session`). */
  isSignalWatchedBySession(name: string, session?: Destination): boolean {
    return this.signalsWatchedBySession(session).has(name)
  }

  /** How many programs a session waits for (`session_pid_count`). */
  sessionPidCount(session?: Destination): number {
    return this.#find(session)?.processes.length ?? 0
  }

  #find(session: Destination | undefined): SessionInside | undefined {
    const id = session === undefined ? this.#inside.activeSession : this.#inside.find(session)
    return id === undefined ? undefined : this.#inside.session(id)
  }

  #sessions(): SessionInside[] {
    return this.#inside.sessions().flatMap((id) => this.#inside.session(id) ?? [])
  }

  #references(ids: readonly number[]): SessionRef[] {
    return ids.map((id) => this.#inside.reference(id) as SessionRef)
  }
}
