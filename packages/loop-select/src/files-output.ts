import { close, write } from 'node:fs'
import { type Chunk, type HandleError, type HandleState, handleError, type Mode, type StreamHandle } from '@poe/loop'
import { Level, type LevelSource } from './level.ts'
import { noMode } from './modes.ts'
import { nodeError } from './node-error.ts'
import { WRITE_LIMIT } from './socket-handle.ts'
import type { Stage } from './stage.ts'

/** A file written in sequence: one write at a time, of all that waits. */
export class FileOutput implements StreamHandle, LevelSource {
  readonly id: number
  readonly readAhead = 0
  readonly #descriptor: number
  readonly #address: { readonly address?: string }
  readonly #writing: Level
  /** What the host has not been given. */
  #waiting: Buffer[] = []
  #underway = false
  #pending = 0
  #failure: HandleError | null = null
  /** Readiness, or a write, has told the failure. */
  #told = false
  #refusal: HandleError | null = null
  #shut = false
  #closed = false

  constructor(stage: Stage, descriptor: number, address: { readonly address?: string }) {
    this.id = stage.nextId()
    this.#descriptor = descriptor
    this.#address = address
    this.#writing = new Level(stage, this)
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#told ? 'failed' : 'open'
  }

  get error(): HandleError | null {
    return this.#told ? this.#failure : this.#refusal
  }

  get pending(): number {
    return this.#pending
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'write') throw noMode('a file opened to be written', mode, '"write"')
    if (!this.#closed) this.#writing.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'write') this.#writing.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'write') this.#writing.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'write') this.#writing.resume()
  }

  read(_max: number): null {
    return null
  }

  unread(_octets: Uint8Array): void {}

  /** Takes a chunk whole, or gives it back while 64 KiB are pending. */
  write(chunk: Chunk): Chunk | null {
    if (this.#shut || this.#failure !== null) return this.#refuse()
    if (this.#pending >= WRITE_LIMIT) return chunk
    const octets = Buffer.from(chunk as Uint8Array)
    if (octets.byteLength === 0) return null
    this.#pending += octets.byteLength
    this.#waiting.push(octets)
    this.#next()
    return null
  }

  /** The file is closed behind what was taken. */
  shutdown(): void {
    if (this.#shut) return
    this.#shut = true
    this.#next()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#writing.ignore()
    this.#drop()
    this.shutdown()
  }

  // The rest is for the level.

  something(): boolean {
    const ready = this.#pending === 0
    if (ready && this.#failure !== null) this.#told = true
    return ready
  }

  /** Every write is told of anyway. */
  expect(): void {}

  #next(): void {
    if (this.#underway) return
    if (this.#waiting.length > 0) {
      this.#underway = true
      this.#write(this.#waiting.length === 1 ? this.#waiting[0]! : Buffer.concat(this.#waiting))
      this.#waiting = []
    } else if (this.#shut) close(this.#descriptor, () => {})
  }

  #write(octets: Buffer): void {
    write(this.#descriptor, octets, 0, octets.byteLength, null, (error, count) => {
      if (error !== null) this.#failed(nodeError(error, 'write', this.#address))
      else if (!this.#closed) this.#pending -= count
      if (count < octets.byteLength && this.#failure === null && !this.#closed) {
        this.#write(octets.subarray(count))
        return
      }
      this.#underway = false
      this.#next()
      if (this.#pending === 0) this.#writing.tell()
    })
  }

  #failed(failure: HandleError): void {
    this.#failure = failure
    this.#drop()
  }

  #drop(): void {
    this.#waiting = []
    this.#pending = 0
  }

  #refuse(): null {
    this.#told = this.#failure !== null
    if (!this.#closed && this.#failure === null) this.#refusal = handleError('EPIPE', 'write', this.#address)
    return null
  }
}
