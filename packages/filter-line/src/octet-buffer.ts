const NOTHING = new Uint8Array(0)
const SMALLEST = 64

/** Octets that grow at the end, in steps that keep the cost of each octet constant. */
export class OctetBuffer {
  #octets = NOTHING
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What is inside, from `from` on; not a copy, so it holds until the next change. */
  view(from = 0): Uint8Array {
    return this.#octets.subarray(from, this.#length)
  }

  append(octets: Uint8Array, from: number, to: number): void {
    const length = this.#length + to - from
    if (length > this.#octets.length) this.#grow(length)
    this.#octets.set(octets.subarray(from, to), this.#length)
    this.#length = length
  }

  /** Empties the buffer and gives away the first `length` octets of what was in it. */
  take(length: number): Uint8Array {
    const taken = this.#octets.subarray(0, length)
    this.#octets = NOTHING
    this.#length = 0
    return taken
  }

  /** Removes octets from the front. */
  drop(count: number): void {
    if (count === 0) return
    if (count === this.#length) this.take(0)
    else this.#octets.copyWithin(0, count, this.#length)
    this.#length -= Math.min(count, this.#length)
  }

  #grow(length: number): void {
    const octets = new Uint8Array(Math.max(length, this.#octets.length * 2, SMALLEST))
    octets.set(this.view())
    this.#octets = octets
  }
}
