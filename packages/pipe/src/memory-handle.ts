import { PoeError } from '@poe/errors'
import {
  type Chunk,
  type HandleError,
  type HandleStage,
  type HandleState,
  handleError,
  Level,
  type Mode,
  ReadSlot,
  type ReadSource,
  type StreamHandle,
} from '@poe/loop'
import type { Flow, Sink, Source } from './flow.ts'
import { takeText } from './take-text.ts'

/** What a handle is an end of. */
export interface MemoryEnds {
  /** What it reads; null for an end that only writes. */
  readonly input: Flow | null
  /** What it writes; null for an end that only reads. */
  readonly output: Flow | null
  readonly capacity: number
}

/** An end of a pipe in memory. */
export class MemoryHandle implements StreamHandle, ReadSource, Source, Sink {
  readonly id: number
  readonly readAhead: number
  readonly #stage: HandleStage
  readonly #input: Flow | null
  readonly #output: Flow | null
  readonly #slot: ReadSlot
  readonly #writing: Level
  /** Octets that were read and put back: the flow has counted them. */
  #putBack = 0
  /** Who read what is written here has gone. */
  #failure: HandleError | null = null
  /** What the last refused write has told. */
  #refusal: HandleError | null = null
  #shut = false
  #closed = false

  constructor(stage: HandleStage, { input, output, capacity }: MemoryEnds) {
    this.id = stage.nextId()
    this.readAhead = input === null ? 0 : capacity
    this.#stage = stage
    this.#input = input
    this.#output = output
    this.#slot = new ReadSlot(this)
    this.#writing = new Level(stage, () => this.pending === 0)
    if (input !== null) input.sink = this
    if (output !== null) output.source = this
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#failure !== null && this.#refusal === this.#failure ? 'failed' : this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal
  }

  get pending(): number {
    return this.#output?.pending ?? 0
  }

  watch(mode: Mode, ready: () => void): void {
    this.#check(mode)
    if (mode === 'read') this.#slot.watch(ready)
    else if (!this.#closed) this.#writing.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#slot.ignore()
    else if (mode === 'write') this.#writing.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#slot.pause()
    else if (mode === 'write') this.#writing.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.#slot.resume()
    else if (mode === 'write') this.#writing.resume()
  }

  read(max: number): Uint8Array | null {
    const octets = this.#slot.read(max)
    if (octets !== null) this.#consumed(octets.byteLength)
    return octets
  }

  unread(octets: Uint8Array): void {
    if (!this.#closed) this.#putBack += octets.byteLength
    this.#slot.unread(octets)
  }

  /** Octets are copied. Of a text, whole characters are taken. */
  write(chunk: Chunk): Chunk | null {
    const output = this.#output
    if (output === null || this.#shut || this.#failure !== null) return this.#refuse()
    if (chunk.length === 0) return null
    const { room } = output
    if (typeof chunk === 'string') return takeText(output, chunk, room)
    if (room > 0) output.take(chunk.slice(0, room))
    return chunk.byteLength > room ? chunk.subarray(room) : null
  }

  shutdown(): void {
    if (this.#shut || this.#closed) return
    this.#shut = true
    this.#output?.shutdown()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#shut = true
    this.#slot.close()
    this.#writing.ignore()
    this.#input?.close()
    this.#output?.abandon()
  }

  // The rest is for the flows and the slot.

  get running(): boolean {
    return this.#stage.running
  }

  announceLater(slot: ReadSlot): void {
    this.#stage.announceLater(slot)
  }

  /** What comes goes into the slot, watched or not: the pipe's capacity bounds it. */
  start(): void {}

  stop(): void {}

  arrived(octets: Uint8Array): void {
    this.#slot.push(octets)
  }

  ended(): void {
    this.#slot.finish()
  }

  drained(): void {
    this.#writing.tell()
  }

  broken(): void {
    this.#failure = handleError('EPIPE', 'write')
    this.#writing.tell()
  }

  #check(mode: Mode): void {
    if (mode === 'read' && this.#input !== null) return
    if (mode === 'write' && this.#output !== null) return
    const modes = this.#input === null ? '"write"' : this.#output === null ? '"read"' : '"read" and "write"'
    throw new PoeError('ERR_POE_NO_MODE', `This end of a pipe cannot be watched in mode "${mode}"; it has ${modes}.`)
  }

  #consumed(count: number): void {
    const again = Math.min(count, this.#putBack)
    this.#putBack -= again
    if (count > again) this.#input?.consumed(count - again)
  }

  #refuse(): null {
    if (!this.#closed) this.#refusal = this.#failure ?? handleError('EPIPE', 'write')
    return null
  }
}
