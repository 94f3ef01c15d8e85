import { type Decode, octetsOfUnits } from './encoding.ts'
import type { Limits } from './limits.ts'
import type { LineSource } from './line-source.ts'
import type { Lines } from './lines.ts'

/**
 * The most octets decoded at once. A line cut from such a block's text keeps the whole text alive, so it is small: larger
 * ones gain little.
 */
const BLOCK = 1024

const NOTHING: Uint8Array = new Uint8Array(0)

/** Lines as text: a block of lines is decoded once, and its lines are cut out of the text. */
export class TextLines implements Lines<string> {
  readonly limits: Limits
  readonly #source: LineSource
  readonly #decode: Decode
  readonly #most: number
  /** The block being cut: its octets, its text, how much of the text is gone. */
  #block = NOTHING
  #text = ''
  #from = 0
  /** The next CR and the next LF, where they are not before `#from`; the text's length where there is none. */
  #cr = -1
  #lf = -1

  constructor(source: LineSource, decode: Decode, limits: Limits) {
    this.limits = limits
    this.#source = source
    this.#decode = decode
    // Then none of its lines can be too long.
    this.#most = Math.min(BLOCK, limits.maxLength)
  }

  get isNew(): boolean {
    return this.#from === this.#text.length && this.#source.isNew
  }

  get length(): number {
    return this.#source.length + this.#blockRest().length
  }

  add(chunk: Uint8Array): void {
    this.#source.add(chunk)
  }

  next(): string | undefined {
    if (this.#from < this.#text.length || this.#nextBlock()) {
      const end = this.#source.end.text
      return end === '' ? this.#cutAtNewline() : this.#cutAt(end)
    }
    const line = this.#source.line()
    return line === undefined ? undefined : this.#decode(line)
  }

  last(): string | undefined {
    const line = this.#source.last()
    return line === undefined ? undefined : this.#decode(line)
  }

  rest(): Uint8Array[] {
    const inBlock = this.#blockRest()
    return inBlock.length === 0 ? this.#source.rest(true) : [inBlock, ...this.#source.rest(false)]
  }

  #nextBlock(): boolean {
    const block = this.#source.block(this.#most)
    this.#block = block ?? NOTHING
    this.#text = block === undefined ? '' : this.#decode(block)
    this.#from = 0
    this.#cr = this.#lf = -1
    return block !== undefined
  }

  #cutAt(end: string): string {
    const at = this.#text.indexOf(end, this.#from)
    const line = this.#text.slice(this.#from, at)
    this.#from = at + end.length
    return line
  }

  #cutAtNewline(): string {
    const text = this.#text
    const from = this.#from
    if (this.#cr < from) this.#cr = indexOrLength(text, '\r', from)
    if (this.#lf < from) this.#lf = indexOrLength(text, '\n', from)
    const apart = this.#lf - this.#cr
    const end = apart < 0 ? this.#lf : this.#cr
    // The text's length is one past the last end: without a CR (or LF) it must not look like one.
    const paired = (apart === 1 || apart === -1) && end + 1 < text.length
    this.#from = paired ? end + 2 : end + 1
    return text.slice(from, end)
  }

  #blockRest(): Uint8Array {
    if (this.#from === this.#text.length) return NOTHING
    return this.#block.subarray(octetsOfUnits(this.#text, this.#block, this.#from))
  }
}

function indexOrLength(text: string, wanted: string, from: number): number {
  const at = text.indexOf(wanted, from)
  return at < 0 ? text.length : at
}
