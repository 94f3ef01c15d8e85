import type { Limits } from './limits.ts'
import type { LineSource } from './line-source.ts'
import type { Lines } from './lines.ts'

const NOTHING: Uint8Array = new Uint8Array(0)
const CR = 13
const LF = 10

/** Lines as octets. A line inside one chunk is a view of that chunk; those of a chunk are cut out of it in a row. */
export class ByteLines implements Lines<Uint8Array> {
  readonly limits: Limits
  readonly #source: LineSource
  /** The whole lines being cut, and how much of them is gone. */
  #block = NOTHING
  #from = 0
  /** Of the block: asking it for each line would cost as much as the search. */
  #buffer: ArrayBufferLike = NOTHING.buffer
  #offset = 0
  #newline = false
  /** The next CR and the next LF, where they are not before `#from`; the block's length where there is none. */
  #cr = -1
  #lf = -1

  constructor(source: LineSource, limits: Limits) {
    this.limits = limits
    this.#source = source
  }

  get isNew(): boolean {
    return this.#from === this.#block.length && this.#source.isNew
  }

  get length(): number {
    return this.#source.length + this.#block.length - this.#from
  }

  add(chunk: Uint8Array): void {
    this.#source.add(chunk)
  }

  next(): Uint8Array | undefined {
    if (this.#from === this.#block.length && !this.#nextBlock()) return this.#source.line()
    return this.#newline ? this.#cutAtNewline() : this.#cutAt()
  }

  last(): Uint8Array | undefined {
    return this.#source.last()
  }

  rest(): Uint8Array[] {
    const inBlock = this.#block.subarray(this.#from)
    return inBlock.length === 0 ? this.#source.rest(true) : [inBlock, ...this.#source.rest(false)]
  }

  #nextBlock(): boolean {
    const block = this.#source.block(Number.POSITIVE_INFINITY)
    this.#block = block ?? NOTHING
    this.#from = 0
    this.#buffer = this.#block.buffer
    this.#offset = this.#block.byteOffset
    this.#newline = this.#source.end.text === ''
    this.#cr = this.#lf = -1
    return block !== undefined
  }

  #cutAt(): Uint8Array {
    const { first, size } = this.#source.end
    const block = this.#block
    const end = first(block, this.#from, block.length)
    return this.#cut(end, end + size)
  }

  #cutAtNewline(): Uint8Array {
    const block = this.#block
    const from = this.#from
    if (this.#cr < from) this.#cr = indexOrLength(block, CR, from)
    if (this.#lf < from) this.#lf = indexOrLength(block, LF, from)
    const apart = this.#lf - this.#cr
    const end = apart < 0 ? this.#lf : this.#cr
    // The block's length is one past the last end: without a CR (or LF) it must not look like one.
    const paired = (apart === 1 || apart === -1) && end + 1 < block.length
    return this.#cut(end, paired ? end + 2 : end + 1)
  }

  #cut(end: number, past: number): Uint8Array {
    const length = end - this.#from
    if (length > this.limits.maxLength) throw this.limits.tooLong()
    // A view made so costs a third of what subarray() asks.
    const line = new Uint8Array(this.#buffer, this.#offset + this.#from, length)
    this.#from = past
    return line
  }
}

function indexOrLength(octets: Uint8Array, wanted: number, from: number): number {
  const at = octets.indexOf(wanted, from)
  return at < 0 ? octets.length : at
}
