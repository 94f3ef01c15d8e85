import { compareItems, type TimerItem, type TimerQueue } from './timer-queue.ts'

/** One entry of a {@link PriorityQueue}. */
export interface QueueEntry<T> {
  /** Smaller is sooner. */
  readonly priority: number
  /** Unique among all queues of this module, from 1. */
  readonly id: number
  /** What was queued. */
  readonly item: T
}

/** Why the last operation by id found nothing to do: no such id, or the test refused it. */
export type QueueErrno = '' | 'ESRCH' | 'EPERM'

class Entry<T> implements TimerItem, QueueEntry<T> {
  at: number
  seq: number
  pos = -1
  readonly id: number
  readonly item: T

  constructor(priority: number, seq: number, id: number, item: T) {
    this.at = priority
    this.seq = seq
    this.id = id
    this.item = item
  }

  get priority(): number {
    return this.at
  }
}

let lastId = 0

/**
 * POE::Queue's whole interface on any {@link TimerQueue}: a stable priority queue with ids, removal by id and
 * by test, adjusting and peeking. Equal priorities leave in order of arrival; an entry that was adjusted
 * arrives anew, behind its equals. POE: `POE::Queue`.
 *
 * @typeParam T - what is queued
 */
export class PriorityQueue<T> {
  readonly #order: TimerQueue<TimerItem>
  readonly #byId = new Map<number, Entry<T>>()
  #lastSeq = 0
  #errno: QueueErrno = ''

  /** @param order - an empty queue that is used by nobody else */
  constructor(order: TimerQueue<TimerItem>) {
    this.#order = order
  }

  /** Why the last `removeItem`, `setPriority` or `adjustPriority` gave undefined. */
  get errno(): QueueErrno {
    return this.#errno
  }

  /** How many entries wait (POE: `get_item_count`). */
  get size(): number {
    return this.#order.size
  }

  /** The priority of the soonest entry, undefined when empty (POE: `get_next_priority`). */
  get nextPriority(): number | undefined {
    return this.#order.head?.at
  }

  /**
   * Adds an item; gives its id.
   * @throws RangeError where the priority is NaN, which has no place in an order
   */
  enqueue(priority: number, item: T): number {
    const entry = new Entry(checked(priority), ++this.#lastSeq, ++lastId, item)
    this.#byId.set(entry.id, entry)
    this.#order.push(entry)
    return entry.id
  }

  /** Takes out the soonest entry. */
  dequeueNext(): QueueEntry<T> | undefined {
    const entry = this.#order.shift() as Entry<T> | undefined
    if (entry !== undefined) this.#byId.delete(entry.id)
    return entry
  }

  /** Takes out one entry by id, if `test` (of its item) agrees. */
  removeItem(id: number, test?: (item: T) => boolean): QueueEntry<T> | undefined {
    const entry = this.#find(id, test)
    if (entry !== undefined) this.#remove(entry)
    return entry
  }

  /** Takes out the entries whose item passes, latest first up to `max`; gives them in order of priority. */
  removeItems(test: (item: T) => boolean, max = Number.POSITIVE_INFINITY): QueueEntry<T>[] {
    const found = this.#latest(test, max)
    for (const entry of found) this.#remove(entry)
    return found
  }

  /** As {@link removeItems}, but leaves them where they are. */
  peekItems(test: (item: T) => boolean, max = Number.POSITIVE_INFINITY): QueueEntry<T>[] {
    return this.#latest(test, max)
  }

  /** Gives an entry a new priority, if `test` agrees; gives that priority. Equal to the present one: not moved. */
  setPriority(id: number, priority: number, test?: (item: T) => boolean): number | undefined {
    const entry = this.#find(id, test)
    return entry === undefined ? undefined : this.#move(entry, checked(priority))
  }

  /** Adds to an entry's priority, if `test` agrees; gives the new one. By 0: not moved. */
  adjustPriority(id: number, delta: number, test?: (item: T) => boolean): number | undefined {
    const entry = this.#find(id, test)
    return entry === undefined ? undefined : this.#move(entry, checked(entry.at + delta))
  }

  #find(id: number, test?: (item: T) => boolean): Entry<T> | undefined {
    const entry = this.#byId.get(id)
    if (entry === undefined) this.#errno = 'ESRCH'
    else if (test !== undefined && !test(entry.item)) this.#errno = 'EPERM'
    else {
      this.#errno = ''
      return entry
    }
    return undefined
  }

  #move(entry: Entry<T>, priority: number): number {
    if (priority !== entry.at) {
      entry.at = priority
      entry.seq = ++this.#lastSeq
      this.#order.moved(entry)
    }
    return priority
  }

  #remove(entry: Entry<T>): void {
    this.#order.remove(entry)
    this.#byId.delete(entry.id)
  }

  #latest(test: (item: T) => boolean, max: number): Entry<T>[] {
    const sorted = [...(this.#order as unknown as Iterable<Entry<T>>)].sort(compareItems)
    const found: Entry<T>[] = []
    for (let i = sorted.length - 1; i >= 0 && found.length < max; i--) if (test(sorted[i]!.item)) found.push(sorted[i]!)
    return found.reverse()
  }
}

function checked(priority: number): number {
  if (typeof priority !== 'number' || Number.isNaN(priority))
    throw new RangeError(`A priority must be a number other than NaN, not ${String(priority)}.`)
  return priority
}
