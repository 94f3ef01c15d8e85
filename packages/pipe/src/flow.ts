import type { Announced, HandleStage } from '@poe/loop'

/** Who writes into a flow. */
export interface Source {
  /** All that was taken has gone into the pipe. */
  drained(): void
  /** Who read has gone. */
  broken(): void
}

/** Who reads from a flow; called from the host, one call each time. */
export interface Sink {
  arrived(octets: Uint8Array): void
  ended(): void
}

/** One direction of a pipe: what was taken, what lies in the pipe, what has been handed to who reads. */
export class Flow implements Announced {
  source: Source | null = null
  sink: Sink | null = null
  readonly #stage: HandleStage
  readonly #capacity: number
  /** Taken, but not yet in the pipe. */
  #waiting: Uint8Array[] = []
  #pending = 0
  /** In the pipe, on its way to who reads. */
  #coming: Uint8Array[] = []
  /** Octets in the pipe, handed over or not, that nobody has read. */
  #unread = 0
  #over: 'no' | 'shut' | 'told' = 'no'
  #announced = false

  constructor(stage: HandleStage, capacity: number) {
    this.#stage = stage
    this.#capacity = capacity
  }

  /** Octets taken that are not in the pipe. */
  get pending(): number {
    return this.#pending
  }

  /** How many octets would be taken now: what the pipe has room for, and as many again as it holds. */
  get room(): number {
    return 2 * this.#capacity - this.#unread - this.#pending
  }

  /** Takes octets, no more than there is room for; they are the flow's own from now on. */
  take(octets: Uint8Array): void {
    this.#waiting.push(octets)
    this.#pending += octets.byteLength
    this.#fill()
  }

  /** No more will be taken; the end follows what was. */
  shutdown(): void {
    if (this.#over !== 'no') return
    this.#over = 'shut'
    this.#callSink()
  }

  /** Who wrote has gone: what is not in the pipe is dropped, the end follows. */
  abandon(): void {
    this.source = null
    this.#drop()
    this.shutdown()
  }

  /** Who read has gone. */
  close(): void {
    this.sink = null
    this.#coming = []
    this.#drop()
    this.source?.broken()
  }

  /** Octets were read: there is room for others. */
  consumed(count: number): void {
    this.#unread -= count
    if (this.#pending === 0) return
    this.#fill()
    if (this.#pending === 0) this.source?.drained()
  }

  announce(): void {
    this.#announced = false
    const { sink } = this
    if (sink === null) return
    try {
      if (this.#coming.length > 0) sink.arrived(this.#take())
      else if (this.#isAtEnd) {
        this.#over = 'told'
        sink.ended()
      }
    } finally {
      this.#callSink()
    }
  }

  get #isAtEnd(): boolean {
    return this.#over === 'shut' && this.#pending === 0
  }

  #fill(): void {
    while (this.#pending > 0 && this.#unread < this.#capacity) {
      const head = this.#waiting[0] as Uint8Array
      const piece = head.subarray(0, this.#capacity - this.#unread)
      if (piece.byteLength === head.byteLength) this.#waiting.shift()
      else this.#waiting[0] = head.subarray(piece.byteLength)
      this.#coming.push(piece)
      this.#pending -= piece.byteLength
      this.#unread += piece.byteLength
    }
    this.#callSink()
  }

  /** All that is on its way, in one piece: many small writes are read at once. */
  #take(): Uint8Array {
    const coming = this.#coming
    this.#coming = []
    if (coming.length === 1) return coming[0] as Uint8Array
    const whole = new Uint8Array(coming.reduce((size, piece) => size + piece.byteLength, 0))
    let at = 0
    for (const piece of coming) {
      whole.set(piece, at)
      at += piece.byteLength
    }
    return whole
  }

  #callSink(): void {
    if (this.#announced || this.sink === null) return
    if (this.#coming.length === 0 && !this.#isAtEnd) return
    this.#announced = true
    this.#stage.announceLater(this)
  }

  #drop(): void {
    this.#waiting = []
    this.#pending = 0
  }
}
