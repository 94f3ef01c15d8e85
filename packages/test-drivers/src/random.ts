import type { Chunk } from '@poe/driver'

/** Characters of one to four octets. */
const CHARACTERS = [...'abc\r\n é€😀𝄞\ufeff']

/** Numbers that look random and are the same for the same seed (mulberry32), and what the kit makes of them. */
export class Random {
  #state: number

  /** @param seed - a whole number */
  constructor(seed: number) {
    this.#state = seed | 0
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit)
  }

  /** One of a list. */
  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T
  }

  /** None up to `most` chunks, text and octets, empty ones and a long one now and then among them. */
  chunks(most: number): Chunk[] {
    return Array.from({ length: this.below(most + 1) }, () => this.#chunk())
  }

  #chunk(): Chunk {
    const length = this.below(40) === 0 ? this.below(3000) : this.below(9)
    if (this.below(2) === 0) return Uint8Array.from({ length }, () => this.below(256))
    return Array.from({ length }, () => this.pick(CHARACTERS)).join('')
  }
}
