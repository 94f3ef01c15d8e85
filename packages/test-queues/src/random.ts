/** Numbers that look random and are the same for the same seed (Marsaglia's xorshift of 32 bits). */
export class Random {
  #state: number

  /** @param seed - a whole number */
  constructor(seed: number) {
    // Seeds near each other would begin alike, and zero would stay zero.
    this.#state = Math.imul(seed | 0, 0x9e37_79b1) ^ 0x5bf0_3635 || 1
    for (let i = 0; i < 8; i++) this.below(2)
  }

  /** A whole number from 0 up to, not including, `limit`. */
  below(limit: number): number {
    let state = this.#state
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    this.#state = state
    return Math.floor(((state >>> 0) / 0x1_0000_0000) * limit)
  }

  /** One of a few things. */
  oneOf<T>(things: readonly T[]): T {
    return things[this.below(things.length)] as T
  }
}
