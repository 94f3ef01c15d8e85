import type { Chunk, Driver, DriverHandle } from '@poe/driver'
import { check, checkOptions } from '@poe/errors'

/** What a {@link __Class__} takes. */
export interface __Class__Options {
  /** The most octets of one read. @defaultValue 65536 */
  readonly blockSize?: number
}

const CHECKS = { blockSize: check.integer(1) }
/** How many octets of separate chunks are copied together to be written at once. */
const JOIN = 65_536
const ENCODER = new TextEncoder()

/** Reads a handle in blocks, and writes it what is queued: all the text in a row at once, octets in pieces of 64 KiB. */
export class __Class__ implements Driver {
  readonly #blockSize: number
  #queue: Chunk[] = []
  /** Octets of each chunk as it was put, that are still queued. */
  #sizes: number[] = []
  /** The first of the queue is what a handle gave back. */
  #leftOver = false

  constructor(options: __Class__Options = {}) {
    checkOptions('__Class__', options, CHECKS)
    this.#blockSize = options.blockSize ?? 65_536
  }

  get(handle: DriverHandle): Uint8Array | null {
    return handle.read(this.#blockSize)
  }

  put(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) {
      if (chunk.length === 0) continue
      this.#queue.push(chunk)
      this.#sizes.push(octetsOf(chunk))
    }
  }

  flush(handle: DriverHandle): number {
    while (this.#queue.length > 0) {
      const head = this.#joinHead()
      const rest = handle.write(head)
      this.#leftOver = rest !== null && rest.length > 0
      this.#forget(octetsOf(head) - octetsOf(rest ?? ''))
      if (!this.#leftOver) this.#queue.shift()
      else {
        this.#queue[0] = rest as Chunk
        break
      }
    }
    // Characters put in two halves are fewer octets than the halves.
    if (this.#queue.length === 0) this.#sizes.length = 0
    return this.outOctets + handle.pending
  }

  get empty(): boolean {
    return this.#queue.length === 0
  }

  get outOctets(): number {
    return this.#queue.reduce((sum, chunk) => sum + octetsOf(chunk), 0)
  }

  get outMessages(): number {
    return this.#sizes.length
  }

  clone(): __Class__ {
    return new __Class__({ blockSize: this.#blockSize })
  }

  /** Makes one chunk of the first ones that go together. */
  #joinHead(): Chunk {
    const run = this.#queue.slice(0, this.#run())
    const joined = typeof run[0] === 'string' ? run.join('') : joinedOctets(run as Uint8Array[])
    this.#queue.splice(0, run.length, joined)
    return joined
  }

  #run(): number {
    const first = this.#queue[0] as Chunk
    // A long rest goes by itself, or all of it would be copied for each piece that a slow handle takes.
    if (this.#leftOver && first.length > JOIN / 2) return 1
    let octets = 0
    const end = this.#queue.findIndex(
      (chunk) => typeof chunk !== typeof first || (typeof chunk !== 'string' && (octets += chunk.length) > JOIN),
    )
    return end < 0 ? this.#queue.length : Math.max(end, 1)
  }

  /** So many octets have left. */
  #forget(octets: number): void {
    let left = octets
    while (this.#sizes.length > 0 && left >= (this.#sizes[0] as number)) left -= this.#sizes.shift() as number
    if (this.#sizes.length > 0) this.#sizes[0] = (this.#sizes[0] as number) - left
  }
}

function joinedOctets(chunks: readonly Uint8Array[]): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array
  const whole = new Uint8Array(chunks.reduce((octets, chunk) => octets + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function octetsOf(chunk: Chunk): number {
  return typeof chunk === 'string' ? ENCODER.encode(chunk).length : chunk.length
}
