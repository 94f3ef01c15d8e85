import { describe, expect, it } from 'vitest'
import { CollectingRunner } from './collecting-runner.test-kit.ts'
import { testLoop } from './index.ts'
import { MUTANT_DESCRIPTORS } from './mutant-descriptors.test-kit.ts'
import { MUTANT_FILES } from './mutant-files.test-kit.ts'
import { MUTANT_LOOPS, type Mutant } from './mutant-loops.test-kit.ts'
import { MUTANT_PIPES } from './mutant-pipes.test-kit.ts'
import { MUTANT_PROGRAMS } from './mutant-programs.test-kit.ts'
import { MUTANT_STREAMS } from './mutant-streams.test-kit.ts'
import { MUTANT_TIMERS } from './mutant-timers.test-kit.ts'
import { referenceOptions } from './reference.test-kit.ts'
import { ReferenceLoop } from './reference-loop.test-kit.ts'
import { strictRunner } from './strict-runner.test-kit.ts'

/** When a mutant is given up that is caught by hanging, and one that is not. */
const [HANGING, PATIENCE] = [1000, 5000]

testLoop(strictRunner('fullDisk', 'namedPipe'), {
  ...referenceOptions(() => new ReferenceLoop()),
  name: 'the reference',
  timeout: 20_000,
})

function kitTest({ create, caughtBy, saying }: Mutant): () => Promise<void> {
  const runner = new CollectingRunner()
  const timeout = saying.includes('not within') ? HANGING : PATIENCE
  testLoop(runner, { ...referenceOptions(create), timeout })
  const found = runner.tests.find(({ name }) => name === caughtBy)
  if (found === undefined) throw new Error(`there is no test "${caughtBy}"`)
  return found.test
}

describe.concurrent('the kit catches', () => {
  for (const mutant of [
    ...MUTANT_LOOPS,
    ...MUTANT_TIMERS,
    ...MUTANT_STREAMS,
    ...MUTANT_PROGRAMS,
    ...MUTANT_PIPES,
    ...MUTANT_DESCRIPTORS,
    ...MUTANT_FILES,
  ])
    it(mutant.fault, async () => {
      await expect(kitTest(mutant)()).rejects.toThrow(mutant.saying)
    })
})
