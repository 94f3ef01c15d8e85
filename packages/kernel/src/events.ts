import { stamp } from './clock.ts'
import type { Core } from './core.ts'
import { distance, GC, INLINE_ARGS, MANY_ARGS, next, SLOTS_SHIFT, USER } from './event-ring.ts'
import { newbornsOf, takeLitter } from './newborns.ts'
import { wakeUp } from './running.ts'
import { DEAD, type SessionRecord } from './session-record.ts'

/**
 * Queues an event; it keeps its destination and its source alive until it has been dispatched. Its arguments come one
 * by one, as the ring takes them.
 */
export function enqueue(
  core: Core,
  destination: SessionRecord,
  source: SessionRecord,
  name: string,
  fromState: string | undefined,
  kind: number,
  count: number,
  a?: unknown,
  b?: unknown,
  c?: unknown,
): void {
  core.ring.push(destination, source, name, fromState, kind, stamp(core), count, a, b, c)
  destination.references++
  if (source !== destination) source.references++
  if (core.depth === 0) wakeUp(core)
}

/** Queues an event whose arguments are a list that nobody else changes. */
export function enqueueList(
  core: Core,
  destination: SessionRecord,
  source: SessionRecord,
  name: string,
  fromState: string | undefined,
  args: readonly unknown[],
): void {
  const count = args.length
  if (count > INLINE_ARGS) enqueue(core, destination, source, name, fromState, USER, MANY_ARGS, args)
  else enqueue(core, destination, source, name, fromState, USER, count, args[0], args[1], args[2])
}

/** Drops every queued event, undelivered: nobody is left that could send or get one. */
export function clearEvents(core: Core): void {
  const { ring } = core
  for (let position = ring.head; position !== ring.tail; position = next(position)) {
    const [to, from] = partiesAt(core, position)
    to.references--
    if (from !== to) from.references--
  }
  ring.clear()
  core.sliceOpen = false
  core.sliceEnd = ring.tail
}

/** An event that waits, as those see it who ask. */
export interface Queued {
  readonly kind: number
  readonly event: string
  readonly to: SessionRecord
  readonly from: SessionRecord
  /** When it was posted, in the kernel's time. */
  readonly at: number
  /** In the ring. */
  readonly position: number
}

/**
 * The events that wait, the first one first, one for each newborn among them. What waits for or from those who have
 * stopped is as good as gone.
 */
export function* queuedEvents(core: Core): Generator<Queued, undefined> {
  const { ring } = core
  const newborns = newbornsOf(core)
  for (let position = ring.head; position !== ring.tail; position = next(position)) {
    const base = (position & ring.mask) << SLOTS_SHIFT
    const kind = (ring.slots[base + 4] as number) >> 3
    const at = ring.stamps[position & ring.mask] as number
    const of = (to: SessionRecord, from: SessionRecord): Queued => ({
      kind,
      event: ring.slots[base + 2] as string,
      to,
      from,
      at,
      position,
    })
    const [to, from] = partiesAt(core, position)
    if (kind === GC) for (const born of takeLitter(newborns, ring.slots[base + 5] as number)) yield of(born, born)
    else if (((to.flags | from.flags) & DEAD) === 0) yield of(to, from)
  }
}

/** Events and timers that wait. */
export function countEvents(core: Core): number {
  const { ring, timers } = core
  const queued = core.untidy || core.litters > 0 ? [...queuedEvents(core)].length : ring.size
  return queued + timers.queue.size - core.ownTimers
}

/** When the soonest event or timer is due, in the kernel's time; undefined where none waits. */
export function soonestTime(core: Core): number | undefined {
  const queued = queuedEvents(core).next().value?.at
  const timed = core.timers.queue.head?.at
  return queued === undefined || timed === undefined ? (queued ?? timed) : Math.min(queued, timed)
}

/** Whether the event at the head lies before a position. */
export function isBefore(core: Core, position: number): boolean {
  return distance(core.ring.head, position) > 0
}

function partiesAt({ ring }: Core, position: number): readonly [to: SessionRecord, from: SessionRecord] {
  const base = (position & ring.mask) << SLOTS_SHIFT
  return [ring.slots[base] as SessionRecord, ring.slots[base + 1] as SessionRecord]
}
