import type { Chunk, Filter } from '@poe/filter'
import { ItemQueue } from './item-queue.ts'
import {
  type AnyOptions,
  checkChange,
  checkNew,
  type MapBothOptions,
  type MapChange,
  type MapEachOptions,
} from './options.ts'
import { listOf } from './several.ts'

/**
 * Changes each record by a function (POE: `POE::Filter::Map`). It stands behind another filter in a stack, or changes
 * chunks themselves.
 *
 * A record stays pending until all that the function made of it is taken. Where the function throws, the record stays
 * too, and the next `getOne` tries it again.
 *
 * @typeParam Rec - what `getOne` gives
 * @typeParam Put - what `put` takes
 * @typeParam In - what `getOneStart` takes
 * @typeParam Out - what `put` gives
 */
export interface MapFilter<Rec, Put = Rec, In = Uint8Array, Out = Chunk> extends Filter<Rec, Put, In, Out> {
  /** Puts other functions in the place of those given. @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION` */
  modify(change: MapChange<Rec, Put, In, Out>): void
  clone(): MapFilter<Rec, Put, In, Out>
}

const MOST = 65_536

class MapFilterImpl implements MapFilter<unknown, unknown, unknown, unknown> {
  #options: AnyOptions
  #queue!: ItemQueue<unknown>
  /** What was made of the record in front, and how many of it are taken. */
  #made!: readonly unknown[]
  #taken!: number

  constructor(options: AnyOptions) {
    checkNew(options)
    this.#options = { ...options }
    this.reset()
  }

  getOneStart(records: readonly unknown[]): void {
    this.#queue.add(records)
  }

  getOne(): unknown {
    while (this.#queue.ready()) {
      if (this.#made.length === 0) this.#made = this.#make()
      const record = this.#made[this.#taken++]
      if (this.#taken >= this.#made.length) this.#next()
      if (record !== undefined) return record
    }
    return undefined
  }

  put(records: readonly unknown[]): unknown[] {
    const code = this.#options.code ?? this.#options.put
    return records.flatMap((record) => listOf(code?.(record)))
  }

  getPending(): unknown[] | null {
    return this.#queue.rest()
  }

  modify(change: AnyOptions): void {
    checkChange(change)
    const { maxBuffer, code, get = code, put = code } = this.#options
    this.#options = { maxBuffer, get: change.code ?? change.get ?? get, put: change.code ?? change.put ?? put }
  }

  clone(): MapFilterImpl {
    return new MapFilterImpl(this.#options)
  }

  reset(): void {
    this.#queue = new ItemQueue(this.#options.maxBuffer ?? MOST)
    this.#made = []
    this.#taken = 0
  }

  #make(): readonly unknown[] {
    const code = this.#options.code ?? this.#options.get
    return listOf(code?.(this.#queue.front()))
  }

  #next(): void {
    this.#queue.drop()
    this.#made = []
    this.#taken = 0
  }

  static {
    Object.defineProperty(MapFilterImpl, 'name', { value: 'MapFilter' })
  }
}

/**
 * Makes a {@link MapFilter} of one function for both ways, `code`, or of one for each, `get` and `put`.
 *
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_MISSING_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
 */
export const MapFilter: {
  new <From, To>(options: MapBothOptions<From, To>): MapFilter<To, From, From, To>
  new <Rec, Put, In, Out>(options: MapEachOptions<Rec, Put, In, Out>): MapFilter<Rec, Put, In, Out>
} = MapFilterImpl as never
