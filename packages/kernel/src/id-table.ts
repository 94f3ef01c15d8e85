/** What an {@link IdTable} holds: something with a positive whole id. */
export interface Identified {
  id: number
}

const LEAST = 16
/** Knuth's multiplicative hash. Sequential ids hashed by their low bits alone would form one long run. */
const SCATTER = 0x9e3779b1

function placeOf(id: number, mask: number): number {
  return (Math.imul(id, SCATTER) >>> 8) & mask
}

/**
 * Finds records by id: open addressing, at most half full, deletion by shifting back. Ids that come and go cost
 * no re-hashing, as they would in a Map.
 */
export class IdTable<T extends Identified> {
  #places: (T | undefined)[] = new Array(LEAST).fill(undefined)
  #mask = LEAST - 1
  #size = 0

  get size(): number {
    return this.#size
  }

  get(id: number): T | undefined {
    const places = this.#places
    const mask = this.#mask
    for (let at = placeOf(id, mask); ; at = (at + 1) & mask) {
      const found = places[at]
      if (found === undefined || found.id === id) return found
    }
  }

  /** Adds a record whose id is not in the table. */
  add(record: T): void {
    if (this.#size * 2 > this.#mask) this.#grow()
    this.#place(record)
    this.#size++
  }

  /** Takes out the record of an id that is in the table. */
  delete(id: number): void {
    const places = this.#places
    let gap = placeOf(id, this.#mask)
    while (places[gap]?.id !== id) gap = (gap + 1) & this.#mask
    for (let at = (gap + 1) & this.#mask; places[at] !== undefined; at = (at + 1) & this.#mask) {
      const home = placeOf((places[at] as T).id, this.#mask)
      if (((at - home) & this.#mask) < ((at - gap) & this.#mask)) continue
      places[gap] = places[at]
      gap = at
    }
    places[gap] = undefined
    this.#size--
  }

  *[Symbol.iterator](): Iterator<T> {
    for (const record of this.#places) if (record !== undefined) yield record
  }

  #place(record: T): void {
    let at = placeOf(record.id, this.#mask)
    while (this.#places[at] !== undefined) at = (at + 1) & this.#mask
    this.#places[at] = record
  }

  #grow(): void {
    const old = this.#places
    this.#mask = old.length * 2 - 1
    this.#places = new Array(old.length * 2).fill(undefined)
    for (const record of old) if (record !== undefined) this.#place(record)
  }
}
