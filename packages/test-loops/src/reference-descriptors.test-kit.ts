import { PoeError } from '@poe/errors'
import {
  type Chunk,
  type DescriptorService,
  type HandleError,
  type HandleState,
  handleError,
  type Mode,
  type StreamHandle,
  type Watchable,
} from '@poe/loop'
import type { DescriptorPair } from './index.ts'
import { ReferenceLevel } from './reference-level.test-kit.ts'
import type { ReferenceLoop } from './reference-loop.test-kit.ts'

const ROOM = 65_536

/** What a descriptor in memory leads to. */
export class ReferenceEnd {
  coming: number[] = []
  closed = false
  peer: ReferenceEnd = this
  readonly levels = new Set<ReferenceLevel>()

  get readable(): boolean {
    return this.coming.length > 0 || this.peer.closed
  }

  get writable(): boolean {
    return this.peer.coming.length < ROOM || this.peer.closed
  }

  take(max = Number.POSITIVE_INFINITY): Uint8Array {
    const taken = Uint8Array.from(this.coming.splice(0, max))
    this.peer.tell()
    return taken
  }

  send(octets: Uint8Array): void {
    for (const octet of octets) this.peer.coming.push(octet)
    this.peer.tell()
  }

  close(): void {
    this.closed = true
    this.peer.tell()
  }

  tell(): void {
    for (const level of this.levels) level.tell()
  }
}

/** A descriptor in memory that is watched. */
export class ReferenceWatched implements Watchable {
  readonly id: number
  readonly readAhead = 0
  readonly loop: ReferenceLoop
  readonly end: ReferenceEnd
  readonly reading: ReferenceLevel
  readonly writing: ReferenceLevel
  closed = false

  constructor(loop: ReferenceLoop, end: ReferenceEnd) {
    this.id = ++loop.ids
    this.loop = loop
    this.end = end
    this.reading = new ReferenceLevel(loop, () => !this.closed && this.readable)
    this.writing = new ReferenceLevel(loop, () => !this.closed && end.writable)
    end.levels.add(this.reading).add(this.writing)
  }

  get readable(): boolean {
    return this.end.readable
  }

  get state(): HandleState {
    return this.closed ? 'closed' : 'open'
  }

  get error(): HandleError | null {
    return null
  }

  level(mode: Mode): ReferenceLevel {
    return mode === 'write' ? this.writing : this.reading
  }

  watch(mode: Mode, ready: () => void): void {
    if (!this.closed) this.level(mode).watch(ready)
  }

  ignore(mode: Mode): void {
    this.level(mode).watch(null)
  }

  pause(mode: Mode): void {
    this.level(mode).pause(true)
  }

  resume(mode: Mode): void {
    this.level(mode).pause(false)
  }

  close(): void {
    this.closed = true
  }
}

/** A descriptor in memory that is a stream. */
export class ReferenceDescriptorStream extends ReferenceWatched implements StreamHandle {
  readonly pending = 0
  back: number[] = []
  ended = false
  failure: HandleError | null = null

  override get readable(): boolean {
    return this.back.length > 0 || (!this.ended && this.end.readable)
  }

  override get state(): HandleState {
    if (this.closed) return 'closed'
    return this.failure !== null ? 'failed' : this.ended ? 'ended' : 'open'
  }

  override get error(): HandleError | null {
    return this.failure
  }

  read(max: number): Uint8Array | null {
    if (this.closed) return null
    if (this.back.length > 0) return Uint8Array.from(this.back.splice(0, max))
    if (this.end.coming.length > 0) return this.end.take(max)
    this.ended = this.end.peer.closed
    return null
  }

  unread(octets: Uint8Array): void {
    this.back.unshift(...octets)
    this.ended = false
    this.reading.tell()
  }

  write(chunk: Chunk): Chunk | null {
    if (this.closed) return null
    if (this.end.peer.closed) {
      this.failure = handleError('EPIPE', 'write')
      return null
    }
    const octets = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk
    const room = ROOM - this.end.peer.coming.length
    this.end.send(octets.subarray(0, Math.max(0, room)))
    return octets.byteLength > room ? octets.subarray(Math.max(0, room)) : null
  }

  shutdown(): void {}

  override close(): void {
    super.close()
    this.end.close()
  }
}

/** Descriptors in memory. */
export class ReferenceDescriptors implements DescriptorService {
  readonly loop: ReferenceLoop
  readonly Watched: typeof ReferenceWatched
  readonly Stream: typeof ReferenceDescriptorStream
  readonly #ends: ReferenceEnd[] = []

  constructor(loop: ReferenceLoop, Watched = ReferenceWatched, Stream = ReferenceDescriptorStream) {
    this.loop = loop
    this.Watched = Watched
    this.Stream = Stream
  }

  watch(descriptor: number): Watchable {
    return new this.Watched(this.loop, this.end(descriptor))
  }

  stream(descriptor: number): StreamHandle {
    return new this.Stream(this.loop, this.end(descriptor))
  }

  end(descriptor: number): ReferenceEnd {
    const end = this.#ends[descriptor]
    if (end === undefined) throw new PoeError('ERR_POE_DESCRIPTOR', `There is no descriptor ${descriptor}.`)
    return end
  }

  pair(): DescriptorPair {
    const [ours, theirs] = [new ReferenceEnd(), new ReferenceEnd()]
    ours.peer = theirs
    theirs.peer = ours
    return {
      descriptor: this.#ends.push(ours) - 1,
      take: () => ours.take(),
      send: (octets) => theirs.send(octets),
      heard: () => theirs.take(),
      hangUp: () => theirs.close(),
      isClosed: () => ours.closed,
      end: () => ours.close(),
    }
  }
}
