/** The state of one stream: octets in, lines out. */
export interface Lines<Rec> {
  /** Octets kept. */
  readonly length: number
  add(chunk: Uint8Array): void
  /** The next line; one that is too long throws. */
  next(): Rec | undefined
  /** Octets that have not become a line. */
  rest(): Uint8Array[]
}
