/**
 * A filter for POE: records that end in a separator.
 *
 * @packageDocumentation
 */
export { __Class__, type __Class__Options } from './__file__.ts'
