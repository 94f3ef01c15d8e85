import type { Core } from './core.ts'
import { invokeWith } from './dispatch.ts'
import { IDLE, SIGNAL } from './event-ring.ts'
import { enqueue } from './events.ts'
import { endWith } from './exceptions.ts'
import { breadthFirst } from './kin.ts'
import { stopSession } from './lifetime.ts'
import { isIdle } from './running.ts'
import { coldOf, DEAD, type SessionRecord, type SignalWatch } from './session-record.ts'
import { nameOf, showArgs } from './tracing.ts'
import type { ExceptionInfo } from './types.ts'

/** End a session tree unless one of its handlers says that the signal was dealt with. */
const TERMINAL: ReadonlySet<string> = new Set(['QUIT', 'INT', 'KILL', 'TERM', 'HUP', 'IDLE', 'DIE'])
/** End a session tree whatever its handlers say. */
const NONMASKABLE: ReadonlySet<string> = new Set(['ZOMBIE', 'UIDESTROY'])
/** Signals of POE's own, and the one the loop tells by `exited`; never asked of the loop. */
const INTERNAL: ReadonlySet<string> = new Set(['IDLE', 'DIE', 'ZOMBIE', 'UIDESTROY', 'CHLD'])
const SYSTEM_NAME = /^[A-Z][A-Z0-9]*$/

/** A signal on its way through a session tree. */
export interface Delivery {
  readonly name: string
  /** How deep the handlers of the signal itself are on the stack, to tell them from what they call. */
  readonly depth: number
  handled: number
  /** What handlers of a DIE signal threw themselves. */
  readonly thrown: unknown[]
}

/** How much a signal can do: end those that do not handle it, end them in any case, or nothing. */
export type SignalType = 'terminal' | 'nonmaskable' | 'benign'

export function signalType(name: string): SignalType {
  if (NONMASKABLE.has(name)) return 'nonmaskable'
  return TERMINAL.has(name) ? 'terminal' : 'benign'
}

/** Whether the host may know a signal of this name. */
function isSystemSignal(name: string): boolean {
  return SYSTEM_NAME.test(name) && !INTERNAL.has(name)
}

/** Has a session told of a signal; replaces what it asked for before. */
export function watchSignal(core: Core, session: SessionRecord, name: string, watch: SignalWatch): void {
  ;(coldOf(session).signals ??= new Map()).set(name, watch)
  core.tracing?.noteNamed(session, 'signal', name)
  core.tracing?.trace('signals', () => `${nameOf(session)} watches ${name} by "${watch.event}"`)
  let watchers = core.signals.get(name)
  if (watchers === undefined) {
    watchers = new Set()
    core.signals.set(name, watchers)
    if (isSystemSignal(name) && !core.drainSignals.has(name)) core.loop.watchSignal?.(name)
  }
  watchers.add(session)
}

/** Ends {@link watchSignal}; harmless where there is no watch. */
export function ignoreSignal(core: Core, session: SessionRecord, name: string): void {
  const watchers = core.signals.get(name)
  if (watchers === undefined || !watchers.delete(session)) return
  session.cold?.signals?.delete(name)
  core.tracing?.trace('signals', () => `${nameOf(session)} ignores ${name}`)
  if (watchers.size > 0) return
  core.signals.delete(name)
  if (isSystemSignal(name) && !core.drainSignals.has(name)) core.loop.ignoreSignal?.(name)
}

/** Takes every watch from a session that is being freed. */
export function dropSignals(core: Core, session: SessionRecord): void {
  for (const name of [...(session.cold?.signals?.keys() ?? [])]) ignoreSignal(core, session, name)
}

/** Queues a signal for a session and all below it; for the kernel it is a broadcast. */
export function sendSignal(
  core: Core,
  target: SessionRecord,
  name: string,
  args: readonly unknown[],
  source: SessionRecord,
  fromState: string | undefined,
): void {
  enqueue(core, target, source, name, fromState, SIGNAL, 2, args, fromState)
}

/** Queues IDLE or ZOMBIE for everybody. It lapses if the kernel has something to do by the time it arrives. */
export function sendIdle(core: Core, name: 'IDLE' | 'ZOMBIE'): void {
  enqueue(core, core.root, core.root, name, undefined, IDLE, 0)
}

/** Takes IDLE or ZOMBIE through the tree, if it is still true that nothing is left to do. */
export function deliverIdle(core: Core, name: string): void {
  if (isIdle(core)) deliverSignal(core, core.root, name, [], undefined)
}

/**
 * Takes a signal through the tree: the deepest first, the target after its descendants, and for DIE its ancestors
 * after that. A terminal signal that nobody handled, and a nonmaskable one in any case, stops everyone it reached.
 */
export function deliverSignal(
  core: Core,
  target: SessionRecord,
  name: string,
  args: readonly unknown[],
  fromState: string | undefined,
): void {
  core.tracing?.trace('signals', () => `${nameOf(target)} gets ${name} ${showArgs(args)}`)
  const touched = [...(name === 'DIE' ? ancestors(target) : []), ...breadthFirst(target)].reverse()
  const outer = core.delivery
  const delivery: Delivery = { name, depth: core.depth + 1, handled: 0, thrown: [] }
  core.delivery = delivery
  // Who watches is settled before anybody is told.
  const watches = touched.map((session) => session.cold?.signals?.get(name))
  touched.forEach((session, i) => {
    const watch = watches[i]
    if (watch !== undefined)
      invokeWith(core, session, core.root, watch.event, fromState, [name, ...args, ...watch.args])
  })
  core.delivery = outer
  const fatal = NONMASKABLE.has(name) || (TERMINAL.has(name) && delivery.handled === 0)
  core.tracing?.trace(
    'signals',
    () => `${name} was handled ${delivery.handled} times${fatal ? ', and stops whom it reached' : ''}`,
  )
  if (fatal) stopTouched(core, touched)
  if (name === 'DIE') afterDie(core, delivery, (args[0] as ExceptionInfo | undefined)?.error)
  // Everyone survived being idle, and nobody found anything to do: this cannot change by itself any more.
  else if (name === 'IDLE' && target === core.root && !fatal && isIdle(core)) sendIdle(core, 'ZOMBIE')
}

function stopTouched(core: Core, touched: readonly SessionRecord[]): void {
  for (const session of touched) if (session.id !== 0 && (session.flags & DEAD) === 0) stopSession(core, session)
}

/** An exception nobody handled ends the run, and so does one thrown by a handler of DIE. */
function afterDie(core: Core, delivery: Delivery, error: unknown): void {
  const { handled, thrown } = delivery
  if (thrown.length > 0 && handled === 0)
    endWith(
      core,
      new AggregateError([error, ...thrown], 'A handler of the DIE signal threw while handling an exception.'),
    )
  else if (thrown.length > 0) endWith(core, thrown[0])
  else if (handled === 0) endWith(core, error)
}

function ancestors(session: SessionRecord): SessionRecord[] {
  const found: SessionRecord[] = []
  for (let up = session.parent; up !== null && up.id !== 0; up = up.parent) found.push(up)
  return found.reverse()
}
