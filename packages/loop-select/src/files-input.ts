import { close, read } from 'node:fs'
import {
  type Chunk,
  type HandleError,
  type HandleState,
  handleError,
  type Mode,
  ReadSlot,
  type ReadSource,
  type StreamHandle,
} from '@poe/loop'
import { noMode } from './modes.ts'
import { nodeError } from './node-error.ts'
import type { Stage } from './stage.ts'

/** The most octets that are read at once. */
const PIECE = 65_536

/** Milliseconds after which a device that had nothing is asked again: the host cannot wait for it. */
const ASK_AGAIN = 100

/** A file, or a device, read in sequence to its end. */
export class FileInput implements StreamHandle, ReadSource {
  readonly id: number
  readonly readAhead = PIECE
  readonly pending = 0
  readonly #stage: Stage
  readonly #descriptor: number
  readonly #address: { readonly address?: string }
  readonly #slot: ReadSlot
  #wanted = false
  #reading = false
  #refusal: HandleError | null = null
  #closed = false
  #again: NodeJS.Timeout | undefined

  constructor(stage: Stage, descriptor: number, address: { readonly address?: string }) {
    this.id = stage.nextId()
    this.#stage = stage
    this.#descriptor = descriptor
    this.#address = address
    this.#slot = new ReadSlot(this)
  }

  get state(): HandleState {
    return this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal ?? this.#slot.error
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read') throw noMode('a file opened to be read', mode, '"read"')
    this.#slot.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#slot.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#slot.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.#slot.resume()
  }

  read(max: number): Uint8Array | null {
    return this.#slot.read(max)
  }

  unread(octets: Uint8Array): void {
    this.#slot.unread(octets)
  }

  /** It is read only: the chunk is dropped, `error` tells. */
  write(_chunk: Chunk): null {
    this.#refusal = handleError('EBADF', 'write', this.#address)
    return null
  }

  shutdown(): void {}

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#wanted = false
    this.#slot.close()
    clearTimeout(this.#again)
    if (!this.#reading) close(this.#descriptor, () => {})
  }

  // The rest is for the slot.

  get running(): boolean {
    return this.#stage.running
  }

  announceLater(slot: ReadSlot): void {
    this.#stage.announceLater(slot)
  }

  start(): void {
    this.#wanted = true
    if (!this.#reading) this.#read()
  }

  stop(): void {
    this.#wanted = false
  }

  #read(): void {
    clearTimeout(this.#again)
    this.#reading = true
    const octets = Buffer.allocUnsafeSlow(PIECE)
    read(this.#descriptor, octets, 0, PIECE, null, (error, count) => {
      this.#reading = false
      if (this.#closed) close(this.#descriptor, () => {})
      else this.#arrived(error, octets.subarray(0, count))
    })
  }

  #arrived(error: NodeJS.ErrnoException | null, octets: Uint8Array): void {
    if (error?.code === 'EAGAIN') {
      this.#again = setTimeout(() => this.#wanted && this.#read(), ASK_AGAIN).unref()
      return
    }
    try {
      if (error !== null) this.#slot.finish(nodeError(error, 'read', this.#address))
      else if (octets.byteLength > 0) this.#slot.push(octets)
      else this.#slot.finish()
      // Whoever takes all at once never has the slot ask again.
      if (this.#wanted && !this.#reading && octets.byteLength > 0) this.#read()
    } catch (thrown) {
      this.#stage.broke(thrown)
    }
  }
}
