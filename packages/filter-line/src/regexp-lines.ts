import { decoderOf, type LineEncoding, octetsOfUnits, streamDecoderOf } from './encoding.ts'
import type { Limits } from './limits.ts'
import type { Lines } from './lines.ts'
import { OctetBuffer } from './octet-buffer.ts'

/** How many octets of an unfinished line end may wait behind a line of the greatest length. */
const LONGEST_END = 256

/** A line with the octets it was made of. */
interface Line {
  readonly text: string
  readonly octets: Uint8Array
}

/** Lines that end where a regular expression matches. Slower: what has no end yet is searched again with each chunk. */
export class RegexpLines<Rec> implements Lines<Rec> {
  readonly limits: Limits
  /** Its decoder and its expressions remember. */
  readonly isNew = false
  readonly #search: RegExp
  readonly #here: RegExp
  readonly #record: (line: Line) => Rec
  readonly #encoding: LineEncoding
  readonly #decode: (octets: Uint8Array) => string
  #chunks: Uint8Array[] = []
  #chunkOctets = 0
  /** What has been decoded: octets (maybe half a character more), their text, and how much of both is gone. */
  readonly #octets = new OctetBuffer()
  #text = ''
  #fromOctet = 0
  #from = 0
  /** The last line end if it reached as far as the text, because it may go on in the next chunk. */
  #lastEnd = ''

  constructor(end: RegExp, encoding: LineEncoding, limits: Limits, record: (line: Line) => Rec) {
    const flags = end.flags.replace(/[gy]/g, '')
    this.#search = new RegExp(end.source, `${flags}g`)
    this.#here = new RegExp(end.source, `${flags}y`)
    this.limits = limits
    this.#record = record
    this.#encoding = encoding
    this.#decode = streamDecoderOf(encoding)
  }

  get length(): number {
    return this.#octets.length - this.#fromOctet + this.#chunkOctets
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#chunkOctets += chunk.length
  }

  next(): Rec | undefined {
    do {
      const end = this.#nextEnd()
      if (end !== undefined) return this.#record(this.#cut(end))
    } while (this.#nextChunk())
    return undefined
  }

  last(): Rec | undefined {
    const { length } = this.#octets
    if (length === 0) return undefined
    if (length > this.limits.maxLength) throw this.limits.tooLong()
    const octets = this.#octets.take(length)
    this.#text = ''
    return this.#record({ text: decoderOf(this.#encoding)(octets), octets })
  }

  rest(): Uint8Array[] {
    // As long as what is here only makes the last line end longer, it is no part of a line.
    while (this.#lastEnd !== '' && this.#lastEnd.length <= this.limits.maxLength && this.#nextChunk());
    const decoded = this.#octets.view(this.#fromOctet).slice()
    return [decoded, ...this.#chunks].filter((chunk) => chunk.length > 0)
  }

  #nextEnd(): RegExpExecArray | undefined {
    const search = this.#search
    search.lastIndex = this.#from
    for (let end = search.exec(this.#text); end !== null; end = search.exec(this.#text)) {
      if (end[0] !== '') return end
      // A match of nothing would give empty lines for ever.
      search.lastIndex++
    }
    return undefined
  }

  #cut(end: RegExpExecArray): Line {
    const text = this.#text.slice(this.#from, end.index)
    const octets = this.#octets.view(this.#fromOctet)
    const rest = this.#text.slice(this.#from)
    const length = octetsOfUnits(rest, octets, text.length)
    if (length > this.limits.maxLength) throw this.limits.tooLong()
    this.#from += text.length + end[0].length
    this.#fromOctet += octetsOfUnits(rest, octets, text.length + end[0].length)
    this.#lastEnd = this.#from === this.#text.length ? end[0] : ''
    return { text, octets: octets.slice(0, length) }
  }

  #nextChunk(): boolean {
    this.#forgetCut()
    const waiting = this.#octets.length + this.#lastEnd.length
    if (waiting > this.limits.maxLength + LONGEST_END) throw this.limits.tooLong()
    const chunk = this.#chunks.shift()
    if (chunk === undefined) return false
    this.#chunkOctets -= chunk.length
    this.#octets.append(chunk, 0, chunk.length)
    this.#text += this.#decode(chunk)
    this.#growLastEnd()
    return true
  }

  #forgetCut(): void {
    this.#octets.drop(this.#fromOctet)
    this.#text = this.#text.slice(this.#from)
    this.#fromOctet = this.#from = 0
  }

  #growLastEnd(): void {
    const known = this.#lastEnd
    if (known === '' || this.#text === '') return
    this.#here.lastIndex = 0
    const end = this.#here.exec(known + this.#text)?.[0] ?? known
    if (end.length > known.length) this.#from = end.length - known.length
    this.#fromOctet = octetsOfUnits(this.#text, this.#octets.view(), this.#from)
    this.#lastEnd = this.#from === this.#text.length ? end : ''
  }
}
