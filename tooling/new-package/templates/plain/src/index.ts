/**
 * Say here, and at the top of the README, what __Class__ is for.
 *
 * @packageDocumentation
 */
export { __Class__, type __Class__Options } from './__file__.ts'
