import { nearest, PoeError, show } from '@poe/errors'
import { checkTestLoop, type TestLoopOptions } from './options.ts'
import { Rig } from './rig.ts'
import { type Runner, skipNow } from './runner.ts'
import type { Suite } from './suite.ts'
import { SUITES } from './suites.ts'

const PATIENCE = 5000

/**
 * Tests a loop: each promise of the contract is a test of the runner. Topics a loop has nothing for are shown as
 * skipped, with the reason.
 *
 * @throws PoeError for options it does not know, and for names in `skip` that are no test
 */
export function testLoop(runner: Runner, options: TestLoopOptions): void {
  checkTestLoop(options)
  checkSkips(options)
  for (const suite of SUITES)
    runner.describe(`${options.name}: ${suite.topic}`, () => {
      for (const name of Object.keys(suite.tests)) define(runner, options, suite, name)
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

function define({ it }: Runner, options: TestLoopOptions, suite: Suite, name: string): void {
  const reason = options.skip?.[name]
  const { skip: leaveOut } = it
  if (reason === undefined) it(name, (context) => perform(options, suite, name, context))
  else if (leaveOut !== undefined) leaveOut.call(it, `${name} (${reason})`, async () => {})
  else it(`${name} (skipped: ${reason})`, async () => {})
}

async function perform(options: TestLoopOptions, suite: Suite, name: string, context: unknown): Promise<void> {
  const loop = await options.create()
  const lacking = suite.lacks?.(loop, options)
  if (lacking !== undefined) {
    await options.dispose?.(loop)
    return skipNow(context, lacking)
  }
  const rig = new Rig(loop, options)
  try {
    await within(options.timeout ?? PATIENCE, rig, async () => suite.tests[name]?.(rig))
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
