import type { Release } from '@poe/kernel'
import type { Side } from './side.ts'

/** The time between two looks: over when it has passed, or at once when something may have changed. */
export class Rest {
  readonly #side: Side
  #timer: Release | null = null
  #end: ((hinted: boolean) => void) | null = null
  #hinted = false

  constructor(side: Side) {
    this.#side = side
  }

  /** Settles when it is time to look again: true where somebody hinted at it. A hint that came before counts. */
  for(milliseconds: number): Promise<boolean> {
    if (this.#hinted) {
      this.#hinted = false
      return Promise.resolve(true)
    }
    return new Promise((resolve) => {
      this.#end = resolve
      if (milliseconds < Number.POSITIVE_INFINITY)
        this.#timer = this.#side.host.after(milliseconds, `${this.#side.label} -> poll`, () => this.#over(false))
    })
  }

  /** What is looked at now is looked at after all hints so far. */
  forget(): void {
    this.#hinted = false
  }

  hint(): void {
    if (this.#end === null) this.#hinted = true
    else this.#over(true)
  }

  /** It is never over. */
  stop(): void {
    this.#timer?.dispose()
    this.#end = null
  }

  #over(hinted: boolean): void {
    const end = this.#end
    this.#timer?.dispose()
    this.#timer = null
    this.#end = null
    end?.(hinted)
  }
}
