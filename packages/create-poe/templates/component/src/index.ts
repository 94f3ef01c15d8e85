/**
 * A component for POE.
 *
 * @packageDocumentation
 */
export { __Class__, type __Class__Options } from './__file__.ts'
