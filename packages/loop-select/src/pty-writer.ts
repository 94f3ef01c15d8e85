import { writeSync } from 'node:fs'
import type { HandleError } from '@poe/loop'
import { nodeError } from './node-error.ts'

/** Milliseconds after which a full terminal is tried again, at first and at most. */
const FIRST_WAIT = 1
const LAST_WAIT = 64

/** Who hears of what was written. */
export interface PtyWriting {
  /** All is written that had to wait. */
  done(): void
  failed(failure: HandleError): void
}

/**
 * Writes to a terminal without ever waiting for it. The host does not say when a full terminal has room again, so it
 * is tried every now and then.
 */
export class PtyWriter {
  readonly #descriptor: number
  readonly #told: PtyWriting
  /** Octets taken, the oldest first. */
  readonly #taken: Uint8Array[] = []
  #pending = 0
  #wait = FIRST_WAIT
  #timer: NodeJS.Timeout | null = null

  constructor(descriptor: number, told: PtyWriting) {
    this.#descriptor = descriptor
    this.#told = told
  }

  /** Octets taken that the terminal has not. */
  get pending(): number {
    return this.#pending
  }

  take(octets: Uint8Array): void {
    if (octets.byteLength === 0) return
    this.#taken.push(octets)
    this.#pending += octets.byteLength
    if (this.#timer === null) this.#writeOn()
  }

  /** Writes no more. */
  drop(): void {
    this.#taken.length = 0
    this.#pending = 0
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /** As much as the terminal takes; tries again after a while that grows as long as it takes nothing. */
  #writeOn(): void {
    const before = this.#pending
    try {
      while (this.#taken.length > 0) this.#writeSome()
    } catch (error) {
      const failure = nodeError(error, 'write')
      if (failure.code !== 'EAGAIN') this.#told.failed(failure)
    }
    if (this.#pending === 0) return
    this.#wait = this.#pending < before ? FIRST_WAIT : Math.min(2 * this.#wait, LAST_WAIT)
    this.#timer = setTimeout(() => this.#retry(), this.#wait).unref()
  }

  #writeSome(): void {
    const octets = this.#taken[0]!
    const written = writeSync(this.#descriptor, octets)
    this.#pending -= written
    if (written === octets.byteLength) this.#taken.shift()
    else this.#taken[0] = octets.subarray(written)
  }

  #retry(): void {
    this.#timer = null
    this.#writeOn()
    if (this.#pending === 0) this.#told.done()
  }
}
