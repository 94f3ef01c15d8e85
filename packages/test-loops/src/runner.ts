/** What the kit needs of a test runner; those of vitest and `node:test` have it. */
export interface Runner {
  describe(name: string, define: () => void): unknown
  readonly it: {
    (name: string, test: (context?: unknown) => Promise<void>): unknown
    /** Shows a test that is left out. */
    readonly skip?: (name: string, test: () => Promise<void>) => unknown
  }
}

/** Leaves a test out while it runs, where the runner can: its context has a method `skip`. */
export function skipNow(context: unknown, reason: string): void {
  const { skip } = (context ?? {}) as { skip?: unknown }
  if (typeof skip === 'function') skip.call(context, reason)
}
