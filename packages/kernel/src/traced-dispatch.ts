import { EventContext } from './context.ts'
import type { Core } from './core.ts'
import { runOther } from './dispatch.ts'
import { MethodState, type SessionRecord, TRACED } from './session-record.ts'
import { nameOf, showArgs } from './tracing.ts'
import { placeOf, type Where } from './where.ts'

/** Events of a session's life: nobody need handle them. */
const QUIET: ReadonlySet<string> = new Set(['_start', '_stop', '_child', '_parent', '_drain'])

/** A context that knows where the event was sent. */
class TracedContext extends EventContext {
  readonly #where: Where | undefined

  constructor(
    session: SessionRecord,
    state: string,
    source: SessionRecord,
    callerState: string | undefined,
    object: unknown,
    where: Where | undefined,
  ) {
    super(session, state, source, callerState, object)
    this.#where = where
  }

  override get callerFile(): string | undefined {
    return this.#where?.file
  }

  override get callerLine(): number | undefined {
    return this.#where?.line
  }
}

/** Notes where the event that is being dispatched was sent. */
export function sentFrom(core: Core, where: Where | undefined): void {
  if (core.tracing !== null) core.tracing.sentAt = where
}

/** What a handler is given first. */
export function contextFor(
  session: SessionRecord,
  state: string,
  source: SessionRecord,
  callerState: string | undefined,
  object: unknown,
): EventContext {
  if ((session.flags & TRACED) === 0) return new EventContext(session, state, source, callerState, object)
  return new TracedContext(session, state, source, callerState, object, session.core?.tracing?.sentAt)
}

/** The slow way to a handler: shown, asserted, and knowing where it comes from. */
export function runTraced(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  fromState: string | undefined,
  args: readonly unknown[],
): unknown {
  announce(core, session, source, event, args)
  const state = session.states[event]
  if (state === undefined) unheard(core, session, event)
  const result =
    state === undefined || state instanceof MethodState
      ? runOther(core, session, source, event, fromState, state, args)
      : state(contextFor(session, event, source, fromState, undefined), ...args)
  core.tracing?.trace('events', () => `${nameOf(session)} has handled "${event}", giving ${showArgs([result])}`)
  return result
}

function announce(
  core: Core,
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  args: readonly unknown[],
): void {
  const { tracing } = core
  const from = tracing?.sentAt === undefined ? '' : ` (from ${placeOf(tracing.sentAt)})`
  if (session.shown) show(core, `${session.id} -> ${event}${from}`)
  if (tracing === null) return
  tracing.trace('events', () => `${nameOf(session)} gets "${event}" from ${nameOf(source)} ${showArgs(args)}${from}`)
  tracing.assert('events', source.core === core && session.core === core, () => `"${event}" has no sender or receiver`)
  checkCount(core, session)
  checkCount(core, source)
}

function checkCount(core: Core, session: SessionRecord): void {
  const { id, references } = session
  core.tracing?.assert('data', references >= 0, () => `Session ${id} has fewer references than none: ${references}`)
}

function unheard(core: Core, session: SessionRecord, event: string): void {
  const fallback = session.states._default !== undefined
  if (session.shown && fallback) show(core, `${session.id} -> ${event} redirected to _default`)
  if (fallback || QUIET.has(event) || core.tracing?.asserts.has('states') !== true) return
  core.loop.warn(`Session ${session.id} has no handler for event "${event}", nor a _default.`)
}

function show(core: Core, line: string): void {
  const { loop } = core
  if (loop.trace === undefined) loop.warn(line)
  else loop.trace(line)
}
