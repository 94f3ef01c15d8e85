/** Random numbers from a seed (mulberry32), and what a fuzzer makes of them. The same seed gives the same. */
export class Random {
  #state: number

  /** @param seed - a whole number */
  constructor(seed: number) {
    this.#state = seed
  }

  /** From 0 up to, not including, `limit`. */
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

  /** None up to `longest` of something. */
  list<T>(longest: number, make: () => T): T[] {
    return Array.from({ length: this.below(longest + 1) }, make)
  }

  /** None up to `longest` octets. */
  octets(longest: number): Uint8Array {
    const octets = new Uint8Array(this.below(longest + 1))
    for (let i = 0; i < octets.length; i++) octets[i] = this.below(256)
    return octets
  }

  /** Text of all widths, without the characters of `without`. */
  text(longest: number, without = ''): string {
    const characters = [...'abc 019"\\\0\t\r\n;,{}[]:é€😀\ufeff\u2028'].filter((one) => !without.includes(one))
    return this.list(longest, () => this.pick(characters)).join('')
  }

  /** The same octets in chunks of any size, none at all among them. */
  chunks(octets: Uint8Array): Uint8Array[] {
    const longest = this.pick([1, 2, 7, 60, 1000])
    const chunks: Uint8Array[] = []
    for (let at = 0; at < octets.length; ) {
      const size = this.below(longest + 1)
      chunks.push(octets.subarray(at, at + size))
      at += size
    }
    return chunks
  }
}
