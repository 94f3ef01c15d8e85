/**
 * Splits octets into lines and joins lines into octets: POE::Filter::Line for whatever runs JavaScript.
 *
 * @packageDocumentation
 */
export { LineFilter } from './line-filter.ts'
export type { LineEncoding, LineFilterOptions } from './options.ts'
