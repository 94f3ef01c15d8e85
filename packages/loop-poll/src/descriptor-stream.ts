import { PoeError } from '@poe/errors'
import { type Chunk, type HandleError, type HandleState, handleError, type Mode, type StreamHandle } from '@poe/loop'
import { Descriptor, type Parts } from './descriptor.ts'

/** The most of one read: no device has longer packets. */
const LONGEST = 65_536
const WRITING = 1

/** Where reads go first: one serves every stream, for each is copied at once. */
const scratch = new Uint8Array(LONGEST)

/** A descriptor as a stream: read and written by the system's own calls, when asked to, with nothing kept. */
export class DescriptorStream implements StreamHandle {
  /** Nothing is read before it is asked for. */
  readonly readAhead = 0
  /** What is taken is the system's at once. */
  readonly pending = 0
  readonly #parts: Parts
  readonly #modes: readonly Mode[]
  readonly #descriptor: Descriptor
  /** Put back, the first first. */
  #back: Uint8Array[] = []
  #outcome: 'open' | 'ended' | 'failed' = 'open'
  #error: HandleError | null = null
  #shut = false
  #closed = false

  /** @param modes - what it was opened for */
  constructor(parts: Parts, descriptor: number, modes: readonly Mode[]) {
    this.#parts = parts
    this.#modes = modes
    this.#shut = !modes.includes('write')
    this.#descriptor = new Descriptor(parts, descriptor, (mode) => this.#known(mode))
  }

  get id(): number {
    return this.#descriptor.id
  }

  get state(): HandleState {
    return this.#closed ? 'closed' : this.#outcome
  }

  get error(): HandleError | null {
    return this.#error
  }

  /** @throws PoeError `ERR_POE_NO_MODE` for a mode it was not opened for */
  watch(mode: Mode, ready: () => void): void {
    if (!this.#modes.includes(mode))
      throw new PoeError(
        'ERR_POE_NO_MODE',
        `Loop "poll" cannot watch this descriptor in mode "${mode}"; it was opened for ${this.#modes.join(', ')}.`,
      )
    if (!this.#closed) this.#descriptor.level(mode).watch(ready)
  }

  ignore(mode: Mode): void {
    this.#descriptor.level(mode).ignore()
  }

  pause(mode: Mode): void {
    this.#descriptor.level(mode).pause()
  }

  resume(mode: Mode): void {
    if (!this.#closed) this.#descriptor.level(mode).resume()
  }

  /** One read of the system, of at most 64 KiB: a device of packets gives one. */
  read(max: number): Uint8Array | null {
    const back = this.#back[0]
    if (back !== undefined) return this.#takeBack(back, max)
    if (this.#closed || this.#outcome !== 'open' || !this.#modes.includes('read')) return null
    const count = this.#parts.native.read(this.#descriptor.descriptor, scratch, Math.min(max, LONGEST))
    if (count > 0) return scratch.slice(0, count)
    if (count === 0) this.#ended()
    else this.#unread(this.#parts.native.failure('read'))
    return null
  }

  unread(octets: Uint8Array): void {
    if (this.#closed || octets.byteLength === 0) return
    this.#back.unshift(octets)
    // An end that was told is told again, after them.
    if (this.#outcome === 'ended') this.#outcome = 'open'
    this.#descriptor.level('read').tell()
  }

  write(chunk: Chunk): Chunk | null {
    if (this.#shut || this.#outcome === 'failed' || this.#closed) return this.#refuse()
    const octets = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    if (octets.byteLength === 0) return null
    const count = this.#parts.native.write(this.#descriptor.descriptor, octets, octets.byteLength)
    if (count === octets.byteLength) return null
    if (count >= 0) return octets.subarray(count)
    const failure = this.#parts.native.failure('write')
    if (isForLater(failure)) return chunk
    this.#fail(failure)
    return null
  }

  /** Tells a socket's peer; a descriptor that is only written is closed; others merely take no more. */
  shutdown(): void {
    if (this.#shut || this.#closed) return
    this.#shut = true
    const { native } = this.#parts
    if (this.#modes.includes('read')) native.shutdown(this.#descriptor.descriptor, WRITING)
    else this.#end()
  }

  close(): void {
    if (this.#closed) return
    const ended = this.#shut && !this.#modes.includes('read')
    this.#closed = true
    this.#back = []
    if (!ended) this.#end()
  }

  #end(): void {
    this.#descriptor.release()
    this.#parts.native.close(this.#descriptor.descriptor)
  }

  /** What needs no question to the system. */
  #known(mode: Mode): boolean | undefined {
    if (this.#closed) return false
    if (mode === 'read' && this.#back.length > 0) return true
    if (this.#outcome === 'failed') return mode === 'write'
    if (mode === 'read' && this.#outcome === 'ended') return false
    return undefined
  }

  #takeBack(back: Uint8Array, max: number): Uint8Array {
    if (back.byteLength > max) this.#back[0] = back.subarray(max)
    else this.#back.shift()
    return back.subarray(0, max)
  }

  /** A terminal whose other side was closed says EIO; that is its end. */
  #unread(failure: HandleError): void {
    if (isForLater(failure)) return
    if (failure.code === 'EIO') this.#ended()
    else this.#fail(failure)
  }

  #ended(): void {
    this.#outcome = 'ended'
    this.#error = null
  }

  #fail(failure: HandleError): void {
    this.#outcome = 'failed'
    this.#error = failure
  }

  #refuse(): null {
    if (this.#outcome === 'open' && !this.#closed) this.#error = handleError('EPIPE', 'write')
    return null
  }
}

function isForLater({ code }: HandleError): boolean {
  return code === 'EAGAIN' || code === 'EINTR'
}
