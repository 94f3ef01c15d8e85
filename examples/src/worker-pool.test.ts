import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { Program } from './program.test-support.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-pool-'))
afterEach(() => rmSync(folder, { recursive: true }))

describe('worker-pool', () => {
  it('has every task done once, though a worker dies', async () => {
    const program = new Program('worker-pool', { WORKERS: '3', FLAG: join(folder, 'flag') })
    expect(await program.ended).toBe(0)
    const squares = Array.from({ length: 20 }, (_, i) => (i + 1) ** 2).join(' ')
    expect([program.stdout, program.stderr]).toEqual([
      `A worker died over 13; another one takes its place.\n${squares}\n`,
      '',
    ])
  })
})
