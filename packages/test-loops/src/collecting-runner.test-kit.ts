import type { Runner } from './runner.ts'

/** A test that was defined, not yet run. */
export interface Collected {
  readonly topic: string
  readonly name: string
  readonly test: (context?: unknown) => Promise<void>
}

/** A runner that only keeps what it is given. */
export class CollectingRunner implements Runner {
  readonly tests: Collected[] = []
  readonly skipped: string[] = []
  #topic = ''
  readonly it = Object.assign(
    (name: string, test: Collected['test']) => void this.tests.push({ topic: this.#topic, name, test }),
    { skip: (name: string) => void this.skipped.push(name) },
  )

  describe(name: string, define: () => void): void {
    this.#topic = name
    define()
  }
}
