import { performance } from 'node:perf_hooks'

/** The longest the host can wait at once; above, it would fire after a millisecond. */
const LONGEST = 2 ** 31 - 1

/** Monotonic milliseconds with fractions. */
export function now(): number {
  return performance.now()
}

/**
 * One request for a call at or after a time, kept by at most one timer of the host. A timer that was armed for
 * an earlier request stays: looking again when it fires is cheaper than setting another.
 */
export class Timer {
  readonly #due: () => void
  #at = Infinity
  #armedFor = Infinity
  #armed: NodeJS.Timeout | undefined
  #running = false

  /** @param due - called once per request, from `set`, `start` or the host */
  constructor(due: () => void) {
    this.#due = due
  }

  /** Replaces the request; Infinity for none. */
  set(at: number): void {
    this.#at = at
    if (this.#running && at < this.#armedFor) this.#look()
  }

  /** Requests are served from now on. */
  start(): void {
    this.#running = true
    this.#look()
  }

  /** Keeps the request, holds nothing of the host. */
  stop(): void {
    this.#running = false
    this.#disarm()
  }

  #look(): void {
    if (this.#at === Infinity) return
    const left = this.#at - now()
    if (left > 0) this.#arm(left)
    else {
      this.#at = Infinity
      this.#due()
    }
  }

  #arm(left: number): void {
    this.#disarm()
    this.#armedFor = this.#at
    // The host cuts fractions off, and would fire early.
    this.#armed = setTimeout(this.#fire, Math.min(Math.ceil(left), LONGEST))
  }

  #disarm(): void {
    clearTimeout(this.#armed)
    this.#armed = undefined
    this.#armedFor = Infinity
  }

  readonly #fire = (): void => {
    this.#armedFor = Infinity
    this.#look()
  }
}
