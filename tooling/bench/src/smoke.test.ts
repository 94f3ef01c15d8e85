import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

describe('npm run bench', () => {
  it.each([
    ['churn', 3],
    ['dispatch', 14],
    ['echo', 9],
    ['http', 4],
    ['lines', 3],
    ['memory', 2],
    ['sessions', 16],
    ['simulation', 2],
    ['spawn', 4],
    ['timers', 7],
  ])('runs %s once, and every figure is a number', { timeout: 180_000 }, async (workload, rows) => {
    const stdout = await smoke(workload)
    expect(stdout.match(/poe-ts(?: \d+ (?:flat|tree)| [\w-]+)? +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+/g)).toHaveLength(rows)
    expect(stdout).not.toMatch(/NaN|Infinity/)
  })
  it('runs soak once: what there is in memory, and whether it stays so', { timeout: 180_000 }, async () => {
    const stdout = await smoke('soak')
    expect(stdout).toMatch(/^poe-ts( +\d+\.\d\d){8} +(flat|growing)$/m)
    expect(stdout).not.toMatch(/NaN|Infinity/)
  })
  it('runs queues once: a table for each operation, of two queues and two sizes at least', {
    timeout: 180_000,
  }, async () => {
    const stdout = await smoke('queues')
    expect(stdout.match(/^queues, \w+: ns per operation, median$/gm)).toHaveLength(6)
    expect(stdout.match(/^poe-ts (heap|array)( +[1-9]\d*){2}$/gm)).toHaveLength(12)
  })
})

/** What a workload prints that is run once. */
async function smoke(workload: string): Promise<string> {
  const run = fileURLToPath(new URL('../run.mjs', import.meta.url))
  // The programs it starts read the packages' sources too.
  const env = { ...process.env, NODE_OPTIONS: '--conditions=@poe/source --import tsx' }
  const { stdout } = await promisify(execFile)(process.execPath, [run, workload, '--smoke'], { env })
  return stdout
}
