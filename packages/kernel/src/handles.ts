import type { Mode, Watchable } from '@poe/loop'
import type { Core } from './core.ts'
import { runWith } from './dispatch.ts'
import { drop, hold } from './lifetime.ts'
import { settle } from './promises.ts'
import { enter } from './running.ts'
import { coldOf, type Owned, type SessionRecord } from './session-record.ts'
import { nameOf } from './tracing.ts'

/** A handle somebody watches: who, in which modes. */
export interface HandleEntry {
  readonly handle: Watchable
  readonly watches: HandleWatch[]
}

/** One session's interest in one mode of a handle. */
export class HandleWatch implements Owned {
  readonly kind = 'handle'
  readonly label: string
  readonly core: Core
  readonly session: SessionRecord
  readonly handle: Watchable
  readonly mode: Mode
  readonly ready: () => void
  disposed = false

  constructor(core: Core, session: SessionRecord, handle: Watchable, mode: Mode, label: string, ready: () => void) {
    this.core = core
    this.session = session
    this.handle = handle
    this.mode = mode
    this.label = label
    this.ready = ready
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
  const entry = core.handles.get(handle) ?? { handle, watches: [] }
  // First what may throw, for a mode the handle lacks: nothing is half done then.
  if (entry.watches.some((other) => other.mode === mode)) handle.resume(mode)
  else handle.watch(mode, announcer(core, entry, mode))
  core.handles.set(handle, entry)
  if (!entry.watches.some((other) => other.session === session)) hold(session)
  entry.watches.push(watch)
  coldOf(session).owned.add(watch)
  core.tracing?.note(watch)
  core.tracing?.trace('files', () => `${nameOf(session)} watches handle ${handle.id} to ${mode}`)
}

/** What the loop calls: nearly always there is one watcher, and nothing is made to find it. */
function announcer(core: Core, entry: HandleEntry, mode: Mode): () => void {
  return () => {
    let sole: HandleWatch | null = null
    for (const watch of entry.watches) {
      if (watch.mode !== mode) continue
      if (sole !== null) return announceToAll(core, entry, mode)
      sole = watch
    }
    if (sole !== null) enter(core, sole.session, sole.label, sole.ready)
  }
}

function announceToAll(core: Core, entry: HandleEntry, mode: Mode): void {
  for (const watch of entry.watches.filter((each) => each.mode === mode))
    if (!watch.disposed) enter(core, watch.session, watch.label, watch.ready)
}

function removeWatch(core: Core, watch: HandleWatch): void {
  const { handle, mode, session } = watch
  const entry = core.handles.get(handle)
  if (entry === undefined) return
  core.tracing?.trace('files', () => `${nameOf(session)} ignores handle ${handle.id} to ${mode}`)
  entry.watches.splice(entry.watches.indexOf(watch), 1)
  session.cold?.owned.delete(watch)
  if (!entry.watches.some((other) => other.mode === mode)) handle.ignore(mode)
  if (!entry.watches.some((other) => other.session === session)) drop(core, session)
  if (entry.watches.length === 0) core.handles.delete(handle)
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
  findWatch(core, session, handle, mode)?.dispose()
  if (event === undefined) return
  const all = [handle, mode, ...args]
  const run = () => runWith(core, session, session, event, undefined, all)
  const ready = () => settle(core, session, session, event, undefined, run())
  addWatch(core, new HandleWatch(core, session, handle, mode, event, ready))
}

/** A session's watch of a handle in a mode. */
function findWatch(core: Core, session: SessionRecord, handle: Watchable, mode: Mode): HandleWatch | undefined {
  return core.handles.get(handle)?.watches.find((watch) => watch.session === session && watch.mode === mode)
}

/** Whether anybody watches a handle in a mode. */
export function isWatched(core: Core, handle: Watchable, mode: Mode): boolean {
  return core.handles.get(handle)?.watches.some((watch) => watch.mode === mode) ?? false
}
