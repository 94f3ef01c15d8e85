/**
 * An event loop of native code, as {@link ForeignLoop} serves it: "call me at the latest then; wake me through this".
 *
 * All of it is called while the loop runs only, from the thread of the program.
 */
export interface Foreign {
  /** How a loop that serves it is called in errors and tables. */
  readonly name: string
  /**
   * The descriptors that wake it, and what for: the bits of poll(2), 1 for octets to read, 2 for urgent ones, 4 for room to
   * write. Looked at after each {@link prepare}. One that is closed meanwhile does no harm.
   */
  readonly descriptors: ReadonlyMap<number, number>
  /**
   * Node is about to wait: says for how many milliseconds it may, 0 for not at all, Infinity for until a descriptor is ready.
   * Makes {@link descriptors} what they are to be. Called often, and in the middle of the host: it calls nobody back.
   */
  prepare(): number
  /**
   * Does what is due without waiting, one round of it: a descriptor is ready, or the time is over, or neither. Called from the
   * host by its own; what it throws ends the run.
   */
  serve(): void
  /** The loop begins to run. What it throws rejects `run()`. */
  start?(): void
  /** The loop runs no longer. */
  stop?(): void
}
