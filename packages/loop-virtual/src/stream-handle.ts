import {
  type Chunk,
  type HandleError,
  type HandleState,
  handleError,
  Level,
  type Mode,
  ReadSlot,
  type ReadSource,
  type StreamHandle,
} from '@poe/loop'
import type { Connection } from './connection.ts'
import type { End, Flow } from './flow.ts'
import { noMode } from './modes.ts'
import type { Resident, World } from './world.ts'

const encoder = new TextEncoder()

/** What a stream is an end of. */
export interface StreamEnds {
  readonly connection: Connection
  /** What it reads; null for an end that only writes. */
  readonly input: Flow | null
  /** What it writes; null for an end that only reads. */
  readonly output: Flow | null
}

/** An end of a simulated connection. */
export class VirtualStream implements StreamHandle, ReadSource, End, Resident {
  readonly id: number
  readonly ends: StreamEnds
  readonly #world: World
  readonly #slot: ReadSlot
  readonly #writing: Level
  readonly #output: Flow | null
  readonly #input: Flow | null
  /** Octets that were read and put back: the flow has counted them. */
  #putBack = 0
  #failure: HandleError | null = null
  #refusal: HandleError | null = null
  #shut = false
  #closed = false

  constructor(world: World, ends: StreamEnds) {
    this.id = world.nextId()
    this.ends = ends
    this.#world = world
    this.#slot = new ReadSlot(this)
    this.#writing = new Level(world, () => this.pending === 0)
    this.#output = ends.output
    this.#input = ends.input
    if (this.#output !== null) this.#output.source = this
    if (this.#input !== null) this.#input.sink = this
    if (ends.connection.facts.kind !== 'pipe') world.residents.add(this)
  }

  get state(): HandleState {
    if (this.#closed) return 'closed'
    return this.#refusal !== null && this.#refusal === this.#failure ? 'failed' : this.#slot.state
  }

  get error(): HandleError | null {
    return this.#refusal ?? this.#slot.error
  }

  /** The receive window. */
  get readAhead(): number {
    return this.#world.faults.options.window
  }

  /** 0 as well when nothing will become of what was taken: the handle has failed or is closed. */
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
    const short = this.#input?.subject.happens('short read') === true
    const octets = this.#slot.read(short ? Math.min(max, this.#input!.subject.shortOf('short read size')) : max)
    if (octets !== null) this.#consumed(octets.byteLength)
    return octets
  }

  unread(octets: Uint8Array): void {
    if (!this.#closed) this.#putBack += octets.byteLength
    this.#slot.unread(octets)
  }

  /**
   * Takes what there is room for and gives back the rest. A handle that has failed, is closed or shut down takes
   * nothing and gives nothing back either: the chunk is dropped, `state` and `error` tell.
   */
  write(chunk: Chunk): Chunk | null {
    if (this.#output === null || this.#shut || this.#failure !== null) return this.#refuse()
    if (chunk.length === 0) return null
    const octets = typeof chunk === 'string' ? encoder.encode(chunk) : chunk
    const count = this.#output.take(octets)
    if (count === octets.byteLength) return null
    return count === 0 ? chunk : octets.subarray(count)
  }

  shutdown(): void {
    if (this.#shut || this.#closed) return
    this.#shut = true
    this.#output?.shutdown()
  }

  close(): void {
    if (this.#closed) return
    const lost = (this.#input?.unread ?? 0) > 0 && this.ends.connection.facts.kind !== 'pipe'
    this.#leave()
    this.#input?.close()
    if (lost) this.#output?.abort()
    else this.#output?.abandon()
    this.ends.connection.leave()
  }

  // The rest is for the flows, the slot, and the upgrade to TLS.

  get running(): boolean {
    return this.#world.running
  }

  announceLater(slot: ReadSlot): void {
    this.#world.announceLater(slot)
  }

  /** What arrives goes into the slot, read or not: the window bounds it. */
  start(): void {}

  stop(): void {}

  arrived(octets: Uint8Array): void {
    this.#slot.push(octets)
  }

  ended(): void {
    this.#slot.finish()
  }

  failed(code: string): void {
    if (this.#closed || this.#failure !== null) return
    // Who was told the end already, or only writes, hears of it when writing.
    const written = this.#slot.finished || this.#input === null
    this.#failure = handleError(written ? brokenPipe(code) : code, written ? 'write' : 'read')
    this.#output?.stop()
    this.#writing.tell()
    this.#slot.finish(this.#failure)
  }

  drained(): void {
    this.#writing.tell()
  }

  /** The handle is closed, the connection is not: gives what nobody has read to a successor. */
  release(): Uint8Array[] {
    const unread = this.#slot.take()
    this.#leave()
    return unread
  }

  describe(): string {
    const { input, output } = this.ends
    const states = [
      input === null ? null : `reading ${input.subject.name}: ${input.describe()}`,
      output === null ? null : `writing ${output.subject.name}: ${output.describe()}, ${this.#writing.watched}`,
    ]
    return `stream ${this.id}, ${this.state}, ${states.filter((state) => state !== null).join('; ')}`
  }

  #check(mode: Mode): void {
    const modes = [this.#input === null ? null : '"read"', this.#output === null ? null : '"write"']
    if (!modes.includes(`"${mode}"`))
      throw noMode('a stream', mode, modes.filter((known) => known !== null).join(' and '))
  }

  #consumed(count: number): void {
    const again = Math.min(count, this.#putBack)
    this.#putBack -= again
    if (count > again) this.#input?.consumed(count - again)
  }

  #leave(): void {
    this.#closed = true
    this.#shut = true
    this.#slot.close()
    this.#writing.ignore()
    this.#world.residents.delete(this)
  }

  #refuse(): null {
    if (this.#closed) return null
    if (this.#output === null) this.#refusal = handleError('EBADF', 'write')
    else this.#refusal = this.#failure ?? handleError('EPIPE', 'write')
    return null
  }
}

/** What a write says of a peer that has gone. */
function brokenPipe(code: string): string {
  return code === 'ECONNRESET' ? 'EPIPE' : code
}
