import { readField } from './head.ts'
import { InputBuffer } from './input-buffer.ts'
import { latin1 } from './latin1.ts'
import { Refused } from './refused.ts'

/** Content being read, from the place where the head is over. */
export interface Content {
  /** How far the input has been read. */
  at: number
  /** What has been read and is to be given out. */
  readonly taken: InputBuffer
  /** Octets of content read so far. */
  readonly size: number
  /** Names and values of trailers, in turn. */
  readonly trailers: readonly string[]
  /** Reads on; whether all has been read. @throws Refused */
  read(input: InputBuffer): boolean
}

const CR = 13
const LF = 10
const NONE: readonly string[] = []
/** The most octets of a line that tells a chunk's size, extensions included. */
const SIZE_LINE = 256
const SIZE = /^([0-9a-f]{1,12})(?:[ \t]*;[\t\x20-\x7e\x80-\xff]*)?$/i

/** Content of a known length. */
export class FixedContent implements Content {
  at: number
  readonly taken = new InputBuffer()
  readonly trailers = NONE
  size = 0
  readonly #length: number

  constructor(at: number, length: number) {
    this.at = at
    this.#length = length
  }

  read(input: InputBuffer): boolean {
    const more = Math.min(this.#length - this.size, input.length - this.at)
    if (more > 0) {
      this.taken.add(input.view(this.at, this.at + more))
      this.at += more
      this.size += more
    }
    return this.size === this.#length
  }
}

/** Content in chunks, each with its size in front, and trailers behind. */
export class ChunkedContent implements Content {
  at: number
  readonly taken = new InputBuffer()
  readonly trailers: string[] = []
  size = 0
  /** What comes next. */
  #part: 'size' | 'data' | 'end of data' | 'trailer' | 'nothing' = 'size'
  /** Octets of the present chunk that have not come. */
  #left = 0
  #trailerOctets = 0
  readonly #maxContent: number
  readonly #maxTrailers: number

  /** @param maxTrailers - the most octets of all trailers */
  constructor(at: number, maxContent: number, maxTrailers: number) {
    this.at = at
    this.#maxContent = maxContent
    this.#maxTrailers = maxTrailers
  }

  read(input: InputBuffer): boolean {
    for (;;) {
      if (this.#part === 'nothing') return true
      if (this.#part === 'data') {
        if (!this.#readData(input)) return false
      } else if (this.#part === 'end of data') {
        if (!this.#readEnd(input)) return false
      } else {
        const trailing = this.#part === 'trailer'
        const line = this.#readLine(input, trailing ? this.#maxTrailers - this.#trailerOctets : SIZE_LINE)
        if (line === undefined) return false
        if (!trailing) this.#began(line)
        else if (line === '') this.#part = 'nothing'
        else readField(line, this.trailers)
      }
    }
  }

  #began(line: string): void {
    const size = SIZE.exec(line)?.[1]
    if (size === undefined) throw new Refused(400, 'The size of a chunk is no number.')
    this.#left = Number.parseInt(size, 16)
    if (this.size + this.#left > this.#maxContent) throw tooLarge(this.#maxContent)
    this.#part = this.#left === 0 ? 'trailer' : 'data'
  }

  #readData(input: InputBuffer): boolean {
    const more = Math.min(this.#left, input.length - this.at)
    this.taken.add(input.view(this.at, this.at + more))
    this.at += more
    this.size += more
    this.#left -= more
    if (this.#left > 0) return false
    this.#part = 'end of data'
    return true
  }

  #readEnd(input: InputBuffer): boolean {
    const here = input.length - this.at
    const wrong = (here > 0 && input.at(this.at) !== CR) || (here > 1 && input.at(this.at + 1) !== LF)
    if (wrong) throw new Refused(400, 'A chunk is longer than its size.')
    if (here < 2) return false
    this.at += 2
    this.#part = 'size'
    return true
  }

  /** A line without its CRLF; undefined while it has not come. */
  #readLine(input: InputBuffer, most: number): string | undefined {
    const end = input.lineFeed(this.at)
    const length = (end < 0 ? input.length : end + 1) - this.at
    if (length > most) throw new Refused(this.#part === 'trailer' ? 431 : 400, 'A line between chunks is too long.')
    if (end < 0) return undefined
    if (end === this.at || input.at(end - 1) !== CR) throw new Refused(400, 'A line has no CR before its LF.')
    const line = latin1(input.view(this.at, end - 1))
    if (this.#part === 'trailer') this.#trailerOctets += length
    this.at = end + 1
    return line
  }
}

/** What becomes of a request with too much content. */
export function tooLarge(maxContent: number): Refused {
  return new Refused(413, `There is more content than ${maxContent} octets.`)
}
