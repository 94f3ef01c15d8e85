import type { Release, SessionHost } from '@poe/kernel'

/** How a {@link PutQueue} is made. */
export interface PutRules {
  readonly mode: 'idle' | 'immediate' | 'after'
  /** Milliseconds without a key after which the user is idle. */
  readonly idleTime: number
  /** Shows lines. */
  readonly show: (lines: readonly string[]) => void
}

/** Lines that wait until they do not disturb the user. */
export class PutQueue {
  readonly #host: SessionHost
  readonly #label: string
  readonly #rules: PutRules
  #waiting: string[] = []
  /** There while the user is not idle. */
  #timer: Release | null = null

  constructor(host: SessionHost, label: string, rules: PutRules) {
    this.#host = host
    this.#label = label
    this.#rules = rules
  }

  /** @param reading - whether there is a user to be disturbed */
  put(lines: readonly string[], reading: boolean): void {
    const { mode, show } = this.#rules
    if (reading && (mode === 'after' || this.#timer !== null)) this.#waiting.push(...lines)
    else show(lines)
  }

  /** The user has typed. */
  typed(): void {
    if (this.#rules.mode !== 'idle') return
    this.#timer?.dispose()
    this.#timer = this.#host.after(this.#rules.idleTime, `${this.#label} -> input timeout`, () => this.flush())
  }

  /** Shows what waits. */
  flush(): void {
    this.#timer?.dispose()
    this.#timer = null
    if (this.#waiting.length > 0) this.#rules.show(this.#waiting.splice(0))
  }
}
