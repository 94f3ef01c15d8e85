import { badOption, check, checkOptions, PoeError, show } from '@poe/errors'
import type { Filter } from '@poe/filter'
import type { AnyFilter, Fitting, StackOf } from './stack-types.ts'

/** What a {@link StackableFilter} may be told. POE: the parameters of `POE::Filter::Stackable->new`. */
export interface StackableFilterOptions<Filters extends readonly unknown[]> {
  /**
   * The filters, the one next to the wire first. Each must take what the one before it gives.
   * @defaultValue none
   */
  readonly filters?: Filters | undefined
}

/**
 * Filters one after the other (POE: `POE::Filter::Stackable`). Input goes through them from the first to the last,
 * output from the last to the first. A filter is asked for a record only when those behind it need one, so what is not
 * needed yet waits where it is. Errors are those of the filters; none of the others loses anything by them.
 *
 * @typeParam Rec - what the last filter gives
 * @typeParam Put - what the last filter puts
 * @typeParam In - what the first filter takes
 * @typeParam Out - what the first filter's `put` gives
 */
export interface StackableFilter<Rec, Put, In, Out> extends Filter<Rec, Put, In, Out> {
  /** The filters, the one next to the wire first; a list of its own. */
  readonly filters: readonly AnyFilter[]
  /** The names of the filters' classes. */
  readonly filterTypes: readonly string[]
  /** Puts filters behind the last, all or none, and gives the new number. @throws PoeError `ERR_POE_NOT_A_FILTER` */
  push(...filters: readonly Filter<Rec, Put, Rec, Put>[]): number
  /** Puts filters before the first, all or none, and gives the new number. @throws PoeError `ERR_POE_NOT_A_FILTER` */
  unshift(...filters: readonly Filter<In, Out, In, Out>[]): number
  /**
   * Takes the last filter off and resets it. What it had not used, the stack gives out next. Undefined: there was none.
   * What the types say of the stack holds only where the filter gave and put what it took.
   *
   * @throws PoeError `ERR_POE_EMPTY_STACK` where unused input would be left without a filter; nothing has changed then
   */
  pop(): AnyFilter | undefined
  /** The same with the first filter; what it had not used goes into the next one. */
  shift(): AnyFilter | undefined
  /**
   * The input that is in no record yet: what the filters behind the first have not used is put back through those
   * before it. So it is other input of the same meaning.
   */
  getPending(): In[] | null
  clone(): StackableFilter<Rec, Put, In, Out>
}

type Item = Filter<unknown, unknown, unknown, unknown>

const isFilter = check.having('a filter', 'getOneStart', 'getOne', 'put', 'getPending', 'clone', 'reset')
const ENCODER = new TextEncoder()

class StackableFilterImpl implements StackableFilter<unknown, unknown, unknown, unknown> {
  readonly #filters: Item[]
  /** Records of the last filter that a filter taken off had not used. */
  #ready: unknown[] = []
  /** Whether the input has been octets, so that text put back stands for octets. */
  #octets = false
  /** How many filters have been told that the input has ended, if it has. */
  #finished = Number.POSITIVE_INFINITY

