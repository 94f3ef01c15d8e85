import { check, checkOptions, PoeError } from '@poe/errors'
import type { Chunk, Filter } from '@poe/filter'

/** What a {@link StreamFilter} may be told. `POE::Filter::Stream->new` takes nothing. */
export interface StreamFilterOptions {
  /**
   * The most input kept for `getOne`, in octets.
   * @defaultValue 64 MiB
   */
  readonly maxBuffer?: number | undefined
}

const MIB = 1024 * 1024
const CHECKS = { maxBuffer: check.integer(1) }

/**
 * Octets in, octets out (POE: `POE::Filter::Stream`). Of all that waits `getOne` makes one record: a single chunk
 * as it is, several joined. So a record says nothing about where the sender began or ended anything.
 *
 * After `ERR_POE_FILTER_BUFFER_FULL` the filter throws the same error from `getOneStart` and `getOne`, takes no
 * more input, and still gives what it has from `getPending`, until `reset`.
 */
export class StreamFilter implements Filter<Uint8Array, Chunk> {
  readonly #maxBuffer: number
  #chunks: Uint8Array[] = []
  #size = 0
  #failure: PoeError | undefined

  /** @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
  constructor(options: StreamFilterOptions = {}) {
    checkOptions('StreamFilter', options, CHECKS)
    this.#maxBuffer = options.maxBuffer ?? 64 * MIB
  }

  /** Keeps chunks. @throws PoeError `ERR_POE_FILTER_BUFFER_FULL` */
  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.#failure !== undefined) throw this.#failure
    for (const chunk of chunks) this.#keep(chunk)
    if (this.#size > this.#maxBuffer) throw (this.#failure = bufferFull(this.#size, this.#maxBuffer))
  }

  /** Everything that waits, or undefined where nothing does. @throws PoeError `ERR_POE_FILTER_BUFFER_FULL` */
  getOne(): Uint8Array | undefined {
    if (this.#failure !== undefined) throw this.#failure
    if (this.#size === 0) return undefined
    const record = joined(this.#chunks, this.#size)
    this.reset()
    return record
  }

  /** The records themselves, in a list of their own. */
  put(records: readonly Chunk[]): Chunk[] {
    return [...records]
  }

  getPending(): Uint8Array[] | null {
    return this.#size === 0 ? null : [...this.#chunks]
  }

  clone(): StreamFilter {
    return new StreamFilter({ maxBuffer: this.#maxBuffer })
  }

  reset(): void {
    this.#chunks = []
    this.#size = 0
    this.#failure = undefined
  }

  #keep(chunk: Uint8Array): void {
    if (chunk.length === 0) return
    this.#chunks.push(chunk)
    this.#size += chunk.length
  }
}

/** One chunk costs nothing, several cost one copy. */
function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  if (chunks.length === 1) return chunks[0] as Uint8Array
  const all = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    all.set(chunk, at)
    at += chunk.length
  }
  return all
}

function bufferFull(size: number, maxBuffer: number): PoeError {
  const waiting = `${size} octets of input wait, more than maxBuffer, ${maxBuffer}`
  return new PoeError('ERR_POE_FILTER_BUFFER_FULL', `${waiting}; take them with getOne before giving more.`)
}
