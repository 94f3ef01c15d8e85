import { existsSync, readdirSync } from 'node:fs'
import type { VitestRunner } from '@vitest/runner'
import { getTests } from '@vitest/runner/utils'
import type { Report } from './report.ts'

/** As long as a test and a hook may take, in milliseconds: as vitest is told in `tooling/build`. */
const TEST_TIMEOUT = 30_000

/** What vitest's runner needs of a host: how a file is imported, and whom to tell. */
export function runner(report: Report, root: string): VitestRunner {
  return {
    config: {
      root,
      setupFiles: [],
      name: undefined,
      passWithNoTests: false,
      testNamePattern: undefined,
      allowOnly: false,
      sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
      chaiConfig: undefined,
      maxConcurrency: 1,
      testTimeout: TEST_TIMEOUT,
      hookTimeout: TEST_TIMEOUT,
      retry: 0,
      includeTaskLocation: false,
      tags: [],
      tagsFilter: undefined,
      strictTags: false,
    },
    importFile: (file) => import(file),
    onCollected: async (files) => {
      for (const file of files) report.collected(file, getTests(file))
      await settled()
    },
    onBeforeRunTask: (test) => report.began(test),
    onTaskUpdate: async (packs) => void packs,
    onAfterRunSuite: (suite) => report.ended(suite),
    onAfterRunTask: (test) => report.done(test),
  }
}

const DESCRIPTORS = '/proc/self/fd'
const [ROUNDS, PAUSE] = [6, 20]

/** What has loaded the file has let go of its descriptors, which tests count: nothing has changed for a while. */
async function settled(): Promise<void> {
  if (!existsSync(DESCRIPTORS)) return
  let last = ''
  for (let same = 0; same < ROUNDS; ) {
    const now = readdirSync(DESCRIPTORS).join()
    same = now === last ? same + 1 : 0
    last = now
    await new Promise((resolve) => void setTimeout(resolve, PAUSE))
  }
}
