import type { Runner } from './filter-case.ts'
import { attack, hostile, roundTrip } from './fuzz.ts'
import type { FuzzCase, FuzzOptions } from './fuzz-case.ts'

/**
 * Tests a filter of octets with what nobody thought of. Valid records are damaged, or replaced by noise, and given in one chunk
 * and in many: both must come to the same, throw nothing but PoeErrors whose code begins with `ERR_POE_FILTER_`, keep no
 * more than their limit, and come to an end. Undamaged records must come back.
 *
 * @param runner - the test runner's `describe` and `it`
 */
export function fuzzFilter(runner: Runner, filter: FuzzCase, options: FuzzOptions = {}): void {
  const { seed = 1, octets = 100_000 } = options
  runner.describe(`${filter.name}, fuzzed`, () => {
    if (filter.trusted !== true)
      runner.it('takes any octets in any chunks', () => attack(filter, hostile, seed, octets))
    if (filter.wire === undefined)
      runner.it('gives back what is put', () => attack(filter, roundTrip, seed, octets / 10))
  })
}
