import { PoeError, show } from '@poe/errors'
import type { Loop } from '@poe/loop'
import type { SessionRecord } from './session-record.ts'
import { type AssertKind, assertsOf, type Switches, type TraceKind, tracesOf } from './tracing-options.ts'
import { callerOf, placeOf, type Where } from './where.ts'

const TAGS: Readonly<Record<TraceKind, string>> = {
  destroy: '<de>',
  events: '<ev>',
  files: '<fh>',
  refcnt: '<rc>',
  retvals: '<rv>',
  sessions: '<ss>',
  signals: '<sg>',
}

/**
 * Assertions and traces of one kernel; a kernel without any has none of this. It also keeps where in the program
 * things were made, for the ledger and for handlers.
 */
export class Tracing {
  readonly asserts: ReadonlySet<AssertKind>
  readonly traces: ReadonlySet<TraceKind>
  /** Where the event that is being dispatched was sent. */
  sentAt: Where | undefined
  readonly #loop: Loop
  readonly #made = new WeakMap<object, Where>()
  readonly #named = new WeakMap<SessionRecord, Map<string, Where>>()

  constructor(loop: Loop, asserts: ReadonlySet<AssertKind>, traces: ReadonlySet<TraceKind>) {
    this.#loop = loop
    this.asserts = asserts
    this.traces = traces
  }

  /** Writes a line, if this kind is traced. */
  trace(kind: TraceKind, text: () => string): void {
    if (this.traces.has(kind)) this.show(`${TAGS[kind]} ${text()}`)
  }

  /** Writes a line in any case. */
  show(line: string): void {
    if (this.#loop.trace === undefined) this.#loop.warn(line)
    else this.#loop.trace(line)
  }

  /** @throws PoeError `ERR_POE_ASSERT` if this kind is asserted and does not hold */
  assert(kind: AssertKind, holds: boolean, text: () => string): void {
    if (holds || !this.asserts.has(kind)) return
    const where = callerOf()
    throw new PoeError('ERR_POE_ASSERT', `${text()}${where === undefined ? '' : ` (at ${placeOf(where)})`}`)
  }

  /** Remembers where something was made. */
  note(made: object): void {
    const where = callerOf()
    if (where !== undefined) this.#made.set(made, where)
  }

  /** Remembers something as made where the event being dispatched was sent. */
  noteSent(made: object): void {
    if (this.sentAt !== undefined) this.#made.set(made, this.sentAt)
  }

  /** Remembers where a session got something that has a name only. */
  noteNamed(session: SessionRecord, kind: string, name: string): void {
    const where = callerOf()
    if (where === undefined) return
    const places = this.#named.get(session) ?? new Map<string, Where>()
    this.#named.set(session, places.set(`${kind} ${name}`, where))
  }

  whereMade(made: object): Where | undefined {
    return this.#made.get(made)
  }

  whereNamed(session: SessionRecord, kind: string, name: string): Where | undefined {
    return this.#named.get(session)?.get(`${kind} ${name}`)
  }
}

/** What a kernel asserts and traces; null where nothing is asked for. */
export function tracingOf(
  loop: Loop,
  asserts: Switches<AssertKind> | undefined,
  traces: Switches<TraceKind> | undefined,
): Tracing | null {
  const [asserted, traced] = [assertsOf(loop, asserts), tracesOf(loop, traces)]
  return asserted.size + traced.size === 0 ? null : new Tracing(loop, asserted, traced)
}

/** Who, in traces. */
export function nameOf(session: SessionRecord): string {
  return session.id === 0 ? 'the kernel' : `session ${session.id}`
}

/** Arguments, in traces. */
export function showArgs(args: readonly unknown[]): string {
  return `(${args.map((arg) => (arg instanceof Error ? String(arg) : show(arg))).join(', ')})`
}
