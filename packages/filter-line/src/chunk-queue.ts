const NOTHING: Uint8Array = new Uint8Array(0)
/** How many read places may stand at the front of the list of chunks. */
const COMPACT = 64

/** The chunks that have arrived, read from the front. The one being read is public, for those who scan it. */
export class ChunkQueue {
  /** The chunk being read. */
  chunk: Uint8Array = NOTHING
  /** What of it has been read. */
  at = 0
  #later: Uint8Array[] = []
  #next = 0
  #laterOctets = 0

  /** Octets not yet read. */
  get length(): number {
    return this.chunk.length - this.at + this.#laterOctets
  }

  add(chunk: Uint8Array): void {
    // Nearly always all before it has been read, and no list is needed.
    if (this.#laterOctets === 0 && this.at === this.chunk.length) {
      this.chunk = chunk
      this.at = 0
      return
    }
    this.#later.push(chunk)
    this.#laterOctets += chunk.length
  }

  /** Goes on to the next chunk where the present one is read; false when there is nothing left. */
  load(): boolean {
    while (this.at === this.chunk.length) {
      if (this.#next === this.#later.length) return this.#forget()
      this.chunk = this.#later[this.#next] as Uint8Array
      this.#later[this.#next++] = NOTHING
      this.at = 0
      this.#laterOctets -= this.chunk.length
      if (this.#next > COMPACT && this.#next * 2 > this.#later.length) this.#compact()
    }
    return true
  }

  /** Reads the present chunk up to `to`. */
  read(to: number): Uint8Array {
    const { chunk, at } = this
    this.at = to
    return at === 0 && to === chunk.length ? chunk : chunk.subarray(at, to)
  }

  /** What has not been read; keeps it. */
  rest(): Uint8Array[] {
    const later = this.#later.slice(this.#next).filter((chunk) => chunk.length > 0)
    return this.at < this.chunk.length ? [this.chunk.subarray(this.at), ...later] : later
  }

  #compact(): void {
    this.#later = this.#later.slice(this.#next)
    this.#next = 0
  }

  #forget(): false {
    this.chunk = NOTHING
    this.at = 0
    if (this.#next > 0) this.#later = []
    this.#next = 0
    return false
  }
}
