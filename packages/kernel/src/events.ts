import { stamp } from './clock.ts'
import type { Core } from './core.ts'
import { distance, GC, INLINE_ARGS, MANY_ARGS, next, SLOTS_SHIFT, USER } from './event-ring.ts'
import { newbornsOf } from './newborns.ts'
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
    const [destination, source] = partiesAt(core, position)
    destination.references--
    if (source !== destination) source.references--
  }
  ring.head = ring.tail
  core.sliceOpen = false
  core.sliceEnd = ring.tail
  ring.scrub()
}

/** Events and timers that wait. What waits for or from those who have stopped is as good as gone. */
export function countEvents(core: Core): number {
  const { ring, timers } = core
  let count = ring.size + timers.queue.size - core.ownTimers
  // One event stands for a whole litter.
  count += newbornsOf(core).length - core.litters
  if (!core.untidy) return count
  for (let position = ring.head; position !== ring.tail; position = next(position))
    if (isDeadAt(core, position)) count--
  return count
}

/** When the soonest event or timer is due, in the kernel's time; undefined where none waits. */
export function soonestTime(core: Core): number | undefined {
  const { ring, timers } = core
  const newborns = newbornsOf(core)
  const isVoid = (position: number) =>
    isDeadAt(core, position) || (newborns.length === 0 && kindAt(core, position) === GC)
  let position = ring.head
  while (position !== ring.tail && isVoid(position)) position = next(position)
  const queued = position === ring.tail ? undefined : (ring.stamps[position & ring.mask] as number)
  const timed = timers.queue.head?.at
  return queued === undefined || timed === undefined ? (queued ?? timed) : Math.min(queued, timed)
}

/** Whether the event at the head lies before a position. */
export function isBefore(core: Core, position: number): boolean {
  return distance(core.ring.head, position) > 0
}

function isDeadAt(core: Core, position: number): boolean {
  const [destination, source] = partiesAt(core, position)
  return ((destination.flags | source.flags) & DEAD) !== 0
}

function kindAt({ ring }: Core, position: number): number {
  return (ring.slots[((position & ring.mask) << SLOTS_SHIFT) + 4] as number) >> 3
}

function partiesAt({ ring }: Core, position: number): readonly [destination: SessionRecord, source: SessionRecord] {
  const base = (position & ring.mask) << SLOTS_SHIFT
  return [ring.slots[base] as SessionRecord, ring.slots[base + 1] as SessionRecord]
}
