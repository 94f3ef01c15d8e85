/** A list that keeps the latest entries, up to a limit, and counts those it let go. */
export class Tail<T> {
  readonly #limit: number
  #entries: T[] = []
  #dropped = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** How many entries were let go. */
  get dropped(): number {
    return this.#dropped
  }

  /** What is kept, oldest first: a copy. */
  get entries(): readonly T[] {
    return this.#entries.slice(-this.#limit || this.#entries.length)
  }

  push(entry: T): void {
    if (this.#limit === 0) {
      this.#dropped++
      return
    }
    this.#entries.push(entry)
    if (this.#entries.length > this.#limit) this.#dropped++
    // Now and then, rather than at each push.
    if (this.#entries.length >= 2 * this.#limit) this.#entries = this.#entries.slice(-this.#limit)
  }
}
