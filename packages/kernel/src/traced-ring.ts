import { EventRing, GC, MANY_ARGS } from './event-ring.ts'
import type { SessionRecord } from './session-record.ts'
import { nameOf, showArgs, type Tracing } from './tracing.ts'
import { callerOf, type Where } from './where.ts'

/** The ring a kernel needs. */
export function ringFor(tracing: Tracing | null): EventRing {
  return tracing === null ? new EventRing() : new TracedRing(tracing)
}

/** The ring of a kernel that traces: remembers where each event was sent. */
class TracedRing extends EventRing {
  readonly #tracing: Tracing
  readonly #places = new Map<number, Where>()

  constructor(tracing: Tracing) {
    super()
    this.#tracing = tracing
  }

  override push(
    destination: SessionRecord,
    source: SessionRecord,
    name: string,
    fromState: string | undefined,
    kind: number,
    stamp: number,
    count: number,
    a: unknown,
    b: unknown,
    c: unknown,
  ): void {
    const where = callerOf()
    if (where !== undefined) this.#places.set(this.tail, where)
    super.push(destination, source, name, fromState, kind, stamp, count, a, b, c)
    const what = kind === GC ? 'the end of newborns' : `"${name}"`
    this.#tracing.trace('events', () => {
      const args = count === MANY_ARGS ? (a as unknown[]) : [a, b, c].slice(0, count)
      return `${nameOf(source)} queues ${what} for ${nameOf(destination)} ${showArgs(args)}`
    })
  }

  /** Where the event at a position was sent. */
  override whereAt(position: number): Where | undefined {
    return this.#places.get(position)
  }

  /** The same, when the event leaves the ring. */
  override takeWhere(position: number): Where | undefined {
    const where = this.#places.get(position)
    this.#places.delete(position)
    return where
  }

  override scrub(): void {
    super.scrub()
    this.#places.clear()
  }
}
