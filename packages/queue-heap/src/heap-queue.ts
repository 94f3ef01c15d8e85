import type { TimerItem, TimerQueue } from '@poe/queue'

/** Children per node: four keep the heap shallow, and the times of a node's children in one cache line. */
const SHIFT = 2
const WIDTH = 1 << SHIFT
/** Where the time of the first place is kept, so that siblings share a line. */
const FIRST = WIDTH - 1
const LEAST = 64

/**
 * A 4-ary heap of items that know their places. Adding, removing and moving cost the logarithm of the size,
 * looking at the soonest costs nothing; no search, no allocation but the heap's own growth. In the place of POE's
 * `POE::Queue::Array`.
 *
 * An item has a seat as long as it is in the queue, which its `pos` names. What moves in the heap are numbers, beside
 * each other in flat arrays: items that are not in the processor's cache are what slows a large heap down.
 *
 * Moving or removing an item that is in no queue, or in another one, is not noticed and spoils the order.
 */
export class HeapQueue<T extends TimerItem> implements TimerQueue<T> {
  #size = 0
  /** By place in the heap: when, and the seat of who. */
  #times = new Float64Array(LEAST + FIRST)
  #seats = new Int32Array(LEAST)
  /** By seat: who, and the place in the heap; of a free seat, the next free one. */
  #items: (T | undefined)[] = new Array(LEAST).fill(undefined)
  #places = freeSeats(LEAST, 0)
  #free = 0

  get head(): T | undefined {
    return this.#size === 0 ? undefined : this.#items[this.#seats[0] as number]
  }

  get size(): number {
    return this.#size
  }

  push(item: T): void {
    if (this.#size === this.#seats.length) this.#resize(this.#size * 2)
    const seat = this.#free
    this.#free = this.#places[seat] as number
    this.#items[seat] = item
    item.pos = seat
    this.#rise(seat, item.at, this.#size++)
  }

  shift(): T | undefined {
    const first = this.head
    if (first !== undefined) this.remove(first)
    return first
  }

  remove(item: T): void {
    const seat = item.pos
    const place = this.#places[seat] as number
    const end = --this.#size
    item.pos = -1
    this.#items[seat] = undefined
    this.#places[seat] = this.#free
    this.#free = seat
    if (place !== end) this.#settle(this.#seats[end] as number, this.#times[end + FIRST] as number, place)
    if (end << 3 < this.#seats.length && this.#seats.length > LEAST) this.#resize(this.#seats.length >> 1)
  }

  moved(item: T): void {
    const seat = item.pos
    this.#settle(seat, item.at, this.#places[seat] as number)
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const item of this.#items) if (item !== undefined) yield item
  }

  /** Puts who has a seat at a place, then where it belongs, upwards or downwards. */
  #settle(seat: number, at: number, place: number): void {
    if (place > 0 && this.#isSooner(seat, at, (place - 1) >> SHIFT)) this.#rise(seat, at, place)
    else this.#sink(seat, at, place)
  }

  #isSooner(seat: number, at: number, place: number): boolean {
    const time = this.#times[place + FIRST] as number
    return at < time || (at === time && this.#seq(seat) < this.#seq(this.#seats[place] as number))
  }

  #rise(seat: number, at: number, start: number): void {
    const times = this.#times
    const seats = this.#seats
    const places = this.#places
    let place = start
    while (place > 0) {
      const up = (place - 1) >> SHIFT
      if (!this.#isSooner(seat, at, up)) break
      const parent = seats[up] as number
      times[place + FIRST] = times[up + FIRST] as number
      seats[place] = parent
      places[parent] = place
      place = up
    }
    times[place + FIRST] = at
    seats[place] = seat
    places[seat] = place
  }

  #sink(seat: number, at: number, start: number): void {
    const times = this.#times
    const seats = this.#seats
    const places = this.#places
    const size = this.#size
    let place = start
    for (;;) {
      const first = (place << SHIFT) + 1
      if (first >= size) break
      const best = this.#soonest(first, Math.min(first + WIDTH, size))
      const time = times[best + FIRST] as number
      const child = seats[best] as number
      if (at < time || (at === time && this.#seq(seat) < this.#seq(child))) break
      times[place + FIRST] = time
      seats[place] = child
      places[child] = place
      place = best
    }
    times[place + FIRST] = at
    seats[place] = seat
    places[seat] = place
  }

  /** The place of the soonest of some siblings; of equals, of the one that came first. */
  #soonest(first: number, end: number): number {
    const times = this.#times
    let best = first
    let least = times[first + FIRST] as number
    for (let place = first + 1; place < end; place++) {
      const time = times[place + FIRST] as number
      if (time > least || (time === least && this.#seqAt(place) > this.#seqAt(best))) continue
      best = place
      least = time
    }
    return best
  }

  #seqAt(place: number): number {
    return this.#seq(this.#seats[place] as number)
  }

  #seq(seat: number): number {
    return (this.#items[seat] as T).seq
  }

  /** Seats anew, in the order of the heap: free seats would keep a smaller one from holding everybody. */
  #resize(length: number): void {
    const size = this.#size
    const times = new Float64Array(length + FIRST)
    times.set(this.#times.subarray(0, size + FIRST))
    const items: (T | undefined)[] = new Array(length).fill(undefined)
    const seats = new Int32Array(length)
    const places = freeSeats(length, size)
    for (let place = 0; place < size; place++) {
      const item = this.#items[this.#seats[place] as number] as T
      item.pos = seats[place] = places[place] = place
      items[place] = item
    }
    this.#times = times
    this.#seats = seats
    this.#items = items
    this.#places = places
    this.#free = size
  }
}

/** Places by seat, where every seat from one on is free and names the next. */
function freeSeats(length: number, first: number): Int32Array {
  const places = new Int32Array(length)
  for (let seat = first; seat < length; seat++) places[seat] = seat + 1
  return places
}
