/**
 * An event loop for POE.
 *
 * @packageDocumentation
 */
export { __Class__ } from './__file__.ts'
