/** Asks the host for one callback after at least so many milliseconds, and gives what takes that back. */
export type Later = (milliseconds: number, call: () => void) => () => void

/** What a {@link Deadline} needs of its host. */
export interface DeadlineHost {
  now(): number
  readonly later: Later
  /** The longest a host can wait at once, in milliseconds. */
  readonly longest: number
}

/**
 * One request for a call at or after a time, kept by at most one timer of the host. A timer that was set for an earlier
 * request stays: looking again when it fires is cheaper than setting another.
 */
export class Deadline {
  readonly #host: DeadlineHost
  readonly #due: () => void
  #at = Number.POSITIVE_INFINITY
  #setFor = Number.POSITIVE_INFINITY
  #takeBack: (() => void) | null = null
  #running = false

  /** @param due - called once per request, from `set`, `start` or the host */
  constructor(host: DeadlineHost, due: () => void) {
    this.#host = host
    this.#due = due
  }

  /** Replaces the request; Infinity for none. */
  set(at: number): void {
    this.#at = at
    if (this.#running && at < this.#setFor) this.#look()
  }

  /** Requests are served from now on. */
  start(): void {
    this.#running = true
    this.#look()
  }

  /** Keeps the request, holds nothing of the host. */
  stop(): void {
    this.#running = false
    this.#unset()
  }

  /** Looks at the clock again: where the host's timers are late, somebody else may know better. */
  look(): void {
    if (this.#running) this.#look()
  }

  #look(): void {
    if (this.#at === Number.POSITIVE_INFINITY) return
    const left = this.#at - this.#host.now()
    if (left > 0) this.#set(left)
    else {
      this.#at = Number.POSITIVE_INFINITY
      this.#due()
    }
  }

  #set(left: number): void {
    if (this.#setFor === this.#at) return
    this.#unset()
    this.#setFor = this.#at
    // Hosts cut fractions off, and would fire early.
    this.#takeBack = this.#host.later(Math.min(Math.ceil(left), this.#host.longest), this.#fire)
  }

  #unset(): void {
    this.#takeBack?.()
    this.#takeBack = null
    this.#setFor = Number.POSITIVE_INFINITY
  }

  readonly #fire = (): void => {
    this.#takeBack = null
    this.#setFor = Number.POSITIVE_INFINITY
    this.#look()
  }
}
