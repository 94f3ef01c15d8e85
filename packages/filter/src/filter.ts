/** Octets on their way out; a string stands for its UTF-8 octets. */
export type Chunk = Uint8Array | string

/**
 * Turns raw input into records, and records into raw output (POE: `POE::Filter`). A pure state machine: no I/O, no time; it runs
 * wherever JavaScript runs. One filter serves one stream; {@link clone} makes another for the next stream.
 *
 * `getOneStart` and `getOne` throw a PoeError whose code begins with `ERR_POE_FILTER_` where the input is
 * malformed or passes a limit: a wheel makes an error event of it, and its input is over. They keep what they were given,
 * and throw it again until {@link reset}. Where one record is wrong and the next one is in sight, `getOne` leaves the wrong
 * one behind and throws a code that begins with `ERR_POE_FILTER_RECORD_`: a wheel tells it and goes on. Anything else
 * thrown is an exception.
 *
 * @typeParam Rec - what comes out of `getOne`; never undefined
 * @typeParam Put - what `put` takes
 * @typeParam In - what `getOneStart` takes: octets, or the records of the filter before it in a stack
 * @typeParam Out - what `put` gives
 *
 * @see POE's `get` is the function {@link get}; its lists of one record are a record or undefined here
 */
export interface Filter<Rec, Put = Rec, In = Uint8Array, Out = Chunk> {
  /** Keeps input for `getOne`. Parses as little as it likes; keeps the chunks, so they must not change afterwards. */
  getOneStart(chunks: readonly In[]): void
  /** The next record, or undefined: nothing more until there is more input. */
  getOne(): Rec | undefined
  /** Turns records into output, in order. */
  put(records: readonly Put[]): Out[]
  /** Input that has not become a record, for the filter that takes over; null when there is none. Keeps it. */
  getPending(): In[] | null
  /** A filter of the same settings with nothing in it. */
  clone(): Filter<Rec, Put, In, Out>
  /** Forgets all input and every error. */
  reset(): void
  /**
   * The input has ended, so no more is given until {@link reset}: what is left without its end becomes records, which `getOne`
   * gives next. Missing where half a record is none.
   */
  finish?(): void
}

/** Anything that takes records to be written, whatever it reads. */
export type OutputFilter<Put> = Pick<Filter<unknown, Put>, 'put'>

/** The prefix of the codes by which a filter says that its input is at fault. */
export const FILTER_ERROR = 'ERR_POE_FILTER_'

/** The prefix of those among them that are about one record: the next `getOne` goes on behind it. */
export const RECORD_ERROR = 'ERR_POE_FILTER_RECORD_'

/** Gives a filter input and takes every record it makes of it (POE: `get`). */
export function get<Rec, Put, In, Out>(filter: Filter<Rec, Put, In, Out>, chunks: readonly In[]): Rec[] {
  filter.getOneStart(chunks)
  const records: Rec[] = []
  for (let record = filter.getOne(); record !== undefined; record = filter.getOne()) records.push(record)
  return records
}
