import { isPoeError, PoeError } from '@poe/errors'
import { type Chunk, FILTER_ERROR, type Filter } from '@poe/filter'
import { BlockSource } from './block-source.ts'
import { type BlockHeader, HEADER_SIZE, headerOf, type LengthCodec } from './length-codec.ts'
import { type BlockFilterOptions, Settings } from './options.ts'

/**
 * Cuts octets into blocks and puts blocks as octets (POE: `POE::Filter::Block`). With `blockSize` all blocks are of
 * one size; otherwise each has its length in front. A block inside one chunk is a view of that chunk.
 *
 * After an error whose code begins with `ERR_POE_FILTER_` the filter throws the same error from `getOneStart` and
 * `getOne`, takes no more input, and still gives what it has from {@link getPending}, until {@link reset}.
 */
export class BlockFilter implements Filter<Uint8Array, Chunk> {
  readonly #settings: Settings
  /** The header of the block in front, once it is known; its octets stay where they are until the block is taken. */
  #header: BlockHeader | undefined
  #source = new BlockSource()
  #failure: PoeError | undefined

  /** @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
  constructor(options: BlockFilterOptions = {}) {
    this.#settings = options instanceof Settings ? options : new Settings(options)
  }

  /** Keeps chunks. @throws PoeError `ERR_POE_FILTER_BUFFER_FULL` */
  getOneStart(chunks: readonly Uint8Array[]): void {
    if (this.#failure !== undefined) throw this.#failure
    for (const chunk of chunks) this.#source.add(chunk)
    if (this.#source.length > this.#settings.maxBuffer) throw (this.#failure = this.#bufferFull())
  }

  /**
   * The next block, or undefined while it has not arrived.
   *
   * @throws PoeError `ERR_POE_FILTER_BLOCK_TOO_LONG` as soon as its length is known, `ERR_POE_FILTER_BLOCK_LENGTH`
   *   where the length is malformed, `ERR_POE_BLOCK_CODEC` where a length codec answers nonsense
   */
  getOne(): Uint8Array | undefined {
    if (this.#failure !== undefined) throw this.#failure
    this.#header ??= this.#nextHeader()
    const header = this.#header
    if (header === undefined) return undefined
    const octets = this.#source.take(header.size + header.length)
    if (octets === undefined) return undefined
    this.#header = undefined
    return header.size === 0 ? octets : octets.subarray(header.size)
  }

  /**
   * The octets of blocks. With `blockSize` they are passed on as they are, whatever their size; otherwise each becomes
   * one chunk with its length, which is counted in octets, in front.
   */
  put(records: readonly Chunk[]): Chunk[] {
    const { blockSize, codec } = this.#settings
    return blockSize === undefined ? records.map((record) => withLength(record, codec)) : [...records]
  }

  /** The octets that have not become a block, the length of a half-read block among them. */
  getPending(): Uint8Array[] | null {
    return this.#source.length === 0 ? null : this.#source.rest()
  }

  clone(): BlockFilter {
    return new BlockFilter(this.#settings)
  }

  reset(): void {
    this.#source = new BlockSource()
    this.#header = undefined
    this.#failure = undefined
  }

  #nextHeader(): BlockHeader | undefined {
    const { blockSize, codec } = this.#settings
    if (blockSize !== undefined) return { length: blockSize, size: 0 }
    try {
      return this.#readHeader(codec, this.#settings.maxLength)
    } catch (error) {
      if (isPoeError(error) && error.code.startsWith(FILTER_ERROR)) this.#failure = error
      throw error
    }
  }

  #readHeader(codec: LengthCodec, maxLength: number): BlockHeader | undefined {
    const front = this.#source.front()
    if (front === undefined) return undefined
    const header = headerOf(codec, front, maxLength)
    if (header !== undefined || front.length === this.#source.length) return header
    return headerOf(codec, this.#source.peek(codec.maxSize ?? HEADER_SIZE), maxLength)
  }

  #bufferFull(): PoeError {
    const waiting = `${this.#source.length} octets of input wait, more than maxBuffer, ${this.#settings.maxBuffer}`
    return new PoeError('ERR_POE_FILTER_BUFFER_FULL', `${waiting}; take blocks with getOne before giving more.`)
  }
}

const ENCODER = new TextEncoder()

function withLength(record: Chunk, codec: LengthCodec): Uint8Array {
  const block = octetsOf(record)
  const header = octetsOf(codec.encode(block.length))
  const chunk = new Uint8Array(header.length + block.length)
  chunk.set(header)
  chunk.set(block, header.length)
  return chunk
}

function octetsOf(chunk: Chunk): Uint8Array {
  return typeof chunk === 'string' ? ENCODER.encode(chunk) : chunk
}
