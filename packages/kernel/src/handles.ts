import type { Mode, Watchable } from '@poe/loop'
import type { Core } from './core.ts'
import { runWith } from './dispatch.ts'
import { drop, hold } from './lifetime.ts'
import { settle } from './promises.ts'
import { enter } from './running.ts'
import type { Watcher } from './session-host.ts'
import { disown, type Owned, own, type SessionRecord } from './session-record.ts'
import { nameOf } from './tracing.ts'

/** A handle somebody watches: who, in which modes. Nearly always it is one, so they are a chain. */
export interface HandleEntry {
  readonly handle: Watchable
  first: HandleWatch | null
}

/** One session's interest in one mode of a handle. */
export class HandleWatch implements Owned {
  // What each readiness looks at stands first: it is one line of the processor's cache.
  readonly mode: Mode
  /** Who watches the same handle, later. */
  next: HandleWatch | null = null
  readonly session: SessionRecord
  readonly label: string
  readonly watcher: Watcher
  readonly core: Core
  readonly handle: Watchable
  disposed = false

  constructor(core: Core, session: SessionRecord, handle: Watchable, mode: Mode, label: string, watcher: Watcher) {
    this.mode = mode
    this.session = session
    this.label = label
    this.watcher = watcher
    this.core = core
    this.handle = handle
  }

  get kind(): string {
    return 'handle'
  }

  /** Stops readiness from being told, to all who watch this mode of the handle. */
  pause(): void {
    if (this.disposed) return
    this.core.tracing?.trace('files', () => `handle ${this.handle.id} pauses to ${this.mode}`)
    this.handle.pause(this.mode)
  }

  resume(): void {
    if (this.disposed) return
    this.core.tracing?.trace('files', () => `handle ${this.handle.id} resumes to ${this.mode}`)
    this.handle.resume(this.mode)
  }

  dispose(): void {
    if (this.disposed) return
    this.disposed = true
    removeWatch(this.core, this)
  }
}

/** Watches a handle for a session. A session counts each of its handles once, in however many modes. */
export function addWatch(core: Core, watch: HandleWatch): void {
  const { handle, mode, session } = watch
  core.tracing?.assert(
    'files',
    handle.state !== 'closed',
    () => `Session ${session.id} watches a handle that is closed`,
  )
  const entry = core.handles.get(handle) ?? { handle, first: null }
  // First what may throw, for a mode the handle lacks: nothing is half done then.
  if (find(entry, mode, null) !== null) handle.resume(mode)
  else handle.watch(mode, announcer(core, entry, mode))
  core.handles.set(handle, entry)
  if (find(entry, null, session) === null) hold(session)
  link(entry, watch)
  own(session, watch)
  core.tracing?.note(watch)
  core.tracing?.trace('files', () => `${nameOf(session)} watches handle ${handle.id} to ${mode}`)
}

/** What the loop calls: nearly always there is one watcher, and nothing is made to find it. */
function announcer(core: Core, entry: HandleEntry, mode: Mode): () => void {
  return () => {
    let sole: HandleWatch | null = null
    for (let watch = entry.first; watch !== null; watch = watch.next) {
      if (watch.mode !== mode) continue
      if (sole !== null) return announceToAll(core, entry, mode)
      sole = watch
    }
    if (sole !== null) enter(core, sole.session, sole.label, sole.watcher)
  }
}

function announceToAll(core: Core, entry: HandleEntry, mode: Mode): void {
  for (const watch of watchesOf(entry))
    if (watch.mode === mode && !watch.disposed) enter(core, watch.session, watch.label, watch.watcher)
}

function removeWatch(core: Core, watch: HandleWatch): void {
  const { handle, mode, session } = watch
  const entry = core.handles.get(handle)
  if (entry === undefined) return
  core.tracing?.trace('files', () => `${nameOf(session)} ignores handle ${handle.id} to ${mode}`)
  unlink(entry, watch)
  disown(session, watch)
  if (find(entry, mode, null) === null) handle.ignore(mode)
  if (find(entry, null, session) === null) drop(core, session)
  if (entry.first === null) core.handles.delete(handle)
}

/** Has a handle's readiness sent to a session as an event: (handle, mode, …args). Without an event ends that. */
export function select(
  core: Core,
  session: SessionRecord,
  handle: Watchable,
  mode: Mode,
  event: string | undefined,
  args: readonly unknown[],
): void {
  const entry = core.handles.get(handle)
  if (entry !== undefined) find(entry, mode, session)?.dispose()
  if (event === undefined) return
  const all = [handle, mode, ...args]
  const run = () => runWith(core, session, session, event, undefined, all)
  const watcher = { ready: () => void settle(core, session, session, event, undefined, run()) }
  addWatch(core, new HandleWatch(core, session, handle, mode, event, watcher))
}

/** Whether anybody watches a handle in a mode. */
export function isWatched(core: Core, handle: Watchable, mode: Mode): boolean {
  const entry = core.handles.get(handle)
  return entry !== undefined && find(entry, mode, null) !== null
}

/** All who watch a handle now, the first to do so first. */
export function watchesOf(entry: HandleEntry): HandleWatch[] {
  const watches: HandleWatch[] = []
  for (let watch = entry.first; watch !== null; watch = watch.next) watches.push(watch)
  return watches
}

/** The first watch in a mode (or any), of a session (or anybody's). */
function find(entry: HandleEntry, mode: Mode | null, session: SessionRecord | null): HandleWatch | null {
  let watch = entry.first
  while (watch !== null && ((mode ?? watch.mode) !== watch.mode || (session ?? watch.session) !== watch.session))
    watch = watch.next
  return watch
}

function link(entry: HandleEntry, watch: HandleWatch): void {
  let last = entry.first
  while (last?.next != null) last = last.next
  if (last === null) entry.first = watch
  else last.next = watch
}

function unlink(entry: HandleEntry, watch: HandleWatch): void {
  if (entry.first === watch) entry.first = watch.next
  for (let other = entry.first; other !== null; other = other.next) if (other.next === watch) other.next = watch.next
  watch.next = null
}
