import type { SessionRecord } from './session-record.ts'
import type { Where } from './where.ts'

/** Slots of the ring per event: destination, source, name, from-state, kind and count, and up to three arguments. */
export const SLOTS_SHIFT = 3
/** Arguments kept in slots of their own; more of them go into one slot, as an array. */
export const INLINE_ARGS = 3
/** The count that stands for "an array in the first argument's slot". */
export const MANY_ARGS = 4

/** What an event is. Users' events are 0; the rest the kernel treats on its own. */
export const USER = 0
export const GC = 1
export const SIGNAL = 2
/** Runs a function of a wheel or component in the session, instead of a handler. */
export const INTERNAL = 3
/** IDLE or ZOMBIE from the kernel itself. */
export const IDLE = 4
/** An event whose sender waits for what the handler gives. */
export const REQUEST = 5

const LEAST = 1024
/** The capacity from which an empty ring gives its memory back. */
export const LARGE = 65_535
/** Positions wrap here, so that they stay small integers for ever. */
const WRAP = 0x3fffffff

/** The position after another one. */
export function next(position: number): number {
  return (position + 1) & WRAP
}

/** How far `to` lies behind `from`, negative when it lies before. */
export function distance(from: number, to: number): number {
  return ((to - from) << 2) >> 2
}

/**
 * The queue of events that are due at once, first in first out: one flat array, no allocation per event.
 * An event's place is its position modulo the capacity.
 */
export class EventRing {
  /** Position of the next event to leave. */
  head = 0
  /** Position of the next event to come. */
  tail = 0
  mask = LEAST - 1
  slots: unknown[] = emptySlots(LEAST)
  /** When each event was posted, in the kernel's time. */
  stamps = new Float64Array(LEAST)
  /** Up to here nothing of former events is left. */
  #clean = 0

  get size(): number {
    return distance(this.head, this.tail)
  }

  /**
   * Adds an event of so many arguments, {@link MANY_ARGS} standing for a list in `a` that nobody else changes. It takes
   * them one by one: the list of a method's arguments that goes nowhere else is never made by the host.
   */
  push(
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
    const tail = this.tail
    if (distance(this.head, tail) > this.mask) this.#resize((this.mask + 1) * 2)
    const place = tail & this.mask
    const base = place << SLOTS_SHIFT
    const slots = this.slots
    slots[base] = destination
    slots[base + 1] = source
    slots[base + 2] = name
    slots[base + 3] = fromState
    slots[base + 4] = (kind << 3) | count
    if (count > 0) {
      slots[base + 5] = a
      if (count > 1) {
        slots[base + 6] = b
        slots[base + 7] = c
      }
    }
    this.stamps[place] = stamp
    this.tail = next(tail)
  }

  /** Takes out everything, undispatched. */
  clear(): void {
    this.slots.fill(undefined)
    this.head = this.tail
    this.scrub()
  }

  /**
   * Forgets who was in the empty ring, so that nobody is kept from being collected; shrinks after a burst. Costs
   * no more than the events since the last time did.
   */
  scrub(): void {
    if (this.mask >= LARGE) this.#resize(LEAST)
    else if (distance(this.#clean, this.tail) > this.mask) this.slots.fill(undefined)
    else
      for (let position = this.#clean; position !== this.tail; position = next(position)) {
        // Arguments went when the event was dispatched, and names keep nobody.
        const base = (position & this.mask) << SLOTS_SHIFT
        this.slots[base] = this.slots[base + 1] = undefined
      }
    this.#clean = this.tail
  }

  /**
   * Where in the program the event at a position was sent; known while tracing.
   * @production none
   */
  whereAt(_position: number): Where | undefined {
    return undefined
  }

  /**
   * The same, once: the event leaves.
   * @production none
   */
  takeWhere(_position: number): Where | undefined {
    return undefined
  }

  #resize(capacity: number): void {
    const slots = emptySlots(capacity)
    const stamps = new Float64Array(capacity)
    for (let position = this.head; position !== this.tail; position = next(position)) {
      const from = position & this.mask
      const to = position & (capacity - 1)
      for (let slot = 0; slot < 1 << SLOTS_SHIFT; slot++)
        slots[(to << SLOTS_SHIFT) + slot] = this.slots[(from << SLOTS_SHIFT) + slot]
      stamps[to] = this.stamps[from] as number
    }
    this.slots = slots
    this.stamps = stamps
    this.mask = capacity - 1
    this.#clean = this.head
  }
}

function emptySlots(capacity: number): unknown[] {
  return new Array(capacity << SLOTS_SHIFT).fill(undefined)
}
