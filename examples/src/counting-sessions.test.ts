import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { runExample } from './run-example.ts'

const hasPerlPoe = spawnSync('perl', ['-MPOE', '-e', '1'], { stdio: 'ignore' }).status === 0
const required = process.env.POE_REQUIRE_PROGRAMS === '1'

describe('counting-sessions', () => {
  it('has ten sessions count to ten, none waiting for another', async () => {
    const running = runExample('counting-sessions')
    expect(await running.ended).toBe(0)
    const lines = running.output().split('\n').slice(0, -1)
    expect(lines).toHaveLength(120)
    expect(lines[0]).toBe('Session 1 has started.')
    expect(lines[10]).toBe('Session 1 counted to 1.')
    expect(lines[11]).toBe('Session 2 counted to 1.')
    expect(lines.at(-1)).toBe('Session 1 has stopped.')
  })

  it.skipIf(!hasPerlPoe && !required)('prints, line for line, what Perl POE prints', async () => {
    const script = fileURLToPath(new URL('../perl/counting-sessions.pl', import.meta.url))
    const { stdout, status } = spawnSync('perl', [script], { encoding: 'utf8' })
    expect(status).toBe(0)
    const running = runExample('counting-sessions')
    await running.ended
    expect(running.output()).toBe(stdout)
  })
})
