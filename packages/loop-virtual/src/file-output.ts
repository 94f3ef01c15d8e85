import {
  type Chunk,
  type HandleError,
  type HandleState,
  handleError,
  isHandleError,
  Level,
  type Mode,
  type StreamHandle,
} from '@poe/loop'
import { noMode } from './modes.ts'
import type { World } from './world.ts'

/** Octets a stream takes before it refuses. */
const LIMIT = 65_536

const encoder = new TextEncoder()

/** Puts octets where they belong, or fewer, and gives how many; throws a HandleError. */
export type Put = (octets: Uint8Array) => number

/** A file or pipe written in sequence. */
export class VirtualFileOutput implements StreamHandle {
  readonly id: number
  readonly readAhead = 0
  readonly #world: World
  readonly #put: Put
  readonly #writing: Level
  #waiting: Uint8Array[] = []
  #pending = 0
  #failure: HandleError | null = null
  #told = false
  #refusal: HandleError | null = null
  #shut = false
  #closed = false

  constructor(world: World, put: Put) {
    this.id = world.nextId()
    this.#world = world
    this.#put = put
    this.#writing = new Level(world, () => this.#isReady())
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

  write(chunk: Chunk): Chunk | null {
    if (this.#shut || this.#failure !== null) return this.#refuse()
    if (this.#pending >= LIMIT) return chunk
    const octets = typeof chunk === 'string' ? encoder.encode(chunk) : chunk.slice()
    if (octets.byteLength === 0) return null
    this.#waiting.push(octets)
    if (this.#pending === 0) this.#world.after(0, () => this.#next())
    this.#pending += octets.byteLength
    return null
  }

  shutdown(): void {
    this.#shut = true
  }

  close(): void {
    this.#closed = true
    this.#shut = true
    this.#writing.ignore()
    this.#drop()
  }

  #next(): void {
    const octets = this.#waiting.shift()
    if (octets === undefined) return
    try {
      const count = this.#put(octets)
      this.#pending -= count
      if (count < octets.byteLength) this.#waiting.unshift(octets.subarray(count))
    } catch (error) {
      if (!isHandleError(error)) throw error
      this.#failure = error
      this.#drop()
    }
    if (this.#pending > 0) this.#world.after(0, () => this.#next())
    else this.#writing.tell()
  }

  #isReady(): boolean {
    const ready = this.#pending === 0
    if (ready && this.#failure !== null) this.#told = true
    return ready
  }

  #drop(): void {
    this.#waiting = []
    this.#pending = 0
  }

  #refuse(): null {
    this.#told = this.#failure !== null
    if (!this.#closed && this.#failure === null) this.#refusal = handleError('EPIPE', 'write')
    return null
  }
}
