/** Something to be called back from the host. */
export interface Announced {
  /** What it throws ends the run. */
  announce(): void
}

/**
 * What handles that are nothing but memory need of a loop: pipes in memory, adapters to something that is no handle. With
 * `ReadSlot` and `Level` that is all it takes.
 */
export interface HandleStage {
  /** Whether the loop runs, so that callbacks may be made. */
  readonly running: boolean
  /** A number no other handle of the loop has. */
  nextId(): number
  /**
   * Calls `announced.announce()` once, from the host, soon or when the loop runs again: never inside another call or callback,
   * in the order of the requests, and promises settle in between.
   */
  announceLater(announced: Announced): void
}