  constructor(options: StackableFilterOptions<readonly Item[]> = {}) {
    checkOptions('StackableFilter', options, { filters: check.list })
    this.#filters = [...(options.filters ?? [])]
    for (const one of this.#filters) refuse(one, (wrong) => badOption('StackableFilter', 'filters', one, wrong))
  }

  get filters(): readonly Item[] {
    return [...this.#filters]
  }

  get filterTypes(): readonly string[] {
    return this.#filters.map((filter) => filter.constructor.name)
  }

  getOneStart(chunks: readonly unknown[]): void {
    const first = this.#filters[0]
    if (first === undefined) throw empty('takes no input')
    if (!this.#octets) this.#octets = chunks.some((chunk) => chunk instanceof Uint8Array)
    first.getOneStart(chunks)
  }

  getOne(): unknown {
    if (this.#ready.length > 0) return this.#ready.shift()
    let record = this.#walk()
    while (record === undefined && this.#finished < this.#filters.length) {
      this.#filters[this.#finished++]?.finish?.()
      record = this.#walk()
    }
    return record
  }

  /** One filter after the other finishes, once those before it have nothing more for it. */
  finish(): void {
    this.#finished = 0
  }

  put(records: readonly unknown[]): unknown[] {
    return putThrough(this.#filters, [...records])
  }

  getPending(): unknown[] | null {
    const pending = [...this.#putBack(this.#ready, this.#filters.length)]
    for (let at = this.#filters.length - 1; at >= 0; at--)
      for (const one of this.#putBack(this.#filters[at]?.getPending() ?? [], at)) pending.push(one)
    return pending.length === 0 ? null : pending
  }

  push(...filters: readonly Item[]): number {
    refuseAny(filters)
    this.#filters.push(...filters)
    const [next] = filters
    if (next !== undefined && this.#ready.length > 0) next.getOneStart(this.#ready.splice(0))
    return this.#filters.length
  }

  unshift(...filters: readonly Item[]): number {
    refuseAny(filters)
    return this.#filters.unshift(...filters)
  }

  pop(): Item | undefined {
    const last = this.#filters.at(-1)
    const pending = this.#pendingOf(last)
    this.#filters.pop()
    last?.reset()
    for (const record of pending) this.#ready.push(record)
    return last
  }

  shift(): Item | undefined {
    const [first, second] = this.#filters
    const pending = this.#pendingOf(first)
    this.#filters.shift()
    first?.reset()
    if (pending.length > 0) second?.getOneStart(pending)
    return first
  }

  clone(): StackableFilterImpl {
    return new StackableFilterImpl({ filters: this.#filters.map((filter) => filter.clone()) })
  }

  reset(): void {
    for (const filter of this.#filters) filter.reset()
    this.#ready = []
    this.#finished = Number.POSITIVE_INFINITY
  }

  /** Asks the last filter, and where it has nothing those before it, for what it needs. */
  #walk(): unknown {
    const last = this.#filters.length - 1
    for (let at = last; at >= 0; ) {
      const record = this.#filters[at]?.getOne()
      if (record === undefined) at--
      else if (at === last) return record
      else this.#filters[++at]?.getOneStart([record])
    }
    return undefined
  }

  /** What the filter at a place was given, as input of the first; by clones, lest something is held back. */
  #putBack(records: readonly unknown[], at: number): unknown[] {
    if (records.length === 0 || at === 0) return [...records]
    const clones = this.#filters.slice(0, at).map((filter) => filter.clone())
    const input = putThrough(clones, [...records])
    return this.#octets ? input.map((one) => (typeof one === 'string' ? ENCODER.encode(one) : one)) : input
  }

  /** What the filter to be taken off has not used. */
  #pendingOf(filter: Item | undefined): readonly unknown[] {
    const pending = filter?.getPending() ?? []
    if (this.#filters.length === 1 && pending.length + this.#ready.length > 0)
      throw empty('cannot keep the input that its only filter has not used; put another filter behind it first')
    return pending
  }

  static {
    Object.defineProperty(StackableFilterImpl, 'name', { value: 'StackableFilter' })
  }
}

function putThrough(filters: readonly Item[], records: unknown[]): unknown[] {
  let data = records
  for (let at = filters.length - 1; at >= 0 && data.length > 0; at--) data = (filters[at] as Item).put(data)
  return data
}

function refuse(filter: unknown, errorOf: (wrong: string) => PoeError): void {
  const wrong = isFilter(filter)
  if (wrong !== undefined) throw errorOf(wrong)
}

function refuseAny(filters: readonly unknown[]): void {
  for (const one of filters)
    refuse(one, (wrong) => new PoeError('ERR_POE_NOT_A_FILTER', `StackableFilter takes ${wrong}, not ${show(one)}.`))
}

function empty(what: string): PoeError {
  return new PoeError('ERR_POE_EMPTY_STACK', `A StackableFilter without filters ${what}.`)
}

/**
 * Makes a {@link StackableFilter}. Filters that do not fit each other do not compile.
 *
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
 */
export const StackableFilter: {
  new <const Filters extends readonly AnyFilter[] = readonly []>(
    options?: StackableFilterOptions<Filters & Fitting<Filters>>,
  ): StackableFilter<StackOf<Filters>[0], StackOf<Filters>[1], StackOf<Filters>[2], StackOf<Filters>[3]>
} = StackableFilterImpl as never
