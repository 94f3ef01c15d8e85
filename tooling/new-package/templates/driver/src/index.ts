/**
 * Reads a handle in blocks, and writes it what is queued.
 *
 * @packageDocumentation
 */
export { __Class__, type __Class__Options } from './__file__.ts'
