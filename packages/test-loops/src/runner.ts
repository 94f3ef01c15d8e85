/** What the kit needs of a test runner; those of vitest and `node:test` have it. */
export interface Runner {
  /** Groups tests under a name. */
  describe(name: string, define: () => void): unknown
  /** Declares a test, which fails as its promise rejects. */
  readonly it: {
    (name: string, test: () => Promise<void>): unknown
    /** Shows a test that is left out. */
    readonly skip?: (name: string, test: () => Promise<void>) => unknown
  }
}
