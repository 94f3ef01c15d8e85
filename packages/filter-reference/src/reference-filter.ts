import { isPoeError, PoeError, show } from '@poe/errors'
import { type Filter, RECORD_ERROR } from '@poe/filter'
import { FrameBuffer } from './frame-buffer.ts'
import { frameLength } from './frame-length.ts'
import { type ReferenceFilterOptions, Settings } from './options.ts'
import type { Compression } from './plugs.ts'

/**
 * Whole values in frames (POE: `POE::Filter::Reference`): how many octets in decimal digits, a NUL, the frozen value,
 * compressed or not.
 *
 * A frame that cannot be thawed is lost with an error, and the next `getOne` goes on behind it. Where the length of a frame
 * is malformed or too long, or too much input waits, nothing can follow: `getOneStart` and `getOne` throw the same error
 * again, take no more input, and {@link getPending} still has the octets, until {@link reset}.
 *
 * With `noFatals` errors come out as records: that of one frame in its place; that which nothing can follow once, before
 * `getOne` gives nothing more and input is dropped, until {@link reset}.
 *
 * @typeParam Rec - what comes out
 * @typeParam Put - what `put` takes
 */
export interface ReferenceFilter<Rec = unknown, Put = Rec> extends Filter<Rec, Put> {
  clone(): ReferenceFilter<Rec, Put>
}

class ReferenceFilterImpl implements ReferenceFilter {
  readonly #settings: Settings
  #buffer = new FrameBuffer()
  #failure: PoeError | undefined
  /** Whether the failure has come out as a record. */
  #told = false

  constructor(options: ReferenceFilterOptions | Settings = {}) {
    this.#settings = options instanceof Settings ? options : new Settings(options)
  }

  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.#failure === undefined) this.#keep(chunks)
    if (this.#failure !== undefined && !this.#settings.noFatals) throw this.#failure
  }

  getOne(): unknown {
    if (this.#failure !== undefined) return this.#failed(this.#failure)
    try {
      const octets = this.#nextFrame()
      return octets === undefined ? undefined : this.#thawed(octets)
    } catch (error) {
      if (this.#failure !== undefined) return this.#failed(this.#failure)
      if (this.#settings.noFatals) return error
      throw error
    }
  }

  put(records: readonly unknown[]): Uint8Array[] {
    return records.map((record) => framed(this.#frozen(record)))
  }

  getPending(): Uint8Array[] | null {
    return this.#buffer.length === 0 ? null : [this.#buffer.view().slice()]
  }

  clone(): ReferenceFilter {
    return new ReferenceFilterImpl(this.#settings)
  }

  reset(): void {
    this.#buffer = new FrameBuffer()
    this.#failure = undefined
    this.#told = false
  }

  #keep(chunks: readonly Uint8Array[]): void {
    for (const chunk of chunks) this.#buffer.add(chunk)
    const { length } = this.#buffer
    const { maxBuffer } = this.#settings
    if (length <= maxBuffer) return
    const waiting = `${length} octets of input wait, more than maxBuffer, ${maxBuffer}`
    this.#failure = new PoeError(
      'ERR_POE_FILTER_BUFFER_FULL',
      `${waiting}; take records with getOne before giving more.`,
    )
  }

  #failed(failure: PoeError): PoeError | undefined {
    if (!this.#settings.noFatals) throw failure
    if (this.#told) return undefined
    this.#told = true
    return failure
  }

  /** The octets of the next frame, which has left the buffer. What is wrong with its length stays in front. */
  #nextFrame(): Uint8Array | undefined {
    try {
      const header = frameLength(this.#buffer.view(), this.#settings.maxLength)
      if (header === undefined || header.size + header.length > this.#buffer.length) return undefined
      return this.#buffer.take(header.size, header.length)
    } catch (error) {
      if (isPoeError(error)) this.#failure = error
      throw error
    }
  }

  #thawed(octets: Uint8Array): unknown {
    const { serializer, compression } = this.#settings
    const plain = compression === undefined ? octets : uncompressed(compression, octets)
    const value = guarded(
      () => serializer.thaw(plain),
      'ERR_POE_FILTER_RECORD_THAW',
      `A frame of ${octets.length} octets was not thawed`,
    )
    if (value !== undefined) return value
    throw new PoeError('ERR_POE_FILTER_RECORD_THAW', 'A frame was thawed to undefined, which is no record.')
  }

  #frozen(record: unknown): Uint8Array {
    const { serializer, compression } = this.#settings
    const code = 'ERR_POE_NOT_SERIALIZABLE'
    if (record === undefined) throw new PoeError(code, 'ReferenceFilter cannot put undefined.')
    const frozen = guarded(() => serializer.freeze(record), code, `ReferenceFilter cannot put ${show(record)}`)
    const octets = typeof frozen === 'string' ? ENCODER.encode(frozen) : frozen
    return compression === undefined ? octets : compression.compress(octets)
  }
}

const ENCODER = new TextEncoder()

function framed(octets: Uint8Array): Uint8Array {
  const header = ENCODER.encode(`${octets.length}\0`)
  const frame = new Uint8Array(header.length + octets.length)
  frame.set(header)
  frame.set(octets, header.length)
  return frame
}

function uncompressed(compression: Compression, octets: Uint8Array): Uint8Array {
  const failed = `A frame of ${octets.length} octets was not uncompressed`
  return guarded(() => compression.uncompress(octets), 'ERR_POE_FILTER_RECORD_UNCOMPRESS', failed)
}

/** Does what a plug-in does; what it throws becomes the cause of a PoeError, unless it is one about input already. */
function guarded<T>(act: () => T, code: string, failed: string): T {
  try {
    return act()
  } catch (cause) {
    if (isPoeError(cause) && cause.code.startsWith(RECORD_ERROR)) throw cause
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)
    throw new PoeError(code, `${failed}: ${why}`, { cause })
  }
}

/** Makes a {@link ReferenceFilter}. @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
export const ReferenceFilter: {
  /** Records are what the serializer thaws. */
  new (options?: ReferenceFilterOptions & { readonly noFatals?: false | undefined }): ReferenceFilter
  /** The same, and the program says what they are; nobody checks that. */
  new <T>(options?: ReferenceFilterOptions & { readonly noFatals?: false | undefined }): ReferenceFilter<T>
  /** Errors are records too. */
  new (options: ReferenceFilterOptions): ReferenceFilter<unknown, unknown>
  /** Records of a type, which nobody checks, or errors. */
  new <T>(options: ReferenceFilterOptions): ReferenceFilter<T | PoeError, T>
} = ReferenceFilterImpl as never
