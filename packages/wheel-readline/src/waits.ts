import type { SessionHost } from '@poe/kernel'

/** Promises that keep a wheel from taking keys: an inputrc, completions on their way. */
export class Waits {
  readonly #host: SessionHost
  readonly #label: string
  readonly #goOn: () => void
  #count = 0

  /** @param goOn - called with the session active when one is settled */
  constructor(host: SessionHost, label: string, goOn: () => void) {
    this.#host = host
    this.#label = label
    this.#goOn = goOn
  }

  /** Whether something is waited for. */
  get busy(): boolean {
    return this.#count > 0
  }

  /** Waits for a promise, and uses what it comes to; a rejection is an exception of the session. */
  during<T>(promise: Promise<T>, use: (value: T) => void): void {
    const hold = this.#host.hold('waiting', this.#label)
    this.#count++
    const done = (act: () => void): void =>
      this.#host.enter(`${this.#label} -> go on`, () => {
        this.#count--
        hold.dispose()
        act()
        this.#goOn()
      })
    promise.then(
      (value) => done(() => use(value)),
      (error: unknown) =>
        done(() => {
          throw error
        }),
    )
  }
}
