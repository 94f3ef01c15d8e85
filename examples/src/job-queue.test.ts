import { VirtualLoop } from '@poe/loop-virtual'
import { Kernel } from '@poe/poe'
import { expect, it } from 'vitest'
import { type Job, runJobs } from './job-queue.ts'
import { Program } from './program.test-support.ts'

/** Runs jobs in simulated time; gives what was reported, with the time of each line. */
async function report(loop: VirtualLoop, jobs: readonly Job[]): Promise<string[]> {
  const kernel = new Kernel({ loop })
  const lines: string[] = []
  const limits = { atOnce: 2, attempts: 3, timeout: 1000, pause: 100 }
  runJobs(kernel, jobs, limits, (line) => void lines.push(`${loop.now()} ${line}`))
  await kernel.run()
  expect(kernel.ledger()).toEqual([])
  return lines
}

it('does jobs two at a time, again where they fail or take too long, and gives up in the end', async () => {
  const loop = new VirtualLoop()
  const never = (_attempt: number, signal: AbortSignal) =>
    new Promise<string>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)))
  const jobs: Job[] = [
    { name: 'quick', run: async () => 'at once' },
    {
      name: 'moody',
      run: async (attempt) => {
        if (attempt < 3) throw new Error('not today')
        return 'at last'
      },
    },
    { name: 'stuck', run: never },
    { name: 'late', run: async () => 'in its turn' },
  ]
  expect(await report(loop, jobs)).toEqual([
    '0 quick: attempt 1',
    '0 moody: attempt 1',
    '0 quick: done, at once',
    '0 moody: not today; again in 100 ms',
    '0 stuck: attempt 1',
    '100 moody: attempt 2',
    '100 moody: not today; again in 200 ms',
    '300 moody: attempt 3',
    '300 moody: done, at last',
    '300 late: attempt 1',
    '300 late: done, in its turn',
    '1000 stuck: not done within 1000 ms; again in 100 ms',
    '1100 stuck: attempt 2',
    '2100 stuck: not done within 1000 ms; again in 200 ms',
    '2300 stuck: attempt 3',
    '3300 stuck: given up, not done within 1000 ms',
  ])
})

it('runs commands of the shell in run-jobs', async () => {
  const program = new Program('run-jobs', { LIMIT: '20000' }, ['echo hello', 'exit 3'])
  expect([await program.ended, program.stderr]).toEqual([0, ''])
  const lines = program.stdout.trim().split('\n')
  expect(lines.filter((line) => line.startsWith('echo'))).toEqual(['echo hello: attempt 1', 'echo hello: done, hello'])
  expect(
    lines.filter((line) => line.startsWith('exit')).map((line) => line.replace(/Command failed.*?3/, 'failed')),
  ).toEqual([
    'exit 3: attempt 1',
    'exit 3: failed; again in 100 ms',
    'exit 3: attempt 2',
    'exit 3: failed; again in 200 ms',
    'exit 3: attempt 3',
    'exit 3: given up, failed',
  ])
})
