import type { Chunk, Filter, OutputFilter } from './filter.ts'

/** What can be walked with `for await`. */
export type Source<T> = AsyncIterable<T> | Iterable<T>

/** What {@link decode} and `decodeStream` may be told. */
export interface DecodeOptions<Rec, In = Uint8Array> {
  /**
   * Called once when the source has ended in the middle of a record that the filter could not finish, with what
   * `getPending` gives. What it returns are the last records; what it throws is the end of them.
   * @defaultValue the unfinished record is not given out; it stays in the filter, where `getPending` shows it
   */
  readonly atEnd?: ((pending: In[]) => Iterable<Rec>) | undefined
}

/**
 * Gives the records of a source of chunks, each as soon as somebody asks for it; at the end also the last one, where the
 * filter takes it without its end (`finish`). Stopping early closes the source, and so does an error of the filter, which
 * comes after all the records before it.
 */
export async function* decode<Rec, Put, In, Out>(
  filter: Filter<Rec, Put, In, Out>,
  source: Source<In>,
  options: DecodeOptions<Rec, In> = {},
): AsyncGenerator<Rec, void, void> {
  for await (const chunk of source) {
    filter.getOneStart([chunk])
    for (let record = filter.getOne(); record !== undefined; record = filter.getOne()) yield record
  }
  filter.finish?.()
  for (let record = filter.getOne(); record !== undefined; record = filter.getOne()) yield record
  const pending = filter.getPending()
  if (pending !== null && options.atEnd !== undefined) yield* options.atEnd(pending)
}

const ENCODER = new TextEncoder()

/** Gives the octets of records, a record at a time. Stopping early closes the source of records. */
export async function* encode<Put>(
  filter: OutputFilter<Put>,
  records: Source<Put>,
): AsyncGenerator<Uint8Array, void, void> {
  for await (const record of records) yield* octetsOf(filter, record)
}

/** The octets of one record, in one chunk or a few; empty ones are left out. */
export function octetsOf<Put>(filter: OutputFilter<Put>, record: Put): Uint8Array[] {
  return filter
    .put([record])
    .map(toOctets)
    .filter((chunk) => chunk.length > 0)
}

function toOctets(chunk: Chunk): Uint8Array {
  return typeof chunk === 'string' ? ENCODER.encode(chunk) : chunk
}
