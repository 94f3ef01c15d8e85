import type { Release, SessionHost } from '@poe/kernel'

/** Ending in steps, each of which is given some time; the session lives on meanwhile. */
export class Closing {
  readonly #host: SessionHost
  readonly #label: string
  readonly #timeout: number
  readonly #steps: (() => void)[]
  #wait: Release | null = null

  /** The first step is taken now, the last one ends it. */
  constructor(host: SessionHost, label: string, timeout: number, steps: readonly (() => void)[]) {
    this.#host = host
    this.#label = `${label} -> closing`
    this.#timeout = timeout
    this.#steps = [...steps]
    this.#next()
  }

  /** Only the last step is left to be waited for. */
  skipToLast(): void {
    this.#steps.splice(0, this.#steps.length - 1)
    this.#await()
  }

  dispose(): void {
    this.#steps.length = 0
    this.#wait?.dispose()
    this.#wait = null
  }

  #next(): void {
    const step = this.#steps.shift()
    step?.()
    if (this.#steps.length > 0) this.#await()
  }

  #await(): void {
    this.#wait?.dispose()
    this.#wait =
      this.#timeout === Number.POSITIVE_INFINITY
        ? this.#host.hold('closing', this.#label)
        : this.#host.after(this.#timeout, this.#label, () => this.#next())
  }
}
