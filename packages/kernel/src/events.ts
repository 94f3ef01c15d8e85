import { stamp } from './clock.ts'
import type { Core } from './core.ts'
import { distance, next, SLOTS_SHIFT } from './event-ring.ts'
import { wakeUp } from './running.ts'
import type { SessionRecord } from './session-record.ts'

/** Queues an event; it keeps its destination and its source alive until it has been dispatched. */
export function enqueue(
  core: Core,
  destination: SessionRecord,
  source: SessionRecord,
  name: string,
  fromState: string | undefined,
  kind: number,
  args: readonly unknown[],
): void {
  core.ring.push(destination, source, name, fromState, kind, stamp(core), args)
  destination.to++
  if (source !== destination) source.from++
  if (core.depth === 0) wakeUp(core)
}

/** Drops every queued event, undelivered. */
export function clearEvents(core: Core): void {
  const ring = core.ring
  for (let position = ring.head; position !== ring.tail; position = next(position)) {
    const base = (position & ring.mask) << SLOTS_SHIFT
    const destination = ring.slots[base] as SessionRecord
    const source = ring.slots[base + 1] as SessionRecord
    destination.to--
    if (source !== destination) source.from--
  }
  ring.head = ring.tail
  core.sliceEnd = ring.tail
  ring.scrub()
}

/** Whether the event at the head lies before a position. */
export function isBefore(core: Core, position: number): boolean {
  return distance(core.ring.head, position) > 0
}
