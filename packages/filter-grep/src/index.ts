/**
 * Lets through the records a function wants, one function for what comes in and one for what goes out:
 * POE::Filter::Grep for whatever runs JavaScript.
 *
 * @packageDocumentation
 */
export { GrepFilter } from './grep-filter.ts'
export type { GrepBothOptions, GrepChange, GrepEachOptions } from './options.ts'
