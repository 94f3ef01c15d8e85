const NOTHING = new Uint8Array(0)
const SMALLEST = 1024
/** An empty buffer of more octets than this is given up. */
const LARGE = 65_536

/** Octets that grow at the end and leave at the front; the cost of each is constant. */
export class FrameBuffer {
  #octets = NOTHING
  #from = 0
  #to = 0

  /** Octets that have not left. */
  get length(): number {
    return this.#to - this.#from
  }

  /** Adds a copy of a chunk. */
  add(chunk: Uint8Array): void {
    if (this.#to + chunk.length > this.#octets.length) this.#makeRoom(chunk.length)
    this.#octets.set(chunk, this.#to)
    this.#to += chunk.length
  }

  /** What is inside, not a copy; to be used before anything is added. */
  view(): Uint8Array {
    return this.#octets.subarray(this.#from, this.#to)
  }

  /** Takes octets out of the front, passing over some before them; gives a copy. */
  take(before: number, size: number): Uint8Array {
    const start = this.#from + before
    const taken = this.#octets.slice(start, start + size)
    this.#from = start + size
    if (this.#from === this.#to) {
      if (this.#octets.length > LARGE) this.#octets = NOTHING
      this.#from = this.#to = 0
    }
    return taken
  }

  #makeRoom(more: number): void {
    const { length } = this
    const roomy = (length + more) * 2 <= this.#octets.length
    const octets = roomy ? this.#octets : new Uint8Array(Math.max((length + more) * 2, SMALLEST))
    octets.set(this.view())
    this.#octets = octets
    this.#from = 0
    this.#to = length
  }
}
