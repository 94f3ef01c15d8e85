import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

describe('npm run bench', () => {
  it.each([
    ['dispatch', 5],
    ['echo', 4],
    ['sessions', 8],
    ['simulation', 2],
  ])('runs %s once, and every figure is a number', { timeout: 180_000 }, async (workload, rows) => {
    const run = fileURLToPath(new URL('../run.mjs', import.meta.url))
    // The programs it starts read the packages' sources too.
    const env = { ...process.env, NODE_OPTIONS: '--conditions=@poe/source --import tsx' }
    const { stdout } = await promisify(execFile)(process.execPath, [run, workload, '--smoke'], { env })
    expect(stdout.match(/poe-ts(?: \d+ (?:flat|tree))? +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+/g)).toHaveLength(rows)
    expect(stdout).not.toMatch(/NaN|Infinity/)
  })
})
