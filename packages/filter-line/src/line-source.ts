import { ChunkQueue } from './chunk-queue.ts'
import type { Limits } from './limits.ts'
import { type LineEnd, literalEnd, lone, NEWLINE, other } from './line-end.ts'
import { OctetBuffer } from './octet-buffer.ts'

/** Cuts octets where lines end: many whole short lines at a time, or one line. */
export class LineSource {
  /** How lines end here; where that is to be found out, it changes once. */
  end: LineEnd
  readonly #queue = new ChunkQueue()
  /** The beginning of a line whose end has not arrived; it comes before the queue. */
  readonly #tail = new OctetBuffer()
  readonly #limits: Limits
  /** How lines end is found out from what comes. */
  readonly #learns: boolean
  #detecting: boolean
  /** The CR or LF that ended the last line, while the octet after it has not been looked at; otherwise 0. */
  #half = 0

  /** @param literal - undefined for all newlines, null for finding out which */
  constructor(literal: LineEnd | undefined | null, limits: Limits) {
    this.end = literal ?? NEWLINE
    this.#learns = literal === null
    this.#detecting = this.#learns
    this.#limits = limits
  }

  /** Whether nothing waits, and nothing is known of what came. */
  get isNew(): boolean {
    return this.length === 0 && this.#half === 0 && !this.#learns
  }

  /** Octets waiting. */
  get length(): number {
    return this.#tail.length + this.#queue.length
  }

  add(chunk: Uint8Array): void {
    this.#queue.add(chunk)
  }

  /** Whole lines with their ends, as many as fit in so many octets, where that can be had without copying. */
  block(most: number): Uint8Array | undefined {
    if (this.#tail.length > 0 || !this.#ready() || this.#detecting) return undefined
    const { chunk, at } = this.#queue
    const past = this.end.last(chunk, at, Math.min(chunk.length, at + most))
    if (past < 0) return undefined
    return this.#queue.read(this.end === NEWLINE ? this.#pastPair(chunk, at, past) : past)
  }

  /** The next line without its end; too long a one throws. */
  line(): Uint8Array | undefined {
    while (this.#ready()) {
      const line = this.#acrossChunks() ?? this.#insideChunk()
      if (line !== undefined) return line
    }
    return undefined
  }

  /** What is left when there is no line any more: the last one, which has no end. */
  last(): Uint8Array | undefined {
    const { length } = this.#tail
    return length === 0 ? undefined : this.#tail.take(this.#checked(length))
  }

  /** What has not been given out. `between`: everything given out has been used, so half a line end may go too. */
  rest(between: boolean): Uint8Array[] {
    if (between) this.#ready()
    const tail = this.#tail.length > 0 ? [this.#tail.view().slice()] : []
    return [...tail, ...this.#queue.rest()]
  }

  /** Whether there is an octet to look at that is not the second half of the last line's end. */
  #ready(): boolean {
    if (!this.#queue.load()) return false
    return this.#half === 0 || this.#finishEnd()
  }

  #finishEnd(): boolean {
    const octet = this.#queue.chunk[this.#queue.at] as number
    const paired = octet === other(this.#half)
    if (paired) this.#queue.at++
    if (this.#detecting) this.#detected(paired ? Uint8Array.of(this.#half, octet) : Uint8Array.of(this.#half))
    this.#half = 0
    return this.#queue.load()
  }

  #detected(end: Uint8Array): void {
    this.#detecting = false
    this.end = literalEnd(String.fromCharCode(...end), end)
  }

  /** Takes the second half of the block's last line end along if it is here, or remembers to look for it. */
  #pastPair(chunk: Uint8Array, at: number, past: number): number {
    const half = lone(chunk, at, past)
    if (half === 0) return past
    if (past === chunk.length) this.#half = half
    return chunk[past] === other(half) ? past + 1 : past
  }

  /** The line whose end begins in the tail and is over in this chunk. */
  #acrossChunks(): Uint8Array | undefined {
    const tail = this.#tail
    const reach = this.end.size - 1
    if (reach === 0 || tail.length === 0) return undefined
    const { chunk, at } = this.#queue
    const before = tail.view(Math.max(0, tail.length - reach))
    const seam = Uint8Array.of(...before, ...chunk.subarray(at, at + reach))
    const found = this.end.first(seam, 0, seam.length)
    if (found < 0) return undefined
    const length = this.#checked(tail.length - before.length + found)
    this.#queue.at += found + this.end.size - before.length
    return tail.take(length)
  }

  /** The line whose end is in this chunk; without one, the chunk joins the tail. */
  #insideChunk(): Uint8Array | undefined {
    const { chunk, at } = this.#queue
    const end = this.end.first(chunk, at, chunk.length)
    if (end < 0) {
      // Where half an end may be waiting, the line is not known to be too long.
      this.#checked(this.#tail.length + chunk.length - at - (this.end.size - 1))
      this.#tail.append(chunk, at, chunk.length)
      this.#queue.at = chunk.length
      return undefined
    }
    const length = this.#checked(this.#tail.length + end - at)
    if (this.end === NEWLINE) this.#half = chunk[end] as number
    this.#queue.at = end + this.end.size
    if (length === end - at) return chunk.subarray(at, end)
    this.#tail.append(chunk, at, end)
    return this.#tail.take(length)
  }

  #checked(length: number): number {
    if (length > this.#limits.maxLength) throw this.#limits.tooLong()
    return length
  }
}
