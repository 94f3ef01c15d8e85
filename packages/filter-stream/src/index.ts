/**
 * Octets in, octets out, with nothing done to them: POE::Filter::Stream for whatever runs JavaScript.
 *
 * @packageDocumentation
 */
export { StreamFilter, type StreamFilterOptions } from './stream-filter.ts'
