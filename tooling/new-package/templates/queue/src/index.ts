/**
 * A priority queue kept in a sorted array: the soonest is taken and most are added at an end.
 *
 * @packageDocumentation
 */
export { __Class__ } from './__file__.ts'
