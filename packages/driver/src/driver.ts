/** Octets on their way out; a string stands for its UTF-8 octets. */
export type Chunk = Uint8Array | string

/** The part of a stream handle a driver uses. */
export interface DriverHandle {
  /** At most `max` octets; null means nothing now. */
  read(max: number): Uint8Array | null
  /**
   * Takes what it can and gives back the rest, or null. The rest of a text is a text that begins with a whole character, or
   * octets, which may begin inside one. A handle that has failed or is closed takes all it is given, and drops it.
   */
  write(chunk: Chunk): Chunk | null
  /** Octets taken but not yet the operating system's. */
  readonly pending: number
}

/**
 * Moves octets between filters and a handle (POE: `POE::Driver`). A driver holds one queue of output, so each handle has its own.
 *
 * Why `get` gave nothing, and whether writing failed, the handle tells: its `state` and `error`. A driver promises, and
 * `@poe/test-drivers` tests, that no octet is lost, written twice or out of order, however much of what it is given a handle takes.
 */
export interface Driver {
  /**
   * One read, of at most the driver's block size: what the handle gave, as it gave it. Null when there is nothing now, at the
   * end of input and after a failure alike. Leaves the queue alone.
   */
  get(handle: DriverHandle): Uint8Array | null
  /**
   * Queues output behind what is queued; empty chunks vanish. Writes nothing. The list is not kept; the octets of a chunk may
   * be, and must not change until they are written.
   */
  put(chunks: readonly Chunk[]): void
  /**
   * Writes until the queue is empty or the handle gives something back, in as few writes as it can. What came back is written
   * first next time. No write is of nothing, none cuts a character of a text in two, and none follows one that was refused.
   * What is queued stays queued if a write throws; what was written is not kept.
   *
   * @returns octets still in the queue and the handle: 0 is flushed
   */
  flush(handle: DriverHandle): number
  /** Whether nothing is queued; cheaper than counting. */
  readonly empty: boolean
  /** Octets queued; text counts as its UTF-8. Counted when asked. */
  readonly outOctets: number
  /**
   * No fewer than {@link outOctets} and at most three times as many, known without counting text: three octets a unit of
   * it. A driver whose `outOctets` is cheap does without.
   */
  readonly outOctetsAtMost?: number
  /** Chunks queued, as they were put; a half-written one counts until its last octet is taken. */
  readonly outMessages: number
  /** A driver of the same settings with nothing queued, independent of this one. */
  clone(): Driver
}
