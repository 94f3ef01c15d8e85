/** How large an emptied list may be and still be kept for what comes. */
const KEEP = 1024

/** The sizes of the chunks that are queued, first in, first out; so that whole ones can be told from half ones. */
export class MessageSizes {
  #sizes = [0]
  #first = 0
  #past = 0

  /** Chunks not wholly written. */
  get length(): number {
    return this.#past - this.#first
  }

  push(size: number): void {
    this.#sizes[this.#past++] = size
  }

  /** So much of what is queued was written; the chunk that was cut keeps the rest of its size. */
  drop(amount: number): void {
    const sizes = this.#sizes
    let left = amount
    while (this.#first < this.#past && left >= (sizes[this.#first] as number)) left -= sizes[this.#first++] as number
    if (this.#first === this.#past) this.clear()
    else sizes[this.#first] = (sizes[this.#first] as number) - left
    if (this.#first > KEEP && this.#first * 2 > this.#past) this.#compact()
  }

  clear(): void {
    if (this.#sizes.length > KEEP) this.#sizes = []
    this.#first = this.#past = 0
  }

  /** Measures the chunks that make up the first `total` anew: `measure` gives the size from one place to another. */
  convert(total: number, measure: (from: number, to: number) => number): void {
    let at = 0
    for (let i = this.#first; i < this.#past && at < total; i++) {
      const next = at + (this.#sizes[i] as number)
      this.#sizes[i] = measure(at, next)
      at = next
    }
  }

  #compact(): void {
    this.#sizes = this.#sizes.slice(this.#first, this.#past)
    this.#past -= this.#first
    this.#first = 0
  }
}
