import type { HandleError } from './handle-error.ts'
import type { HandleState } from './handles.ts'

/** What a {@link ReadSlot} needs of the host it turns from pushing to pulling. */
export interface ReadSource {
  /** Whether the loop runs, so that readiness may be told at once. */
  readonly running: boolean
  /** Calls `slot.announce()` soon, from the host, once the loop runs. At most one request is out at a time. */
  announceLater(slot: ReadSlot): void
  /** The host may push again. Called only after {@link stop}. */
  start(): void
  /** The host should push no more until {@link start}; what it still pushes is kept. */
  stop(): void
}

/**
 * Turns a host that pushes octets into the level-triggered pull of a stream handle: keeps what was pushed
 * until somebody reads it, stops the host meanwhile, and tells an end or a failure once, after the last octet.
 *
 * Nothing is watched at first, so the host should begin stopped.
 */
export class ReadSlot {
  readonly #source: ReadSource
  #chunks: Uint8Array[] = []
  #ready: (() => void) | null = null
  #paused = false
  #flowing = false
  #announced = false
  #outcome: 'open' | 'ended' | 'failed' = 'open'
  #failure: HandleError | null = null
  #told = false
  #closed = false

  constructor(source: ReadSource) {
    this.#source = source
  }

  /** What reading has told so far. */
  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#told ? this.#outcome : 'open'
  }

  /** Why reading failed, once told. */
  get error(): HandleError | null {
    return this.#told ? this.#failure : null
  }

  /** The host gave octets. Called from the host. */
  push(octets: Uint8Array): void {
    if (this.#closed || octets.byteLength === 0) return
    this.#chunks.push(octets)
    if (this.#chunks.length === 1) this.#tellReady()
    this.#flow()
  }

  /** The host's octets have come to an end, or have failed. Called from the host; the first call counts. */
  finish(failure: HandleError | null = null): void {
    if (this.#closed || this.#outcome !== 'open') return
    this.#outcome = failure === null ? 'ended' : 'failed'
    this.#failure = failure
    if (this.#chunks.length === 0) this.#tellReady()
    this.#flow()
  }

  /** Answers {@link ReadSource.announceLater}: calls whoever watches, if there still is something to tell. */
  announce(): void {
    this.#announced = false
    this.#tellReady()
  }

  read(max: number): Uint8Array | null {
    const head = this.#chunks[0]
    if (head === undefined) return this.#tell()
    if (head.byteLength > max) {
      this.#chunks[0] = head.subarray(max)
      return head.subarray(0, max)
    }
    if (this.#chunks.length === 1) this.#chunks.length = 0
    else this.#chunks.shift()
    this.#flow()
    return head
  }

  unread(octets: Uint8Array): void {
    if (this.#closed || octets.byteLength === 0) return
    this.#chunks.unshift(octets)
    this.#told = false
    this.#announceAgain()
  }

  watch(ready: () => void): void {
    if (this.#closed) return
    this.#ready = ready
    this.#paused = false
    this.#flow()
    this.#announceAgain()
  }

  ignore(): void {
    this.#ready = null
    this.#flow()
  }

  pause(): void {
    this.#paused = true
    this.#flow()
  }

  resume(): void {
    this.#paused = false
    this.#flow()
    this.#announceAgain()
  }

  /** Drops what is unread; nothing is announced afterwards. */
  close(): void {
    this.#closed = true
    this.#ready = null
    this.#chunks = []
  }

  /** Takes out everything unread, for a successor that will be fed it first. */
  take(): Uint8Array[] {
    const chunks = this.#chunks
    this.#chunks = []
    return chunks
  }

  get #watching(): boolean {
    return this.#ready !== null && !this.#paused
  }

  get #something(): boolean {
    return this.#chunks.length > 0 || (this.#outcome !== 'open' && !this.#told)
  }

  #tellReady(): void {
    if (this.#source.running && this.#watching && this.#something) this.#ready?.()
    this.#announceAgain()
  }

  #tell(): null {
    if (this.#outcome !== 'open') this.#told = true
    return null
  }

  #announceAgain(): void {
    if (this.#announced || !this.#watching || !this.#something) return
    this.#announced = true
    this.#source.announceLater(this)
  }

  /** Lets the host push while somebody watches and has read everything so far. */
  #flow(): void {
    if (this.#closed) return
    const wanted = this.#watching && this.#chunks.length === 0
    if (wanted === this.#flowing) return
    this.#flowing = wanted
    if (wanted) this.#source.start()
    else this.#source.stop()
  }
}
