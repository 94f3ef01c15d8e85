import type { Exit } from '@poe/loop'
import type { Core } from './core.ts'
import { enqueueList } from './events.ts'
import { drop, hold } from './lifetime.ts'
import { coldOf, type SessionRecord, type SignalWatch } from './session-record.ts'
import { sendSignal } from './signals.ts'

/** The sessions that wait for one program to end. */
export interface WatchedChild {
  /** Whether the loop knows the program: what it does not know can never end, and keeps nobody from being idle. */
  readonly running: boolean
  readonly watchers: Map<SessionRecord, SignalWatch>
}

/** Has a session told when a program has ended, once; replaces what it asked for before. Keeps the session alive. */
export function watchChild(core: Core, session: SessionRecord, pid: number, watch: SignalWatch): void {
  let child = core.children.get(pid)
  if (child === undefined) {
    child = { running: core.loop.process?.isRunning(pid) === true, watchers: new Map() }
    core.children.set(pid, child)
    if (child.running) core.runningChildren++
  }
  if (!child.watchers.has(session)) hold(session)
  child.watchers.set(session, watch)
  ;(coldOf(session).children ??= new Set()).add(pid)
  core.tracing?.noteNamed(session, 'process', String(pid))
}

/** Ends {@link watchChild}; harmless where there is no watch. */
export function ignoreChild(core: Core, session: SessionRecord, pid: number): void {
  const child = core.children.get(pid)
  if (child === undefined || !child.watchers.delete(session)) return
  session.cold?.children?.delete(pid)
  if (child.watchers.size === 0) {
    core.children.delete(pid)
    if (child.running) core.runningChildren--
  }
  drop(core, session)
}

/** Takes every watch from a session that is being freed. */
export function dropChildren(core: Core, session: SessionRecord): void {
  for (const pid of [...(session.cold?.children ?? [])]) ignoreChild(core, session, pid)
}

/** A program has ended: who waits for it is told, then CHLD goes to everybody. */
export function childExited(core: Core, pid: number, exit: Exit): void {
  const watchers = [...(core.children.get(pid)?.watchers ?? [])]
  for (const [session, { event, args }] of watchers) {
    enqueueList(core, session, core.root, event, undefined, ['CHLD', pid, exit, ...args])
    ignoreChild(core, session, pid)
  }
  sendSignal(core, core.root, 'CHLD', [pid, exit], core.root, undefined)
}

/** Whether a program runs whose end somebody waits for. */
export function awaitsChild(core: Core): boolean {
  return core.runningChildren > 0 || (core.signals.has('CHLD') && (core.loop.process?.running ?? 0) > 0)
}
