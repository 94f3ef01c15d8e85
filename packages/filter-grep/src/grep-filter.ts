import type { Filter } from '@poe/filter'
import { ItemQueue } from './item-queue.ts'
import {
  type AnyOptions,
  checkChange,
  checkNew,
  type GrepBothOptions,
  type GrepChange,
  type GrepEachOptions,
} from './options.ts'

/**
 * Lets through the records a function wants (POE: `POE::Filter::Grep`). It stands behind another filter in a stack,
 * or chooses among chunks themselves.
 *
 * Where the function throws, the record stays, and the next `getOne` tries it again.
 *
 * @typeParam Rec - what `getOne` gives: `In`, or what the function says it is
 * @typeParam Put - what `put` takes
 * @typeParam In - what `getOneStart` takes
 * @typeParam Out - what `put` gives: `Put`, or what the function says it is
 */
export interface GrepFilter<Rec, Put = Rec, In = Rec, Out = Put> extends Filter<Rec, Put, In, Out> {
  /** Puts other functions in the place of those given. @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION` */
  modify(change: GrepChange<In, Put>): void
  clone(): GrepFilter<Rec, Put, In, Out>
}

const MOST = 65_536

class GrepFilterImpl implements GrepFilter<unknown> {
  readonly #maxBuffer: number
  #get: (record: unknown) => boolean
  #put: (record: unknown) => boolean
  #queue: ItemQueue<unknown>

  constructor(options: AnyOptions) {
    checkNew(options)
    const { code, get = code, put = code, maxBuffer = MOST } = options
    this.#maxBuffer = maxBuffer
    this.#get = get as (record: unknown) => boolean
    this.#put = put as (record: unknown) => boolean
    this.#queue = new ItemQueue(maxBuffer)
  }

  getOneStart(records: readonly unknown[]): void {
    this.#queue.add(records)
  }

  getOne(): unknown {
    const queue = this.#queue
    while (queue.ready()) {
      const record = queue.front()
      const wanted = this.#get(record)
      queue.drop()
      if (wanted) return record
    }
    return undefined
  }

  put(records: readonly unknown[]): unknown[] {
    return records.filter((record) => this.#put(record))
  }

  getPending(): unknown[] | null {
    return this.#queue.rest()
  }

  modify(change: AnyOptions): void {
    checkChange(change)
    this.#get = change.code ?? change.get ?? this.#get
    this.#put = change.code ?? change.put ?? this.#put
  }

  clone(): GrepFilterImpl {
    return new GrepFilterImpl({ get: this.#get, put: this.#put, maxBuffer: this.#maxBuffer })
  }

  reset(): void {
    this.#queue = new ItemQueue(this.#maxBuffer)
  }

  static {
    Object.defineProperty(GrepFilterImpl, 'name', { value: 'GrepFilter' })
  }
}

/**
 * Makes a {@link GrepFilter} of one function for both ways, `code`, or of one for each, `get` and `put`. A type guard
 * narrows the type of the records.
 *
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_MISSING_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
 */
export const GrepFilter: {
  new <Item, Rec extends Item>(
    options: GrepBothOptions<Item> & { readonly code: (record: Item) => record is Rec },
  ): GrepFilter<Rec, Item, Item, Rec>
  new <Item>(options: GrepBothOptions<Item>): GrepFilter<Item>
  new <In, Put>(options: GrepEachOptions<In, Put>): GrepFilter<In, Put, In, Put>
} = GrepFilterImpl as never
