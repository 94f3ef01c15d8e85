import { PoeError } from '@poe/errors'
import type { Limits } from './values.ts'

/** Extension types: of the standard, and of msgpackr. */
const TIMESTAMP = 0xff
const UNDEFINED = 0x00
const SET = 0x73
const BUFFERS = 0x74
const BIG_INT = 0x42

/** How long timestamps are, and the seconds a date can be from 1970. */
const TIMESTAMPS = [4, 8, 12]
const MOST_SECONDS = 8_640_000_000_000n

/** The key that would be something else in an object. */
const PROTO = new TextEncoder().encode('__proto__')

/** Octets behind the first, of the types from 0xca on whose size does not vary. */
const FIXED: Readonly<Record<number, number>> = {
  202: 4,
  203: 8,
  204: 1,
  205: 2,
  206: 4,
  207: 8,
  208: 1,
  209: 2,
  210: 4,
  211: 8,
}

/**
 * Walks over MessagePack without making anything of it, so that msgpackr is given only what is whole, what was asked for,
 * and what takes no more room than its octets: it trusts the lengths it reads, and has extensions that refer and define.
 */
export class Scan {
  readonly #octets: Uint8Array
  readonly #view: DataView
  readonly #limits: Limits
  #at = 0

  constructor(octets: Uint8Array, limits: Limits) {
    this.#octets = octets
    this.#view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength)
    this.#limits = limits
  }

  /** Fails unless the octets are exactly one value. @throws PoeError `ERR_POE_FILTER_RECORD_MSGPACK` */
  whole(): void {
    this.#value(0)
    const left = this.#octets.length - this.#at
    if (left > 0) throw bad(`${left} octets follow the value`)
  }

  #value(depth: number): void {
    const first = this.#uint(1)
    if (first < 0x80 || first >= 0xe0) return
    if (first < 0x90) this.#map(first & 0x0f, depth)
    else if (first < 0xa0) this.#array(first & 0x0f, depth)
    else if (first < 0xc0) this.#skip(first & 0x1f)
    else this.#long(first, depth)
  }

  /** The types whose first octet is all type. */
  #long(first: number, depth: number): void {
    const fixed = FIXED[first]
    if (fixed !== undefined) this.#skip(fixed)
    else if (first === 0xc1) throw bad('0xc1 is no type')
    else if (first < 0xc4) return
    else if (first < 0xc7) this.#skip(this.#uint(1 << (first - 0xc4)))
    else if (first < 0xca) this.#extension(this.#uint(1 << (first - 0xc7)), false, depth)
    else if (first < 0xd9) this.#extension(1 << (first - 0xd4), true, depth)
    else if (first < 0xdc) this.#skip(this.#uint(1 << (first - 0xd9)))
    else if (first < 0xde) this.#array(this.#uint(first === 0xdc ? 2 : 4), depth)
    else this.#map(this.#uint(first === 0xde ? 2 : 4), depth)
  }

  #array(length: number, depth: number): void {
    this.#deeper(length, depth)
    for (let i = 0; i < length; i++) this.#value(depth + 1)
  }

  #map(size: number, depth: number): void {
    this.#deeper(2 * size, depth)
    for (let i = 0; i < size; i++) {
      if (this.#limits.mapsAsObjects) this.#key()
      else this.#value(depth + 1)
      this.#value(depth + 1)
    }
  }

  /** Each value is an octet at least, so what is left bounds how many there can be. */
  #deeper(values: number, depth: number): void {
    if (depth >= this.#limits.maxDepth) throw bad(`values lie more than ${this.#limits.maxDepth} deep in each other`)
    const left = this.#octets.length - this.#at
    if (values > left) throw bad(`${values} values are announced, with ${left} octets left`)
  }

  #key(): void {
    const first = this.#uint(1)
    const short = first >= 0xa0 && first < 0xc0
    if (!short && (first < 0xd9 || first > 0xdb))
      throw bad('a key of a map is no text, which needs mapsAsObjects: false')
    const length = short ? first & 0x1f : this.#uint(1 << (first - 0xd9))
    const at = this.#at
    this.#skip(length)
    if (length === PROTO.length && PROTO.every((octet, i) => octet === this.#octets[at + i]))
      throw bad('a key is "__proto__"')
  }

  #extension(length: number, fixed: boolean, depth: number): void {
    const type = this.#uint(1)
    if (type === TIMESTAMP) this.#timestamp(length)
    else if (!this.#limits.moreTypes) throw bad(`extension ${type} is not of the standard`)
    else if (type === SET && fixed && length === 1) this.#set(depth)
    else if (type === BUFFERS || type === BIG_INT) this.#filled(length)
    else if (type === UNDEFINED && fixed && length === 1) this.#skip(1)
    else throw bad(`extension ${type} is unknown`)
  }

  /** The list of its items follows the extension. */
  #set(depth: number): void {
    this.#skip(1)
    const first = this.#octets[this.#at] ?? 0
    if (!((first >= 0x90 && first < 0xa0) || first === 0xdc || first === 0xdd)) throw bad('a set without a list')
    this.#value(depth)
  }

  #filled(length: number): void {
    if (length === 0) throw bad('an extension without octets')
    this.#skip(length)
  }

  #timestamp(length: number): void {
    if (!TIMESTAMPS.includes(length)) throw bad(`a timestamp of ${length} octets`)
    const at = this.#at
    this.#skip(length)
    if (length !== 12) return
    const seconds = this.#view.getBigInt64(at + 4)
    if (seconds > MOST_SECONDS || seconds < -MOST_SECONDS) throw bad('a timestamp that is no date')
  }

  #uint(size: number): number {
    const at = this.#at
    this.#skip(size)
    if (size === 1) return this.#view.getUint8(at)
    return size === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at)
  }

  #skip(octets: number): void {
    const left = this.#octets.length - this.#at
    if (octets > left) throw bad(`it ends ${octets - left} octets too early`)
    this.#at += octets
  }
}

function bad(why: string): PoeError {
  return new PoeError('ERR_POE_FILTER_RECORD_MSGPACK', `MessagePack: ${why}.`)
}
