import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'

describe('npm run bench', () => {
  it('runs every workload once, and every figure is a number', async () => {
    const run = fileURLToPath(new URL('../run.mjs', import.meta.url))
    // The programs it starts read the packages' sources too.
    const env = { ...process.env, NODE_OPTIONS: '--conditions=@poe/source --import tsx' }
    const { stdout } = await promisify(execFile)(process.execPath, [run, '--smoke'], { env })
    expect(stdout.match(/poe-ts +[\d.]+ +[\d.]+ +[\d.]+ +[\d.]+/g)).toHaveLength(9)
    expect(stdout.match(/poe-ts \d+ (?:flat|tree) +[\d.]+/g)).toHaveLength(8)
    expect(stdout).not.toMatch(/NaN|Infinity/)
  })
})
