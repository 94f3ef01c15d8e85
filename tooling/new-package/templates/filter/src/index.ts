/**
 * Splits octets into records at a separator, and joins records into octets.
 *
 * @packageDocumentation
 */
export { __Class__, type __Class__Options } from './__file__.ts'
