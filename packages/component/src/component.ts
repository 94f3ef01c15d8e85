import type { DrainOptions, DrainReport, Kernel, SessionRef } from '@poe/kernel'

/** How a component is ended well: its sessions finish what is in flight, until the deadline. */
export type CloseOptions = Omit<DrainOptions, 'session'>

/**
 * What every component is (POE: `POE::Component`): a session, with whatever sessions it makes below it, that somebody
 * else wrote. `await using` closes it.
 */
export abstract class Component implements AsyncDisposable {
  /** The kernel it lives on. */
  readonly kernel: Kernel
  /** Its main session: events can be posted to it. */
  abstract readonly session: SessionRef

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /**
   * Ends the component well: it takes on nothing new, finishes what is open, and stops. Past the deadline (default
   * 10 seconds) the rest is stopped, and the report tells who that was. Twice is fine. The kernel has to be running.
   */
  close(options: CloseOptions = {}): Promise<DrainReport> {
    return this.kernel.drain({ ...options, session: this.session })
  }

  /** Ends the component now, dropping what is open. Twice is fine. */
  abort(): void {
    this.kernel.stop(this.session)
  }

  /** Closes it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}
