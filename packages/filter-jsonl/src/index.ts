/**
 * One JSON value per line (JSON Lines): values out of octets, and octets out of values. Written as an example of a
 * filter of one's own.
 *
 * @packageDocumentation
 */

export { JsonLinesFilter } from './json-lines-filter.ts'
export type { Json, JsonLinesFilterOptions } from './options.ts'
