import type { Mode, Watchable } from '@poe/loop'
import type { Core } from './core.ts'
import { runWith } from './dispatch.ts'
import { listWith, listWithout, NONE } from './few.ts'
import { drop, hold } from './lifetime.ts'
import { settle } from './promises.ts'
import { enter } from './running.ts'
import type { Watcher } from './session-host.ts'
import { disown, type Owned, own, type SessionRecord } from './session-record.ts'
import { nameOf } from './tracing.ts'

/** A handle somebody watches: who, in which modes. The list is made anew for each change. */
export interface HandleEntry {
  readonly handle: Watchable
  watches: readonly HandleWatch[]
  /** The only watch, which is nearly always all there is: it is found without looking into a list. */
  sole: HandleWatch | null
}

/** One session's interest in one mode of a handle. */
export class HandleWatch implements Owned {
  // What each readiness looks at stands first: it is one line of the processor's cache.
  readonly mode: Mode
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
  const entry = core.handles.get(handle) ?? { handle, watches: NONE, sole: null }
  // First what may throw, for a mode the handle lacks: nothing is half done then.
  if (isIn(entry, mode)) handle.resume(mode)
  else handle.watch(mode, announcer(core, entry, mode))
  core.handles.set(handle, entry)
  if (!isOf(entry, session)) hold(session)
  setWatches(entry, listWith(entry.watches, watch))
  own(session, watch)
  core.tracing?.note(watch)
  core.tracing?.trace('files', () => `${nameOf(session)} watches handle ${handle.id} to ${mode}`)
}

/** What the loop calls. */
function announcer(core: Core, entry: HandleEntry, mode: Mode): () => void {
  return () => {
    const { sole, watches } = entry
    if (sole !== null && sole.mode === mode) enter(core, sole.session, sole.label, sole.watcher)
    else for (const watch of watches) if (watch.mode === mode) announce(watch)
  }
}

/** Others that were told first may have ended it. */
function announce({ disposed, core, session, label, watcher }: HandleWatch): void {
  if (!disposed) enter(core, session, label, watcher)
}

function setWatches(entry: HandleEntry, watches: readonly HandleWatch[]): void {
  entry.watches = watches
  entry.sole = watches.length === 1 ? (watches[0] as HandleWatch) : null
}

function removeWatch(core: Core, watch: HandleWatch): void {
  const { handle, mode, session } = watch
  const entry = core.handles.get(handle)
  if (entry === undefined) return
  core.tracing?.trace('files', () => `${nameOf(session)} ignores handle ${handle.id} to ${mode}`)
  setWatches(entry, listWithout(entry.watches, watch))
  disown(session, watch)
  if (!isIn(entry, mode)) handle.ignore(mode)
  if (!isOf(entry, session)) drop(core, session)
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
  const { watches } = core.handles.get(handle) ?? { watches: NONE }
  watches.find((watch) => watch.session === session && watch.mode === mode)?.dispose()
  if (event === undefined) return
  const all = [handle, mode, ...args]
  const run = () => runWith(core, session, session, event, undefined, all)
  const watcher = { ready: () => void settle(core, session, session, event, undefined, run()) }
  addWatch(core, new HandleWatch(core, session, handle, mode, event, watcher))
}

/** Whether anybody watches a handle in a mode. */
export function isWatched(core: Core, handle: Watchable, mode: Mode): boolean {
  const entry = core.handles.get(handle)
  return entry !== undefined && isIn(entry, mode)
}

function isIn({ watches }: HandleEntry, mode: Mode): boolean {
  return watches.some((watch) => watch.mode === mode)
}

function isOf({ watches }: HandleEntry, session: SessionRecord): boolean {
  return watches.some((watch) => watch.session === session)
}
