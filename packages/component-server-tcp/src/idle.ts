import type { Release, SessionHost } from '@poe/kernel'

/** Tells when nothing has happened for so long; the clock is read when something happens, and no timer is touched. */
export class IdleWatch {
  readonly #host: SessionHost
  readonly #limit: number
  readonly #idle: () => boolean
  readonly #timedOut: () => void
  #last: number
  #timer: Release | null = null

  /**
   * @param idle - whether nothing is going on just now; asked when the time is up
   * @param timedOut - called once, and again only after something has happened
   */
  constructor(host: SessionHost, limit: number, idle: () => boolean, timedOut: () => void) {
    this.#host = host
    this.#limit = limit
    this.#idle = idle
    this.#timedOut = timedOut
    this.#last = host.loop.now()
    this.#arm(limit)
  }

  /** Something has happened. */
  touch(): void {
    this.#last = this.#host.loop.now()
    if (this.#timer === null) this.#arm(this.#limit)
  }

  dispose(): void {
    this.#timer?.dispose()
  }

  #arm(milliseconds: number): void {
    this.#timer = this.#host.after(milliseconds, 'TcpServer -> idle timeout', () => this.#look())
  }

  #look(): void {
    this.#timer = null
    if (!this.#idle()) this.#last = this.#host.loop.now()
    const left = this.#last + this.#limit - this.#host.loop.now()
    if (left > 0) this.#arm(left)
    else this.#timedOut()
  }
}
