/**
 * Cuts octets into blocks of a fixed size, or of the length that stands in front of each, and puts blocks that way:
 * POE::Filter::Block for whatever runs JavaScript.
 *
 * @packageDocumentation
 */
export { BlockFilter } from './block-filter.ts'
export type { BlockHeader, LengthCodec } from './length-codec.ts'
export type { BlockFilterOptions } from './options.ts'
