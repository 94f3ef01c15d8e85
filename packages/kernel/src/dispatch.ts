import { EventContext } from './context.ts'
import type { Core } from './core.ts'
import { IDLE, INTERNAL, MANY_ARGS, next, REQUEST, SIGNAL, SLOTS_SHIFT } from './event-ring.ts'
import type { AnyHandler } from './event-types.ts'
import { failed } from './exceptions.ts'
import { list } from './lifetime.ts'
import { wean } from './newborns.ts'
import { settle, track } from './promises.ts'
import type { Request } from './requests.ts'
import { wakeUp } from './running.ts'
import { DEAD, MethodState, type SessionRecord, type State, stateFor, TRACED } from './session-record.ts'
import { deliverIdle, deliverSignal } from './signals.ts'
import type { Timer } from './timers.ts'
import { contextFor, runTraced, sentFrom } from './traced-dispatch.ts'
import { callerOf } from './where.ts'

const NO_ARGS: readonly unknown[] = []

/**
 * Dispatches the event at the head of the ring. Counts fall before the handler runs, as in POE: the destination's
 * first, then the source's. Who has nothing left then is listed for the sweep only if the handler did not
 * change that.
 */
export function dispatchHead(core: Core): void {
  const ring = core.ring
  const slots = ring.slots
  const position = ring.head
  const base = (position & ring.mask) << SLOTS_SHIFT
  const session = slots[base] as SessionRecord
  const source = slots[base + 1] as SessionRecord
  const event = slots[base + 2] as string
  const fromState = slots[base + 3] as string | undefined
  const kind = slots[base + 4] as number
  const a = slots[base + 5]
  const b = slots[base + 6]
  const c = slots[base + 7]
  slots[base + 5] = slots[base + 6] = slots[base + 7] = undefined
  ring.head = next(position)
  fall(core, session, source)
  if (((session.flags | source.flags) & DEAD) === 0) {
    activate(core, session, event)
    try {
      const state = stateFor(session, event)
      if (kind <= MANY_ARGS && (session.flags & TRACED) === 0 && typeof state === 'function') {
        const ctx = new EventContext(session, event, source, fromState, undefined)
        let result: unknown
        switch (kind) {
          case 0:
            result = state(ctx)
            break
          case 1:
            result = state(ctx, a)
            break
          case 2:
            result = state(ctx, a, b)
            break
          case 3:
            result = state(ctx, a, b, c)
            break
          default:
            result = state(ctx, ...(a as unknown[]))
        }
        if (typeof result === 'object' && result !== null) track(core, session, source, event, fromState, result)
      } else dispatchRare(core, session, source, event, fromState, position, kind, a, b, c)
    } catch (error) {
      failed(core, session, source, event, fromState, error)
    }
  }
  listFallen(core, session, source)
}

/** What is no user's event, and what is traced, or handled by a method, by `_default` or by nobody. */
function dispatchRare(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  position: number,
  kind: number,
  a: unknown,
  b: unknown,
  c: unknown,
): void {
  if ((session.flags & TRACED) !== 0) sentFrom(core, core.ring.takeWhere(position))
  if (kind > MANY_ARGS) dispatchOwn(core, session, event, kind >> 3, a, b)
  else settle(core, session, source, event, fromState, runState(core, session, source, event, fromState, kind, a, b, c))
}

/** Dispatches a timer that is due: an event from the session to itself. */
export function fire(core: Core, timer: Timer): void {
  const session = timer.owner as SessionRecord
  const { event, args, fromState, run } = timer
  core.timers.remove(timer)
  fall(core, session, session)
  activate(core, session, event)
  if ((session.flags & TRACED) !== 0) sentFrom(core, core.tracing?.whereMade(timer))
  try {
    if (run === null) {
      // Most have none, and a list costs more to spread than to look at.
      const count = args.length === 0 ? 0 : MANY_ARGS
      const result = runState(core, session, session, event, fromState, count, args, undefined, undefined)
      settle(core, session, session, event, fromState, result)
    } else run()
  } catch (error) {
    failed(core, session, session, event, fromState, error)
  }
  listFallen(core, session, session)
}

/**
 * Dispatches to a session now and gives what its handler gave. An exception becomes the session's own: it does
 * not reach the caller. Used by `call` and for the events of a session's life. Arguments come as in the ring.
 */
export function invoke(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  count: number,
  a?: unknown,
  b?: unknown,
  c?: unknown,
): unknown {
  // The kernel's own record has no handlers.
  if (session.id === 0) return undefined
  const { active, activeEvent } = core
  core.depth++
  activate(core, session, event)
  const outer = core.tracing?.sentAt
  if (core.tracing !== null) sentFrom(core, callerOf())
  try {
    return settle(
      core,
      session,
      source,
      event,
      fromState,
      runState(core, session, source, event, fromState, count, a, b, c),
    )
  } catch (error) {
    failed(core, session, source, event, fromState, error)
    return undefined
  } finally {
    if (core.tracing !== null) sentFrom(core, outer)
    activate(core, active, activeEvent)
    if (--core.depth === 0) wakeUp(core)
  }
}

