import { badOption, check, checkOptions, PoeError, show } from '@poe/errors'
import type { Filter } from '@poe/filter'

/** What a {@link RecordBlockFilter} may be told. POE: the parameters of `POE::Filter::RecordBlock->new`. */
export interface RecordBlockFilterOptions {
  /** How many records make a block, 1 or more. */
  readonly blockSize: number
  /**
   * Whether `put` gives out whole blocks only, and holds back the rest.
   * @defaultValue false
   */
  readonly checkPut?: boolean | undefined
  /**
   * The most input kept for `getOne`, in records; at least `blockSize`.
   * @defaultValue `blockSize` and 65536
   */
  readonly maxBuffer?: number | undefined
}

const SLACK = 65_536
const NAME = 'RecordBlockFilter'
const CHECKS = { blockSize: check.integer(1), checkPut: check.flag, maxBuffer: check.integer(1) }

/**
 * Gathers so many records into a list, and takes lists apart (POE: `POE::Filter::RecordBlock`). It stands behind
 * another filter in a stack.
 *
 * After `ERR_POE_FILTER_BUFFER_FULL` the filter throws the same error from `getOneStart` and `getOne`, takes no more
 * input, and still gives what it has from `getPending`, until `reset`.
 *
 * @typeParam Item - the records that are gathered
 */
export class RecordBlockFilter<Item> implements Filter<Item[], readonly Item[], Item, Item> {
  /** Whether {@link put} gives out whole blocks only. Once it is off, the next put gives out what was held back. */
  checkPut: boolean
  readonly #maxBuffer: number | undefined
  #blockSize: number
  #items: Item[] = []
  /** How many of the items are in blocks that were given out. */
  #next = 0
  #held: Item[] = []
  #failure: PoeError | undefined
  #finished = false

  /** @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_MISSING_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS` */
  constructor(options: RecordBlockFilterOptions) {
    checkOptions(NAME, options, CHECKS, ['blockSize'])
    this.checkPut = options.checkPut ?? false
    this.#maxBuffer = options.maxBuffer
    this.#blockSize = this.#fitting(options.blockSize)
  }

  /** How many records make a block; a change holds for the next block. @throws PoeError `ERR_POE_BAD_OPTION` */
  get blockSize(): number {
    return this.#blockSize
  }

  set blockSize(size: number) {
    checkOptions(NAME, { blockSize: size }, CHECKS, ['blockSize'])
    this.#blockSize = this.#fitting(size)
  }

  /** Keeps records. @throws PoeError `ERR_POE_FILTER_BUFFER_FULL` */
  getOneStart(items: readonly Item[]): void {
    if (this.#failure !== undefined) throw this.#failure
    for (const item of items) this.#items.push(item)
    const size = this.#items.length - this.#next
    const most = this.#maxBuffer ?? this.#blockSize + SLACK
    if (size > most) throw (this.#failure = bufferFull(size, most))
  }

  /** The next block, or undefined while there are too few records. @throws PoeError `ERR_POE_FILTER_BUFFER_FULL` */
  getOne(): Item[] | undefined {
    if (this.#failure !== undefined) throw this.#failure
    const end = this.#next + this.#blockSize
    if (end > this.#items.length) return this.#finished ? this.#last() : undefined
    const block = this.#items.slice(this.#next, end)
    this.#next = end
    if (end * 2 >= this.#items.length) this.#compact()
    return block
  }

  /** The records of lists. @throws PoeError `ERR_POE_NOT_A_BLOCK` where something is no list; then nothing is put */
  put(blocks: readonly (readonly Item[])[]): Item[] {
    for (const block of blocks) if (!Array.isArray(block)) throw notABlock(block)
    const items = this.#held.concat(blocks.flat() as Item[])
    const whole = this.checkPut ? items.length - (items.length % this.#blockSize) : items.length
    this.#held = items.slice(whole)
    return items.slice(0, whole)
  }

  getPending(): Item[] | null {
    return this.#next < this.#items.length ? this.#items.slice(this.#next) : null
  }

  /** The records that {@link put} holds back, for whoever wants to send them all the same; null when there are none. */
  putPending(): Item[] | null {
    return this.#held.length > 0 ? [...this.#held] : null
  }

  /** A filter of the same settings, those of the moment, with nothing in it. */
  clone(): RecordBlockFilter<Item> {
    const { blockSize, checkPut } = this
    return new RecordBlockFilter({ blockSize, checkPut, maxBuffer: this.#maxBuffer })
  }

  /** Forgets all input, every error, and what {@link put} holds back. */
  reset(): void {
    this.#items = []
    this.#next = 0
    this.#held = []
    this.#failure = undefined
    this.#finished = false
  }

  /** No more records come: the last block may be a shorter one. */
  finish(): void {
    this.#finished = true
  }

  #last(): Item[] | undefined {
    const items = this.getPending() ?? undefined
    this.#items = []
    this.#next = 0
    return items
  }

  #fitting(blockSize: number): number {
    if (this.#maxBuffer !== undefined && blockSize > this.#maxBuffer)
      throw badOption(NAME, 'blockSize', blockSize, `no more than maxBuffer, ${this.#maxBuffer}`)
    return blockSize
  }

  #compact(): void {
    this.#items = this.#items.slice(this.#next)
    this.#next = 0
  }
}

function notABlock(block: unknown): PoeError {
  return new PoeError('ERR_POE_NOT_A_BLOCK', `${NAME} puts lists of records, not ${show(block)}.`)
}

function bufferFull(size: number, maxBuffer: number): PoeError {
  const waiting = `${size} records of input wait, more than maxBuffer, ${maxBuffer}`
  return new PoeError('ERR_POE_FILTER_BUFFER_FULL', `${waiting}; take blocks with getOne before giving more.`)
}
