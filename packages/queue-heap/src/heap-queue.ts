import type { TimerItem, TimerQueue } from '@poe/queue'

/** Children per node: four keep the heap shallow and a node's children in one or two cache lines. */
const SHIFT = 2
const WIDTH = 1 << SHIFT

/**
 * A 4-ary heap of items that know their places. Adding, removing and moving cost the logarithm of the size,
 * looking at the soonest costs nothing; no search, no allocation but the heap's own growth. In the place of POE's
 * `POE::Queue::Array`.
 *
 * Moving or removing an item that is in no queue, or in another one, is not noticed and spoils the order.
 */
export class HeapQueue<T extends TimerItem> implements TimerQueue<T> {
  #heap: T[] = []

  get head(): T | undefined {
    return this.#heap[0]
  }

  get size(): number {
    return this.#heap.length
  }

  push(item: T): void {
    const heap = this.#heap
    const at = heap.length
    heap.push(item)
    rise(heap, item, at)
  }

  shift(): T | undefined {
    const first = this.#heap[0]
    if (first !== undefined) this.remove(first)
    return first
  }

  remove(item: T): void {
    const heap = this.#heap
    const at = item.pos
    const last = heap.pop() as T
    item.pos = -1
    if (last === item) return
    settle(heap, last, at)
  }

  moved(item: T): void {
    settle(this.#heap, item, item.pos)
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#heap[Symbol.iterator]()
  }
}

/** Puts an item at `at`, then where it belongs, upwards or downwards. */
function settle<T extends TimerItem>(heap: T[], item: T, at: number): void {
  if (at > 0 && sooner(item, heap[(at - 1) >> SHIFT] as T)) rise(heap, item, at)
  else sink(heap, item, at)
}

function rise<T extends TimerItem>(heap: T[], item: T, start: number): void {
  let at = start
  while (at > 0) {
    const up = (at - 1) >> SHIFT
    const parent = heap[up] as T
    if (!sooner(item, parent)) break
    heap[at] = parent
    parent.pos = at
    at = up
  }
  heap[at] = item
  item.pos = at
}

function sink<T extends TimerItem>(heap: T[], item: T, start: number): void {
  const size = heap.length
  let at = start
  for (;;) {
    const first = (at << SHIFT) + 1
    if (first >= size) break
    const end = Math.min(first + WIDTH, size)
    let best = first
    let least = heap[first] as T
    for (let child = first + 1; child < end; child++) {
      const candidate = heap[child] as T
      if (sooner(candidate, least)) {
        best = child
        least = candidate
      }
    }
    if (!sooner(least, item)) break
    heap[at] = least
    least.pos = at
    at = best
  }
  heap[at] = item
  item.pos = at
}

function sooner(a: TimerItem, b: TimerItem): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq)
}
