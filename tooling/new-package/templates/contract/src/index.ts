/**
 * The contract of __Class__, and the few functions every implementation of it needs.
 *
 * @packageDocumentation
 */
export { type __Class__, named } from './__file__.ts'
