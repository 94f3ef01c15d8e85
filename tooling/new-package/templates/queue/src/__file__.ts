import { compareItems, type TimerItem, type TimerQueue } from '@poe/queue'

/** Items in a sorted array. Finding a place costs the logarithm of the size, making room the size. */
export class __Class__<T extends TimerItem> implements TimerQueue<T> {
  #items: T[] = []

  get head(): T | undefined {
    return this.#items[0]
  }

  get size(): number {
    return this.#items.length
  }

  push(item: T): void {
    const at = this.#placeOf(item)
    this.#items.splice(at, 0, item)
    this.#number(at)
  }

  remove(item: T): void {
    const at = item.pos
    this.#items.splice(at, 1)
    item.pos = -1
    this.#number(at)
  }

  moved(item: T): void {
    this.remove(item)
    this.push(item)
  }

  shift(): T | undefined {
    const first = this.#items[0]
    if (first !== undefined) this.remove(first)
    return first
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items[Symbol.iterator]()
  }

  #placeOf(item: T): number {
    let low = 0
    let high = this.#items.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareItems(this.#items[middle]!, item) < 0) low = middle + 1
      else high = middle
    }
    return low
  }

  #number(from: number): void {
    for (let at = from; at < this.#items.length; at++) this.#items[at]!.pos = at
  }
}
