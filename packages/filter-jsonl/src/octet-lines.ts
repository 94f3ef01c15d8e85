const NOTHING = new Uint8Array(0)
const SMALLEST = 1024
/** An empty buffer of more octets than this is given up. */
const LARGE = 65_536
const LF = 10

/** Octets that grow at the end and are read a line at a time; the cost of each octet is constant. */
export class OctetLines {
  #octets = NOTHING
  #from = 0
  #to = 0
  /** Up to here there is no line end. */
  #searched = 0

  /** Octets that have not been read. */
  get length(): number {
    return this.#to - this.#from
  }

  /** Adds a copy of a chunk. */
  add(chunk: Uint8Array): void {
    if (this.#to + chunk.length > this.#octets.length) this.#makeRoom(chunk.length)
    this.#octets.set(chunk, this.#to)
    this.#to += chunk.length
  }

  /** How many octets the first line has with its LF; 0 while that has not arrived. */
  firstEnd(): number {
    const end = this.#octets.subarray(0, this.#to).indexOf(LF, this.#searched)
    this.#searched = end < 0 ? this.#to : end
    return end < 0 ? 0 : end + 1 - this.#from
  }

  /** The first octets, by default all; not a copy, and to be used before anything is added. */
  view(size = this.length): Uint8Array {
    return this.#octets.subarray(this.#from, this.#from + size)
  }

  /** Forgets the first octets. */
  drop(size: number): void {
    this.#from += size
    this.#searched = Math.max(this.#searched, this.#from)
    if (this.#from < this.#to) return
    if (this.#octets.length > LARGE) this.#octets = NOTHING
    this.#from = this.#to = this.#searched = 0
  }

  #makeRoom(more: number): void {
    const { length } = this
    const roomy = (length + more) * 2 <= this.#octets.length
    const octets = roomy ? this.#octets : new Uint8Array(Math.max((length + more) * 2, SMALLEST))
    octets.set(this.view())
    this.#octets = octets
    this.#searched -= this.#from
    this.#from = 0
    this.#to = length
  }
}
