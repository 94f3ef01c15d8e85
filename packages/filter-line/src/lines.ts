import type { Limits } from './limits.ts'

/** The state of one stream: octets in, lines out. */
export interface Lines<Rec> {
  /** What it may keep, and whether it has kept more. */
  readonly limits: Limits
  /** Whether it is as it was when it was new: another stream may use it. */
  readonly isNew: boolean
  /** Octets kept. */
  readonly length: number
  add(chunk: Uint8Array): void
  /** The next line; one that is too long throws. */
  next(): Rec | undefined
  /** The last line, which has no end; asked for when {@link next} has none. One that is too long throws. */
  last(): Rec | undefined
  /** Octets that have not become a line. */
  rest(): Uint8Array[]
}
