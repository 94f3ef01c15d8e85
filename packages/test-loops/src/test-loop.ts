import { nearest, PoeError, show } from '@poe/errors'
import { lacks, missing } from './lacks.ts'
import { checkTestLoop, type TestLoopOptions } from './options.ts'
import { Rig } from './rig.ts'
import type { Runner } from './runner.ts'
import type { Suite } from './suite.ts'
import { SUITES } from './suites.ts'

const PATIENCE = 5000

/**
 * Tests a loop: each promise of the contract is a test of the runner. For what a loop lacks, by the option `lacks`, there is one
 * test, that it does. A topic whose option is not given is shown as one test left out.
 *
 * @throws PoeError for options it does not know, and for names in `skip` that are no test
 */
export function testLoop(runner: Runner, options: TestLoopOptions): void {
  checkTestLoop(options)
  checkSkips(options)
  const lacking = new Set(options.lacks)
  for (const suite of SUITES)
    if (!suite.needs?.some((need) => lacking.has(need)))
      runner.describe(`${options.name}: ${suite.topic}`, () => defineAll(runner, options, suite))
  if (lacking.size > 0)
    runner.describe(`${options.name}: what it lacks`, () => {
      for (const lack of lacking)
        runner.it(`has no ${lack}, and says so`, () => perform(options, [], (rig) => lacks(rig, lack)))
    })
}

function checkSkips({ skip = {} }: TestLoopOptions): void {
  const names = SUITES.flatMap(({ tests }) => Object.keys(tests))
  const unknown = Object.keys(skip).find((name) => !names.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, names)
  const remedy = near === undefined ? 'the README lists them' : `did you mean ${show(near)}?`
  throw new PoeError('ERR_POE_UNKNOWN_OPTION', `testLoop, option "skip": there is no test ${show(unknown)}; ${remedy}`)
}

function defineAll(runner: Runner, options: TestLoopOptions, { lent, needs = [], tests, topic }: Suite): void {
  if (lent !== undefined && options[lent] === undefined) {
    leaveOut(runner, `keeps its promises about ${topic}`, `testLoop was not given the option "${lent}"`)
    return
  }
  for (const [name, test] of Object.entries(tests)) {
    const reason = options.skip?.[name]
    if (reason === undefined) runner.it(name, () => perform(options, needs, test))
    else leaveOut(runner, name, reason)
  }
}

function leaveOut({ it }: Runner, name: string, reason: string): void {
  const { skip } = it
  if (skip !== undefined) skip.call(it, `${name} (${reason})`, async () => {})
  else it(`${name} (skipped: ${reason})`, async () => {})
}

async function perform(
  options: TestLoopOptions,
  needs: NonNullable<Suite['needs']>,
  test: Suite['tests'][string],
): Promise<void> {
  const loop = await options.create()
  const without = missing(loop, needs)
  if (without !== undefined) {
    await options.dispose?.(loop)
    throw new Error(`the loop has no ${without}; where that is meant, say so: { lacks: ['${without}'] }`)
  }
  const rig = new Rig(loop, options)
  try {
    await within(options.timeout ?? PATIENCE, rig, async () => test(rig))
  } catch (error) {
    // Whatever else failed, this is likely to be why.
    rig.checkBroken()
    throw error
  } finally {
    rig.end()
    await options.dispose?.(loop)
  }
  rig.checkBroken()
}

/** A loop may do nothing at all: the deadline is the host's. */
async function within(limit: number, rig: Rig, test: () => Promise<unknown>): Promise<void> {
  let deadline: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    deadline = setTimeout(() => reject(new Error(`not within ${limit} ms: ${rig.awaited}`)), limit)
  })
  try {
    await Promise.race([test(), late])
  } finally {
    clearTimeout(deadline)
  }
}
