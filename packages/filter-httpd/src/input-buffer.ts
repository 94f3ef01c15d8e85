const NOTHING: Uint8Array = new Uint8Array(0)
const LF = 10
const CR = 13

/**
 * The input that is in no record yet. Places in it are counted from its first octet. A chunk that is read whole is never
 * copied; where requests are cut by chunks, they are put together.
 */
export class InputBuffer {
  #octets = NOTHING
  #start = 0
  #end = 0
  /** The buffer is ours to write to, not a chunk. */
  #own = false

  get length(): number {
    return this.#end - this.#start
  }

  add(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    if (this.length === 0) {
      this.#octets = chunk
      this.#start = 0
      this.#end = chunk.length
      this.#own = false
      return
    }
    if (!this.#own || this.#end + chunk.length > this.#octets.length) this.#grow(chunk.length)
    this.#octets.set(chunk, this.#end)
    this.#end += chunk.length
  }

  /** Forgets octets at the front. */
  drop(count: number): void {
    this.#start += count
    if (this.#start === this.#end) this.clear()
  }

  /** All of it, a copy; nothing is left. */
  take(): Uint8Array<ArrayBuffer> {
    const octets = this.slice(0, this.length)
    this.clear()
    return octets
  }

  clear(): void {
    this.#octets = NOTHING
    this.#start = this.#end = 0
    this.#own = false
  }

  at(place: number): number {
    return this.#octets[this.#start + place] as number
  }

  /** A copy. */
  slice(from: number, to: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.view(from, to))
  }

  /** No copy: to be used before anything is added. */
  view(from: number, to: number): Uint8Array {
    return this.#octets.subarray(this.#start + from, this.#start + to)
  }

  /** Where the next LF is, from a place on; -1 where there is none. */
  lineFeed(from: number): number {
    const at = this.#octets.indexOf(LF, this.#start + from)
    return at < 0 || at >= this.#end ? -1 : at - this.#start
  }

  /** Past the CRLFs at the front, which may be left over from the request before. */
  skipEmptyLines(): void {
    while (this.length > 1 && this.at(0) === CR && this.at(1) === LF) this.drop(2)
  }

  #grow(more: number): void {
    const octets = new Uint8Array((this.length + more) * 2)
    octets.set(this.view(0, this.length))
    this.#end = this.length
    this.#start = 0
    this.#octets = octets
    this.#own = true
  }
}
