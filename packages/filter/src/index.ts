/**
 * The contract of filters, which turn octets into records and back, and adapters that let any filter serve
 * web streams and async iteration.
 *
 * @packageDocumentation
 */
export { type Chunk, FILTER_ERROR, type Filter, get, type OutputFilter, RECORD_ERROR } from './filter.ts'
export { type DecodeOptions, decode, encode, type Source } from './iteration.ts'
export { decodeStream, encodeStream, type StreamPair } from './streams.ts'
