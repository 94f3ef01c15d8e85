import { check, checkOptions } from '@poe/errors'
import { CONTRACT } from './contract.ts'
import { runModel } from './model-run.ts'
import { PRIORITY } from './priority-contract.ts'
import { runPriorities } from './priority-run.ts'
import type { QueueCase, Runner } from './queue-case.ts'

const CHECKS = {
  name: check.name,
  create: check.callable,
  seeds: (value: unknown) =>
    Array.isArray(value) && value.every(Number.isSafeInteger) ? undefined : 'a list of whole numbers',
  operations: check.integer(1),
}

/**
 * Tests that a queue does what every `TimerQueue` promises: order by time, then by sequence; head, size and places
 * kept; any item removed and moved; and in long random runs, by itself and inside a `PriorityQueue`, the same as a
 * sorted list. A run that fails says its seed and the step it came to.
 *
 * @param runner - the test runner's `describe` and `it`
 * @throws PoeError `ERR_POE_OPTIONS`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`, `ERR_POE_MISSING_OPTION`
 */
export function testQueue(runner: Runner, queue: QueueCase): void {
  checkOptions('testQueue', queue, CHECKS, ['name', 'create'])
  const { name, create, seeds = [1, 2, 3], operations = 100_000 } = queue
  runner.describe(`${name}, as a queue`, () => {
    for (const [promise, test] of Object.entries(CONTRACT)) runner.it(promise, () => test(create))
    for (const seed of seeds)
      runner.it(`does what a sorted list does, seed ${seed}`, () => runModel(create(), seed, operations))
  })
  runner.describe(`PriorityQueue on ${name}`, () => {
    for (const [promise, test] of Object.entries(PRIORITY)) runner.it(promise, () => test(create))
    for (const seed of seeds)
      runner.it(`does what a list of entries does, seed ${seed}`, () => runPriorities(create(), seed, operations))
  })
}
