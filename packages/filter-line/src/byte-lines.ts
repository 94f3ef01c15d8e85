import type { LineSource } from './line-source.ts'
import type { Lines } from './lines.ts'

/** Lines as octets. A line inside one chunk is a view of that chunk. */
export class ByteLines implements Lines<Uint8Array> {
  readonly #source: LineSource

  constructor(source: LineSource) {
    this.#source = source
  }

  get length(): number {
    return this.#source.length
  }

  add(chunk: Uint8Array): void {
    this.#source.add(chunk)
  }

  next(): Uint8Array | undefined {
    return this.#source.line()
  }

  last(): Uint8Array | undefined {
    return this.#source.last()
  }

  rest(): Uint8Array[] {
    return this.#source.rest(true)
  }
}