/** The same with a list of arguments, which nobody else changes. */
export function invokeWith(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  args: readonly unknown[],
): unknown {
  return invoke(core, session, source, event, fromState, MANY_ARGS, args)
}

/**
 * A session calling itself: a plain call. What it throws, and the promise it gives, are the caller's to deal with,
 * and the active event stays the outer one.
 */
export function callSelf(
  core: Core,
  session: SessionRecord,
  event: string,
  count: number,
  a: unknown,
  b: unknown,
  c: unknown,
): unknown {
  const { active, activeEvent } = core
  if (active === session) return runState(core, session, session, event, activeEvent, count, a, b, c)
  // After an await somebody else may be active, or nobody.
  core.depth++
  activate(core, session, event)
  try {
    return runState(core, session, session, event, undefined, count, a, b, c)
  } finally {
    activate(core, active, activeEvent)
    if (--core.depth === 0) wakeUp(core)
  }
}

/** Whether a session has a handler for an event, or one for all the others. */
export function canHandle(session: SessionRecord, event: string): boolean {
  return session.states[event] !== undefined || session.states._default !== undefined
}

/**
 * Runs a session's handler for an event, or its `_default`; an exception, and a promise, are the caller's. Arguments come
 * one by one, as in the ring: a list would have to be made and spread for each event.
 */
export function runState(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  count: number,
  a: unknown,
  b: unknown,
  c: unknown,
): unknown {
  const state = stateFor(session, event)
  if (typeof state !== 'function' || (session.flags & TRACED) !== 0)
    return runRare(core, session, source, event, fromState, argsOf(count, a, b, c))
  const ctx = new EventContext(session, event, source, fromState, undefined)
  switch (count) {
    case 0:
      return state(ctx)
    case 1:
      return state(ctx, a)
    case 2:
      return state(ctx, a, b)
    case 3:
      return state(ctx, a, b, c)
    default:
      return state(ctx, ...(a as unknown[]))
  }
}

/** The same with a list of arguments. */
export function runWith(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  args: readonly unknown[],
): unknown {
  return runState(core, session, source, event, fromState, MANY_ARGS, args, undefined, undefined)
}

/** What is traced, or handled by a method, by `_default` or by nobody. */
function runRare(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  args: readonly unknown[],
): unknown {
  if ((session.flags & TRACED) !== 0) return runTraced(core, session, source, event, fromState, args)
  return runOther(core, session, source, event, fromState, session.states[event], args)
}

/** Runs a method state, `_default`, or nothing at all. */
export function runOther(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  state: State | undefined,
  args: readonly unknown[],
): unknown {
  if (state !== undefined) return runAny(session, source, event, fromState, state, args)
  const fallback = event === '_start' || event === '_drain' ? undefined : session.states._default
  if (fallback !== undefined) return runAny(session, source, '_default', fromState, fallback, [event, [...args]])
  core.errno = 'ENOSYS'
  session.unhandled(event)
  return undefined
}

function runAny(
  session: SessionRecord,
  source: SessionRecord,
  name: string,
  fromState: string | undefined,
  state: State,
  args: readonly unknown[],
): unknown {
  const object = state instanceof MethodState ? state.object : undefined
  const ctx = contextFor(session, name, source, fromState, object)
  if (!(state instanceof MethodState)) return state(ctx, ...args)
  // Looked up now, not when it was registered: methods can be replaced while the session lives.
  const method = (state.object as Record<string, AnyHandler>)[state.method] as AnyHandler
  return method.call(state.object, ctx, ...args)
}

/** What is no user's event. */
function dispatchOwn(core: Core, session: SessionRecord, event: string, kind: number, a: unknown, b: unknown): void {
  if (kind === SIGNAL) deliverSignal(core, session, event, a as readonly unknown[], b as string | undefined)
  else if (kind === INTERNAL) (a as () => void)()
  else if (kind === IDLE) deliverIdle(core, event)
  else if (kind === REQUEST) (a as Request).run()
  else wean(core, a as number)
}

/** Makes a session the active one. */
export function activate(core: Core, session: SessionRecord, event: string | undefined): void {
  core.active = session
  core.activeEvent = event
}

/** Nobody is active: what happens next is the kernel's own doing. */
export function deactivate(core: Core): void {
  activate(core, core.root, undefined)
}

function fall(core: Core, session: SessionRecord, source: SessionRecord): void {
  if (--session.references === 0) session.markSeq = ++core.markSeq
  if (source !== session && --source.references === 0) source.markSeq = ++core.markSeq
}

function listFallen(core: Core, session: SessionRecord, source: SessionRecord): void {
  if (session.references === 0) list(core, session)
  if (source !== session && source.references === 0) list(core, source)
}

function argsOf(count: number, a: unknown, b: unknown, c: unknown): readonly unknown[] {
  if (count === 0) return NO_ARGS
  if (count === MANY_ARGS) return a as unknown[]
  return count === 1 ? [a] : count === 2 ? [a, b] : [a, b, c]
}
