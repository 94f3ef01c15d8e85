/** Octets on their way out; a string stands for its UTF-8 octets. */
export type Chunk = Uint8Array | string

/** The part of a stream handle a driver uses. */
export interface DriverHandle {
  /** At most `max` octets; null means nothing now. */
  read(max: number): Uint8Array | null
  /** Takes what it can and gives back the rest, or null. */
  write(chunk: Chunk): Chunk | null
  /** Octets taken but not yet the operating system's. */
  readonly pending: number
}

/**
 * Moves octets between filters and a handle (POE: `POE::Driver`). A driver holds one queue of output, so each handle has its own.
 *
 * Why `get` gave nothing, and whether writing failed, the handle tells: its `state` and `error`.
 */
export interface Driver {
  /** One read, of at most the driver's block size; null when there is nothing now. */
  get(handle: DriverHandle): Uint8Array | null
  /** Queues output; empty chunks vanish. Writes nothing. */
  put(chunks: readonly Chunk[]): void
  /** Writes until the queue is empty or the handle takes no more. Octets still in the queue and the handle: 0 is flushed. */
  flush(handle: DriverHandle): number
  /** Whether nothing is queued; cheaper than counting. */
  readonly empty: boolean
  /** Octets queued; counted when asked. */
  readonly outOctets: number
  /**
   * No fewer than {@link outOctets}, and known without counting text: three octets a unit of it. A driver whose
   * `outOctets` is cheap does without.
   */
  readonly outOctetsAtMost?: number
  /** Chunks queued, a half-written one included. */
  readonly outMessages: number
  /** A driver of the same settings with nothing queued. */
  clone(): Driver
}
