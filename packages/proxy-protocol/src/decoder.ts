import { check, checkOptions, type OptionCheck, PoeError } from '@poe/errors'
import { lengthOf, parseBinary } from './binary-header.ts'
import { malformed, noHeader, tooLong } from './failure.ts'
import { FIXED, LONGEST_TEXT, type ProxyHeader, SIGNATURE } from './header.ts'
import { parseText } from './text-header.ts'

/** What a {@link ProxyDecoder} takes. */
export interface ProxyDecoderOptions {
  /** The versions that are taken. Default: both. */
  readonly versions?: readonly (1 | 2)[]
  /** Octets of the longest header that is taken, 16 to 65,551; one of version 1 has never more than 107. Default: 4096. */
  readonly maxLength?: number
}

const MAX_LENGTH = 4096

const versions: OptionCheck = (value) =>
  Array.isArray(value) && value.length > 0 && value.every((version) => version === 1 || version === 2)
    ? undefined
    : '[1], [2] or [1, 2]'

const CHECKS = { versions, maxLength: check.integer(FIXED, FIXED + 65_535) }

const TEXT_START = new TextEncoder().encode('PROXY ')

const [CR, LF] = [13, 10]

/**
 * Reads a PROXY header off the beginning of a connection, in whatever pieces it arrives. Strict: the first octet that
 * cannot be right is an error, and nothing is guessed.
 */
export class ProxyDecoder {
  readonly #versions: readonly (1 | 2)[]
  readonly #maxLength: number
  #octets = new Uint8Array(LONGEST_TEXT)
  #count = 0
  /** Octets of the whole header, as far as is known. */
  #wanted = LONGEST_TEXT
  #version: 1 | 2 | null = null
  #header: ProxyHeader | null = null
  #rest: Uint8Array = new Uint8Array(0)
  #failure: PoeError | null = null

  /** @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
  constructor(options: ProxyDecoderOptions = {}) {
    checkOptions('ProxyDecoder', options, CHECKS)
    this.#versions = options.versions ?? [1, 2]
    this.#maxLength = options.maxLength ?? MAX_LENGTH
  }

  /** The header, once it is whole. */
  get header(): ProxyHeader | null {
    return this.#header
  }

  /** The octets that came behind the header. */
  get rest(): Uint8Array {
    return this.#rest
  }

  /**
   * Takes the next octets, and gives the header as soon as it is whole, which may be at once. Octets given afterwards are
   * an error; they are the connection's own.
   *
   * @throws PoeError `ERR_POE_PROXY_MISSING` where there is no header, `ERR_POE_PROXY_MALFORMED`, `ERR_POE_PROXY_TOO_LONG`;
   * the same again at every later call. `ERR_POE_PROXY_DECODED` once the header is whole.
   */
  decode(octets: Uint8Array): ProxyHeader | null {
    if (this.#failure !== null) throw this.#failure
    if (this.#header !== null)
      throw new PoeError('ERR_POE_PROXY_DECODED', 'The PROXY header is whole; what follows is not for its decoder.')
    try {
      this.#take(octets)
      return this.#header
    } catch (error) {
      this.#failure = error as PoeError
      throw error
    }
  }

  /** An octet at a time: headers are short, and come once per connection. */
  #take(octets: Uint8Array): void {
    for (let at = 0; at < octets.byteLength; at++) {
      this.#version ??= this.#versionOf(octets[at]!)
      this.#octets[this.#count++] = octets[at]!
      const whole = this.#version === 1 ? this.#lineEnds() : this.#blockEnds()
      if (!whole) continue
      this.#rest = octets.subarray(at + 1)
      this.#header = this.#parse()
      return
    }
  }

  #versionOf(octet: number): 1 | 2 {
    const version = octet === TEXT_START[0] ? 1 : octet === SIGNATURE[0] ? 2 : null
    if (version === null) throw noHeader(octet)
    if (!this.#versions.includes(version))
      throw malformed(`is of version ${version}, and only version ${this.#versions.join(' or ')} is taken`)
    return version
  }

  #lineEnds(): boolean {
    const at = this.#count - 1
    const octet = this.#octets[at]!
    if (at < TEXT_START.byteLength && octet !== TEXT_START[at]) throw noHeader(octet)
    const afterCr = at > 0 && this.#octets[at - 1] === CR
    if (afterCr !== (octet === LF)) throw malformed('does not end with CR and LF')
    if (octet !== CR && octet !== LF && (octet < 32 || octet > 126)) throw malformed('is not text')
    if (octet === LF) return true
    const most = Math.min(this.#maxLength, LONGEST_TEXT)
    if (this.#count >= most) throw tooLong(this.#count + 1, most)
    return false
  }

  #blockEnds(): boolean {
    const at = this.#count - 1
    if (at < SIGNATURE.byteLength && this.#octets[at] !== SIGNATURE[at]) throw noHeader(this.#octets[at]!)
    if (this.#count === FIXED) this.#grow(lengthOf(this.#octets))
    return this.#count >= FIXED && this.#count === this.#wanted
  }

  #grow(length: number): void {
    if (length > this.#maxLength) throw tooLong(length, this.#maxLength)
    const octets = new Uint8Array(length)
    octets.set(this.#octets.subarray(0, FIXED))
    this.#octets = octets
    this.#wanted = length
  }

  #parse(): ProxyHeader {
    if (this.#version === 2) return parseBinary(this.#octets)
    return parseText(new TextDecoder().decode(this.#octets.subarray(0, this.#count - 2)))
  }
}
