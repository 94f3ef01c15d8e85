import type { TimerItem, TimerQueue } from '@poe/queue'

/** How many free places there may be in front of the items before they are given up. */
const MOST_FREE = 64

/**
 * An ordered array of items that know their places. What is pushed behind all others and what is shifted cost next to
 * nothing; anything else costs a binary search and moving the items between its old and its new place, or those on the
 * shorter side of it. After POE's `POE::Queue::Array`; equal times leave by their sequence.
 *
 * Moving or removing an item that is in no queue, or in another one, is not noticed and spoils the order.
 */
export class ArrayQueue<T extends TimerItem> implements TimerQueue<T> {
  /** Free places, then the items, soonest first: each one's `pos` is its index. */
  #places: (T | undefined)[] = []
  /** Where the soonest item is; the array's length when there is none. */
  #first = 0

  get head(): T | undefined {
    return this.#places[this.#first]
  }

  get size(): number {
    return this.#places.length - this.#first
  }

  push(item: T): void {
    const before = this.#search(item, this.#first, this.#places.length)
    if (this.#first > 0 && before - this.#first < this.#places.length - before) {
      this.#carry(item, --this.#first, before - 1)
    } else {
      this.#places.push(undefined)
      this.#carry(item, this.#places.length - 1, before)
    }
  }

  shift(): T | undefined {
    const first = this.head
    if (first !== undefined) this.remove(first)
    return first
  }

  remove(item: T): void {
    const at = item.pos
    const last = this.#places.length - 1
    if (at - this.#first < last - at) {
      this.#slide(at, this.#first)
      this.#places[this.#first++] = undefined
      if (this.#first > MOST_FREE && this.#first * 2 > last) this.#giveUpFree()
    } else {
      this.#slide(at, last)
      this.#places.pop()
      if (this.#first === last) this.#giveUpFree()
    }
    item.pos = -1
  }

  moved(item: T): void {
    const at = item.pos
    const sooner = this.#search(item, this.#first, at)
    if (sooner < at) this.#carry(item, at, sooner)
    else this.#carry(item, at, this.#search(item, at + 1, this.#places.length) - 1)
  }

  [Symbol.iterator](): Iterator<T> {
    return (this.#places.slice(this.#first) as T[]).values()
  }

  /** The index from `low` to `high` that an item would have, were it put between those that are there. */
  #search(item: T, low: number, high: number): number {
    let [from, to] = [low, high]
    // Most timers are later than all that wait.
    if (from < to && sooner(this.#places[to - 1] as T, item)) return to
    while (from < to) {
      const middle = (from + to) >>> 1
      if (sooner(this.#places[middle] as T, item)) from = middle + 1
      else to = middle
    }
    return from
  }

  /** Puts an item from one place to another, past those in between. */
  #carry(item: T, from: number, to: number): void {
    this.#slide(from, to)
    this.#places[to] = item
    item.pos = to
  }

  /** Moves the items up to `to` by one, over the place at `from`. */
  #slide(from: number, to: number): void {
    const places = this.#places
    const step = from < to ? 1 : -1
    for (let at = from; at !== to; at += step) {
      const item = places[at + step] as T
      places[at] = item
      item.pos = at
    }
  }

  #giveUpFree(): void {
    this.#places = this.#places.slice(this.#first)
    this.#first = 0
    for (let at = 0; at < this.#places.length; at++) (this.#places[at] as T).pos = at
  }
}

function sooner(a: TimerItem, b: TimerItem): boolean {
  return a.at < b.at || (a.at === b.at && a.seq < b.seq)
}
