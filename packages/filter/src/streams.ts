import type { Filter, OutputFilter } from './filter.ts'
import { type DecodeOptions, decode, octetsOf } from './iteration.ts'

/** Two ends of a web stream, as `readable.pipeThrough` takes them. */
export interface StreamPair<In, Out> {
  /** Takes what comes in. */
  readonly writable: WritableStream<In>
  /** Gives what comes out. */
  readonly readable: ReadableStream<Out>
}

/**
 * A web stream that takes chunks and gives records: `body.pipeThrough(decodeStream(filter))`. It decodes as
 * much as is read. An error of the filter comes after all the records before it, and fails the writing side too.
 */
export function decodeStream<Rec, Put, In, Out>(
  filter: Filter<Rec, Put, In, Out>,
  options: DecodeOptions<Rec, In> = {},
): StreamPair<In, Rec> {
  // A TransformStream that throws drops the records it has already given; a source that is asked for one at a time does not.
  const input = new TransformStream<In, In>()
  const reader = input.readable.getReader()
  const records = decode(filter, chunksOf(reader), options)
  const pull = async (controller: ReadableStreamDefaultController<Rec>) => {
    const next = await records.next()
    if (next.done === true) controller.close()
    else controller.enqueue(next.value)
  }
  const readable = new ReadableStream<Rec>(
    {
      pull: (controller) => pull(controller).catch((reason) => giveUp(reader, reason)),
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
  return { writable: input.writable, readable }
}

/** A web stream that takes records and gives octets. */
export function encodeStream<Put>(filter: OutputFilter<Put>): TransformStream<Put, Uint8Array> {
  return new TransformStream<Put, Uint8Array>({
    transform(record, controller) {
      for (const chunk of octetsOf(filter, record)) controller.enqueue(chunk)
    },
  })
}

/** Not every page can walk a stream with `for await`. */
async function* chunksOf<In>(reader: ReadableStreamDefaultReader<In>): AsyncGenerator<In, void, void> {
  for (let next = await reader.read(); next.done !== true; next = await reader.read()) yield next.value
}

/** Tells the writing side what went wrong, then the reading side. */
async function giveUp(reader: ReadableStreamDefaultReader<unknown>, reason: unknown): Promise<never> {
  // Where the writing side is what failed, it cannot be told.
  await reader.cancel(reason).catch(() => {})
  throw reason
}
