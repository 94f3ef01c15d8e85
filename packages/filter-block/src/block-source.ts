import { ChunkQueue } from './chunk-queue.ts'

const NOTHING: Uint8Array = new Uint8Array(0)
const SMALLEST = 64

/** Octets that have arrived, taken from the front in blocks. A block inside one chunk is a view of that chunk. */
export class BlockSource {
  readonly #queue = new ChunkQueue()
  /** The beginning of a block that has not arrived as a whole; it comes before the queue. */
  #begun = NOTHING
  #begunLength = 0

  /** Octets waiting. */
  get length(): number {
    return this.#begunLength + this.#queue.length
  }

  add(chunk: Uint8Array): void {
    this.#queue.add(chunk)
  }

  /** What is in front of the next block, in one chunk; undefined where nothing is. No block may have been begun. */
  front(): Uint8Array | undefined {
    return this.#queue.load() ? this.#queue.chunk.subarray(this.#queue.at) : undefined
  }

  /** The same, but `count` octets of it at least, where so many have arrived. */
  peek(count: number): Uint8Array {
    return this.#queue.peek(count)
  }

  /** The next `count` octets, or undefined while they are not there; then ask for as many next time. */
  take(count: number): Uint8Array | undefined {
    const whole = this.length >= count
    if (whole && this.#begunLength === 0 && this.#queue.load()) {
      const end = this.#queue.at + count
      if (end <= this.#queue.chunk.length) return this.#queue.read(end)
    }
    this.#begin(count)
    return whole ? this.#finish() : undefined
  }

  /** Octets that have not become a block; keeps them. */
  rest(): Uint8Array[] {
    const begun = this.#begunLength > 0 ? [this.#begun.slice(0, this.#begunLength)] : []
    return [...begun, ...this.#queue.rest()]
  }

  /** Copies, lest a block that comes octet by octet keeps a chunk alive for each of them. */
  #begin(count: number): void {
    const queue = this.#queue
    while (this.#begunLength < count && queue.load()) {
      const part = queue.read(Math.min(queue.chunk.length, queue.at + count - this.#begunLength))
      this.#reserve(this.#begunLength + part.length, count)
      this.#begun.set(part, this.#begunLength)
      this.#begunLength += part.length
    }
  }

  /** Grows with what arrives, not with what was announced. */
  #reserve(length: number, most: number): void {
    if (length <= this.#begun.length) return
    const grown = new Uint8Array(Math.min(most, Math.max(length, this.#begun.length * 2, SMALLEST)))
    grown.set(this.#begun.subarray(0, this.#begunLength))
    this.#begun = grown
  }

  #finish(): Uint8Array {
    const block = this.#begun.subarray(0, this.#begunLength)
    this.#begun = NOTHING
    this.#begunLength = 0
    return block
  }
}
