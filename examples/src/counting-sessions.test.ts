import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { Program } from './program.test-support.ts'

const SCRIPT = fileURLToPath(new URL('../perl/counting-sessions.pl', import.meta.url))
const hasPoe = spawnSync('perl', ['-MPOE', '-e1']).status === 0
const required = process.env.POE_REQUIRE_PROGRAMS === '1'

if (!hasPoe && !required)
  console.warn('SKIPPED: counting-sessions is not compared with Perl POE, which is not installed (libpoe-perl).')

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

describe('counting-sessions', () => {
  it('counts in turns', async () => {
    const program = new Program('counting-sessions')
    expect([await program.ended, program.stderr]).toEqual([0, ''])
    const lines = program.stdout.split('\n')
    expect(lines.slice(0, 10)).toEqual(numbers(1, 10).map((id) => `Session ${id} has started.`))
    expect(lines.slice(10, 110)).toEqual(
      numbers(1, 10).flatMap((count) => numbers(1, 10).map((id) => `Session ${id} counted to ${count}.`)),
    )
    expect(lines).toHaveLength(121)
  })

  it.runIf(hasPoe || required)('prints what the same program prints on Perl POE, line for line', async () => {
    const program = new Program('counting-sessions')
    const perl = execFileSync('perl', [SCRIPT], { encoding: 'utf8' })
    await program.ended
    expect(program.stdout.split('\n')).toEqual(perl.split('\n'))
  })
})
