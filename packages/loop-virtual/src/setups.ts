import type { Happening } from './agenda.ts'

/**
 * Steps towards settling a promise. While the loop runs they wait for their time; outside of `run()` they are done
 * one by one, a hop of the host before each, for a program may await `listen` before it runs the loop.
 */
export class Setups {
  readonly #settle: () => Promise<unknown>
  readonly #waiting = new Set<() => void>()
  #outside = true
  #busy = false

  constructor(settle: () => Promise<unknown>) {
    this.#settle = settle
  }

  /** Whether the loop does not run. */
  set outside(outside: boolean) {
    this.#outside = outside
    if (outside) void this.#serve()
  }

  /** Has `act` done once, by `schedule` or outside of `run()`. */
  add(act: () => void, schedule: (once: () => void) => Happening): Happening {
    const once = (): void => {
      if (!this.#waiting.delete(once)) return
      happening.cancel()
      act()
    }
    this.#waiting.add(once)
    const happening = schedule(once)
    if (this.#outside) void this.#serve()
    return {
      cancel: () => {
        this.#waiting.delete(once)
        happening.cancel()
      },
    }
  }

  /** Steps do not throw; what they settle is somebody else's. */
  async #serve(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    while (this.#waiting.size > 0) {
      await this.#settle()
      if (!this.#outside) break
      for (const once of this.#waiting) {
        once()
        break
      }
    }
    this.#busy = false
  }
}
