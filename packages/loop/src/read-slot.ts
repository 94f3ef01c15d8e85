import type { HandleError } from './handle-error.ts'
import type { HandleState } from './handles.ts'

/** What a {@link ReadSlot} needs of the host it turns from pushing to pulling. */
export interface ReadSource {
  /** Whether the loop runs, so that readiness may be told at once. */
  readonly running: boolean
  /** Calls `slot.announce()` soon, from the host, once the loop runs. At most one request is out at a time. */
  announceLater(slot: ReadSlot): void
  /** The host may push again. Alternates with {@link stop}, beginning with `start`; never pushes inside. */
  start(): void
  /** The host should push no more until {@link start}; what it still pushes is kept. */
  stop(): void
}

/**
 * Turns a host that pushes octets into the level-triggered pull of a stream handle: keeps what was pushed
 * until somebody reads it, stops the host meanwhile, and tells an end or a failure once, after the last octet.
 *
 * Nothing is watched at first, so the host should begin stopped.
 *
 * Should `ready` throw although it must not, the error leaves through `push`, `finish` or `announce`, and what
 * is left is announced again all the same.
 */
export class ReadSlot {
  readonly #source: ReadSource
  /** The oldest unread chunk. Nearly always the only one, so the usual read touches no array. */
  #head: Uint8Array | null = null
  #rest: Uint8Array[] | null = null
  #ready: (() => void) | null = null
  /** `#ready`, unless paused: who is to be called now. */
  #active: (() => void) | null = null
  #flowing = false
  #announced = false
  #outcome: 'open' | 'ended' | 'failed' = 'open'
  #failure: HandleError | null = null
  /** An end or failure is known, and reading has not told it. */
  #untold = false
  #closed = false

  constructor(source: ReadSource) {
    this.#source = source
  }

  /** What reading has told so far. */
  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#untold ? 'open' : this.#outcome
  }

  /** Why reading failed, once told. */
  get error(): HandleError | null {
    return this.#untold ? null : this.#failure
  }

  /** Whether the host has said how its octets ended, told or not. */
  get finished(): boolean {
    return this.#outcome !== 'open'
  }

  /** The host gave octets. Called from the host; after {@link finish} there are none. */
  push(octets: Uint8Array): void {
    if (this.#closed || this.#outcome !== 'open' || octets.byteLength === 0) return
    if (this.#head !== null) {
      if (this.#rest === null) this.#rest = [octets]
      else this.#rest.push(octets)
      return
    }
    this.#head = octets
    this.#tellReady()
  }

  /** The host's octets have come to an end, or have failed. Called from the host; the first call counts. */
  finish(failure: HandleError | null = null): void {
    if (this.#closed || this.#outcome !== 'open') return
    this.#outcome = failure === null ? 'ended' : 'failed'
    this.#failure = failure
    this.#untold = true
    if (this.#head === null) this.#tellReady()
  }

  /** Answers {@link ReadSource.announceLater}: calls whoever watches, if there still is something to tell. */
  announce(): void {
    this.#announced = false
    this.#tellReady()
  }

  /** At most `max` octets of the oldest chunk; null when all is read, which also tells an end or failure. */
  read(max: number): Uint8Array | null {
    const head = this.#head
    if (head === null) {
      this.#untold = false
      return null
    }
    if (head.byteLength > max) {
      this.#head = head.subarray(max)
      return head.subarray(0, max)
    }
    this.#head = this.#rest?.shift() ?? null
    this.#flow()
    return head
  }

  /** Puts octets back in front. An end or failure already told is told again, after them. */
  unread(octets: Uint8Array): void {
    if (this.#closed || octets.byteLength === 0) return
    if (this.#head !== null) this.#rest = [this.#head, ...(this.#rest ?? [])]
    this.#head = octets
    this.#untold = this.#outcome !== 'open'
    this.#settle()
  }

  /** Whom to call while something can be read; replaces the former, and is not paused. */
  watch(ready: () => void): void {
    if (this.#closed) return
    this.#ready = ready
    this.#active = ready
    this.#settle()
  }

  /** Forgets who watched. */
  ignore(): void {
    this.#ready = null
    this.#active = null
    this.#settle()
  }

  /** Calls nobody until {@link resume}. */
  pause(): void {
    this.#active = null
    this.#settle()
  }

  /** Ends {@link pause}: what waits is announced. */
  resume(): void {
    this.#active = this.#ready
    this.#settle()
  }

  /** Drops what is unread; nothing is announced afterwards, and the host is neither started nor stopped. */
  close(): void {
    this.#closed = true
    this.#ready = null
    this.#active = null
    this.#head = null
    this.#rest = null
  }

  /** Takes out everything unread, for a successor that will be fed it first. */
  take(): Uint8Array[] {
    if (this.#head === null) return []
    const chunks = [this.#head, ...(this.#rest ?? [])]
    this.#head = null
    this.#rest = null
    return chunks
  }

  #tellReady(): void {
    const ready = this.#active
    const something = this.#head !== null || this.#untold
    try {
      if (ready !== null && something && this.#source.running) ready()
    } finally {
      this.#settle()
    }
  }

  /** Whatever changed: announce what waits, and let the host push only to somebody who has read everything. */
  #settle(): void {
    if (this.#active !== null && !this.#announced && (this.#head !== null || this.#untold)) {
      this.#announced = true
      this.#source.announceLater(this)
    }
    this.#flow()
  }

  #flow(): void {
    const wanted = this.#active !== null && this.#head === null
    if (wanted === this.#flowing || this.#closed || this.#outcome !== 'open') return
    this.#flowing = wanted
    if (wanted) this.#source.start()
    else this.#source.stop()
  }
}
