/**
 * Gathers so many records into a list, and takes lists apart: POE::Filter::RecordBlock for whatever runs JavaScript.
 *
 * @packageDocumentation
 */
export { RecordBlockFilter, type RecordBlockFilterOptions } from './record-block-filter.ts'
