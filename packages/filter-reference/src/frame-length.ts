import { PoeError } from '@poe/errors'

const NUL = 0
const ZERO = 48
const NINE = 57

/** The length in front of a frame. */
export interface FrameLength {
  /** How many octets the frame has. */
  readonly length: number
  /** How many octets the length itself takes, its NUL among them. */
  readonly size: number
}

/**
 * Reads the length in front of a frame: decimal digits without needless zeros, then a NUL. Undefined while it has not
 * arrived.
 *
 * @throws PoeError `ERR_POE_FILTER_REFERENCE_LENGTH`, `ERR_POE_FILTER_REFERENCE_TOO_LONG`, each at the first octet that
 *   shows it
 */
export function frameLength(octets: Uint8Array, maxLength: number): FrameLength | undefined {
  let length = 0
  for (let at = 0; at < octets.length; at++) {
    const octet = octets[at] as number
    if (octet === NUL && at > 0) return { length, size: at + 1 }
    if (octet < ZERO || octet > NINE) throw malformed(octets, at)
    if (at > 0 && length === 0) throw malformed(octets, at)
    length = length * 10 + octet - ZERO
    if (length > maxLength) throw tooLong(maxLength)
  }
  return undefined
}

function malformed(octets: Uint8Array, at: number): PoeError {
  const begins = String.fromCharCode(...octets.subarray(0, at + 1))
  const what = 'begins with its length in decimal digits, without needless zeros, and a NUL'
  return new PoeError('ERR_POE_FILTER_REFERENCE_LENGTH', `A frame ${what}, not with ${JSON.stringify(begins)}.`)
}

function tooLong(maxLength: number): PoeError {
  return new PoeError('ERR_POE_FILTER_REFERENCE_TOO_LONG', `A frame is longer than maxLength, ${maxLength} octets.`)
}
