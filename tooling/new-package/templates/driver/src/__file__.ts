import type { Chunk, Driver, DriverHandle } from '@poe/driver'
import { check, checkOptions } from '@poe/errors'

/** What a {@link __Class__} takes. */
export interface __Class__Options {
  /** The most octets of one read. @defaultValue 65536 */
  readonly blockSize?: number
}

const CHECKS = { blockSize: check.integer(1) }

/** Reads a handle in blocks, and writes it what is queued, chunk by chunk. */
export class __Class__ implements Driver {
  readonly #blockSize: number
  #queue: Chunk[] = []

  constructor(options: __Class__Options = {}) {
    checkOptions('__Class__', options, CHECKS)
    this.#blockSize = options.blockSize ?? 65_536
  }

  get(handle: DriverHandle): Uint8Array | null {
    return handle.read(this.#blockSize)
  }

  put(chunks: readonly Chunk[]): void {
    for (const chunk of chunks) if (chunk.length > 0) this.#queue.push(chunk)
  }

  flush(handle: DriverHandle): number {
    let written = 0
    for (const chunk of this.#queue) {
      const rest = handle.write(chunk)
      if (rest !== null) {
        this.#queue[written] = rest
        break
      }
      written++
    }
    this.#queue.splice(0, written)
    return this.outOctets + handle.pending
  }

  get empty(): boolean {
    return this.#queue.length === 0
  }

  get outOctets(): number {
    return this.#queue.reduce((sum, chunk) => sum + octetsOf(chunk), 0)
  }

  get outMessages(): number {
    return this.#queue.length
  }

  clone(): __Class__ {
    return new __Class__({ blockSize: this.#blockSize })
  }
}

function octetsOf(chunk: Chunk): number {
  return typeof chunk === 'string' ? new TextEncoder().encode(chunk).length : chunk.length
}
