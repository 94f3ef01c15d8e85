/** What an {@link IdTable} holds. */
export interface Identified {
  /** Given by the table, from 1 upwards. */
  id: number
}

const LEAST = 1024

/**
 * Gives records their ids, and finds them by these. An id says where its record is: the ids whose place is taken by an
 * older one are left out. So nothing is ever searched, and what comes and goes touches one place.
 */
export class IdTable<T extends Identified> {
  #places: (T | undefined)[] = new Array(LEAST).fill(undefined)
  #mask = LEAST - 1
  #size = 0
  #last = 0

  get size(): number {
    return this.#size
  }

  get(id: number): T | undefined {
    const found = this.#places[id & this.#mask]
    return found !== undefined && found.id === id ? found : undefined
  }

  /** Gives a record the next id. */
  add(record: T): void {
    if (this.#size * 2 > this.#mask) this.#grow()
    const places = this.#places
    const mask = this.#mask
    let id = this.#last + 1
    while (places[id & mask] !== undefined) id++
    this.#last = record.id = id
    places[id & mask] = record
    this.#size++
  }

  /** Takes out a record that is in the table; it keeps its id, which nobody else gets. */
  delete(record: T): void {
    this.#places[record.id & this.#mask] = undefined
    this.#size--
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const record of this.#places) if (record !== undefined) yield record
  }

  /** Ids that differed in their low bits still do. */
  #grow(): void {
    const places: (T | undefined)[] = new Array(this.#places.length * 2).fill(undefined)
    this.#mask = places.length - 1
    for (const record of this.#places) if (record !== undefined) places[record.id & this.#mask] = record
    this.#places = places
  }
}
