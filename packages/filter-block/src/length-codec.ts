import { PoeError, show } from '@poe/errors'
import type { Chunk } from '@poe/filter'

/** What stands in front of a block. */
export interface BlockHeader {
  /** Octets of the block that follows; the header is not counted. */
  readonly length: number
  /** Octets of the header itself, at least 1. */
  readonly size: number
}

/** How the length of a block is written in front of it (POE: the two functions of `LengthCodec`). */
export interface LengthCodec {
  /** The header of a block of `length` octets; text stands for its UTF-8 octets. */
  encode(length: number): Chunk
  /**
   * Reads the header at the beginning of what has arrived: one octet or more, perhaps with some of the block behind
   * it. It must not be kept or changed. Undefined: the header is not complete. A length greater than `maxLength` may
   * be told before the header is complete; it is an error either way.
   */
  decode(octets: Uint8Array, maxLength: number): BlockHeader | undefined
  /**
   * The most octets a header has, 1 to 1024. Where that many are no header to `decode`, the input is malformed.
   * @defaultValue 32
   */
  readonly maxSize?: number | undefined
}

/** How many octets a header may have where its codec does not say. */
export const HEADER_SIZE = 32

const ZERO = 48
const NINE = 57

/** POE's own header: the length in decimal digits, then a NUL. */
export const DECIMAL: LengthCodec = {
  encode: (length) => `${length}\0`,
  decode(octets, maxLength) {
    let length = 0
    for (let at = 0; at < octets.length; at++) {
      const octet = octets[at] as number
      if (octet === 0 && at > 0) return { length, size: at + 1 }
      if (octet < ZERO || octet > NINE) throw badLength(`a digit expected, octet ${octet} found`)
      length = length * 10 + octet - ZERO
      if (length > maxLength) return { length, size: at + 1 }
    }
    return undefined
  },
}

/** The header at the beginning of some octets, once it is complete and may be believed. */
export function headerOf(codec: LengthCodec, octets: Uint8Array, maxLength: number): BlockHeader | undefined {
  const most = codec.maxSize ?? HEADER_SIZE
  const header = codec.decode(octets.length > most ? octets.subarray(0, most) : octets, maxLength)
  if (header === undefined) {
    if (octets.length < most) return undefined
    throw badLength(`none within ${most} octets`)
  }
  if (header.length > maxLength) throw tooLong(header.length, maxLength)
  if (!Number.isSafeInteger(header.length) || header.length < 0) throw badLength(show(header.length))
  if (!Number.isSafeInteger(header.size) || header.size < 1 || header.size > octets.length) throw badSize(header.size)
  return header
}

function badLength(what: string): PoeError {
  return new PoeError('ERR_POE_FILTER_BLOCK_LENGTH', `The length of a block cannot be read: ${what}.`)
}

function tooLong(length: number, maxLength: number): PoeError {
  const message = `A block of ${length} octets or more begins, longer than maxLength, ${maxLength} octets.`
  return new PoeError('ERR_POE_FILTER_BLOCK_TOO_LONG', message)
}

/** The program's fault, not the peer's. */
function badSize(size: unknown): PoeError {
  const message = `The length codec says a header has ${show(size)} octets; say how many of those given it takes.`
  return new PoeError('ERR_POE_BLOCK_CODEC', message)
}
