import type { Loop } from '@poe/loop'
import type { AnyOptions, ReconnectOptions } from './options.ts'

const INITIAL = 1000
const FACTOR = 2
const MAX = 60_000
const JITTER = 0.5
const RESET_AFTER = 10_000

/** How long to wait before connecting again, each time longer until a connection has lasted. */
export class Backoff {
  readonly #options: ReconnectOptions | undefined
  readonly #attempts: number
  #retries = 0
  #connectedAt: number | undefined

  constructor(reconnect: AnyOptions['reconnect']) {
    this.#options = reconnect === true ? {} : reconnect === false ? undefined : reconnect
    this.#attempts = this.#options === undefined ? 0 : (this.#options.attempts ?? Number.POSITIVE_INFINITY)
  }

  /** Waits that were given since the last connection that lasted. */
  get retries(): number {
    return this.#retries
  }

  /** There is a connection. */
  connected(loop: Loop): void {
    this.#connectedAt = loop.now()
  }

  /** Another server: nothing is known of it. */
  reset(): void {
    this.#retries = 0
  }

  /** Milliseconds to wait after a failure, or a loss; undefined: not again. */
  next(loop: Loop): number | undefined {
    this.#forgive(loop)
    if (this.#retries >= this.#attempts) return undefined
    const { initial = INITIAL, factor = FACTOR, max = MAX, jitter = JITTER } = this.#options ?? {}
    const longest = Math.min(max, initial * factor ** this.#retries++)
    return jitter === 0 ? longest : longest * (1 - jitter * loop.random())
  }

  #forgive(loop: Loop): void {
    const { resetAfter = RESET_AFTER } = this.#options ?? {}
    if (this.#connectedAt !== undefined && loop.now() - this.#connectedAt >= resetAfter) this.#retries = 0
    this.#connectedAt = undefined
  }
}
