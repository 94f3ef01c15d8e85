/** Stirs four 32-bit numbers into one; every bit of each counts. */
export function mix(a: number, b: number, c: number, d: number): number {
  let h = 0x9e3779b9
  for (const part of [a, b, c, d]) {
    h = Math.imul(h ^ part, 0x85ebca6b)
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
    h ^= h >>> 16
  }
  return h >>> 0
}

/** A 32-bit number of a text. */
export function hash(text: string): number {
  let h = 0x811c9dc5
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  return mix(h, text.length, 0, 0)
}

/** A 32-bit number as a fraction from 0 up to, not including, 1. */
export function fraction(number: number): number {
  return number / 0x1_0000_0000
}

/** The generator sfc32: small, quick, and passes the usual tests; the same numbers on every runtime. */
export class Random {
  #a: number
  #b: number
  #c: number
  #count = 1

  /** @param seed - any number or text */
  constructor(seed: number | string) {
    const start = hash(String(seed))
    this.#a = mix(start, 1, 0, 0) | 0
    this.#b = mix(start, 2, 0, 0) | 0
    this.#c = mix(start, 3, 0, 0) | 0
    for (let i = 0; i < 12; i++) this.next()
  }

  /** The next fraction from 0 up to, not including, 1. */
  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#count) | 0
    this.#count = (this.#count + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum
    this.#c |= 0
    return fraction(sum >>> 0)
  }
}
