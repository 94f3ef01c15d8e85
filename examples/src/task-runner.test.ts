import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Program } from './program.test-support.ts'

/** What is said of one task comes in order; tasks do not wait for each other. */
const sorted = (text: string) => text.split('\n').sort()
const expected = Array.from({ length: 8 }, (_, i) => i + 1).flatMap((n) => [
  `task ${n}: working on ${n}`,
  `task ${n} ended with ${n % 3}`,
])

describe('task-runner', () => {
  it('runs every task, at most three at once', async () => {
    const program = new Program('task-runner')
    expect([await program.ended, program.stderr]).toEqual([0, ''])
    expect(sorted(program.stdout)).toEqual(['', ...expected].sort())
    const lines = program.stdout.split('\n').slice(0, -1)
    for (let n = 1; n <= 8; n++)
      expect(lines.indexOf(`task ${n}: working on ${n}`)).toBeLessThan(lines.indexOf(`task ${n} ended with ${n % 3}`))
    // The fourth can begin only when one of the first three has ended.
    expect(lines.findIndex((line) => /ended/.test(line))).toBeLessThan(lines.indexOf('task 4: working on 4'))
  })

  it('says what the Perl program says', () => {
    const script = fileURLToPath(new URL('../perl/task-runner.pl', import.meta.url))
    const { stdout, stderr, error } = spawnSync('perl', [script], { encoding: 'utf8', timeout: 20_000 })
    if (error !== undefined || /Can't locate POE/.test(stderr)) {
      console.warn('Perl POE is not installed (Debian: libpoe-perl): the comparison is not made.')
      expect(process.env.POE_REQUIRE_PROGRAMS).not.toBe('1')
      return
    }
    expect([sorted(stdout), stderr]).toEqual([['', ...expected].sort(), ''])
  })
})
