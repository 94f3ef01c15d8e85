/**
 * The kit that proves a filter: what every filter promises, tested on the one you wrote, in your own test runner.
 *
 * @packageDocumentation
 */
export type { FilterCase, Malformed, Runner, SwapMember } from './filter-case.ts'
export type { FuzzCase, FuzzOptions } from './fuzz-case.ts'
export { fuzzFilter } from './fuzz-filter.ts'
export { Random } from './random.ts'
export { swapMatrix } from './swap-matrix.ts'
export { testFilter } from './test-filter.ts'
