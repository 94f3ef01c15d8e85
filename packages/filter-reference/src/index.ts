/**
 * Whole values in frames, as POE::Filter::Reference sends them: how many octets, a NUL, the frozen value. How values are
 * frozen and compressed is pluggable; JSON is the default.
 *
 * @packageDocumentation
 */
export { jsonSerializer } from './json-serializer.ts'
export type { ReferenceFilterOptions } from './options.ts'
export type { Compression, Serializer } from './plugs.ts'
export { ReferenceFilter } from './reference-filter.ts'
