import { check, checkOptions } from '@poe/errors'
import { CLONING } from './cloning.ts'
import type { DriverCase, Runner } from './driver-case.ts'
import { JOINING } from './joining.ts'
import { runModel } from './model-run.ts'
import { QUEUEING } from './queueing.ts'
import { READING } from './reading.ts'
import { WRITING } from './writing.ts'

const CHECKS = {
  name: check.name,
  create: check.callable,
  blockSize: check.integer(1),
  joins: check.flag,
  seeds: (value: unknown) =>
    Array.isArray(value) && value.every(Number.isSafeInteger) ? undefined : 'a list of whole numbers',
  rounds: check.integer(1),
}

/**
 * Tests that a driver does what every driver promises: one read at a time; no octet lost, written twice or out of order,
 * however much its handle takes; few writes; true counts; empty clones; nothing kept of what was written; and in long
 * random runs the same as a plain list. A run that fails says its seed and the round it came to.
 *
 * @param runner - the test runner's `describe` and `it`
 * @throws PoeError `ERR_POE_OPTIONS`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`, `ERR_POE_MISSING_OPTION`
 */
export function testDriver(runner: Runner, driver: DriverCase): void {
  checkOptions('testDriver', driver, CHECKS, ['name', 'create'])
  const { name, create, joins = true, seeds = [1, 2, 3], rounds = 3000 } = driver
  const promises = { ...READING, ...QUEUEING, ...WRITING, ...(joins ? JOINING : {}), ...CLONING }
  runner.describe(`${name}, as a driver`, () => {
    for (const [promise, test] of Object.entries(promises)) runner.it(promise, () => test(driver))
    for (const seed of seeds) runner.it(`does what a list does, seed ${seed}`, () => runModel(create(), seed, rounds))
  })
}
