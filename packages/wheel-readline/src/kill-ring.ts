/** Texts a ring keeps; older ones are forgotten. */
const LIMIT = 60

/** What was cut, to be put in again: the latest first. */
export class KillRing {
  #texts: string[] = []

  /** The text that would be yanked; undefined where nothing was cut. */
  get top(): string | undefined {
    return this.#texts.at(-1)
  }

  /** @param join - add it to the latest, at its end or its beginning, instead */
  push(text: string, join: 'after' | 'before' | null = null): void {
    if (text === '') return
    const last = join === null ? undefined : this.#texts.pop()
    this.#texts.push(last === undefined ? text : join === 'after' ? last + text : text + last)
    if (this.#texts.length > LIMIT) this.#texts.shift()
  }

  /** Makes the one before the latest the latest. */
  rotate(): void {
    const top = this.#texts.pop()
    if (top !== undefined) this.#texts.unshift(top)
  }
}
