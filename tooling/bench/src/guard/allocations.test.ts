import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

/**
 * The most octets one unit of work may allocate: what it did when this was written and about a fifth more. One object more on
 * a hot path, or a closure, or a list of arguments, is beyond that.
 */
const BUDGET = {
  event: 100,
  call: 80,
  timer: 180,
  session: 1950,
  line: 65,
  'echoed-line': 7_400,
  connection: 90_000,
}

describe('what work allocates', () => {
  const figures = new Map<string, number>()
  beforeAll(async () => {
    const flags = ['--conditions=@poe/source', '--import', 'tsx', '--expose-gc']
    const young = ['--min-semi-space-size=256', '--max-semi-space-size=256']
    const program = fileURLToPath(new URL('allocations.mjs', import.meta.url))
    const { stdout } = await promisify(execFile)(process.execPath, [...flags, ...young, program])
    for (const [, name = '', octets] of stdout.matchAll(/^(\S+) (\S+)$/gm)) figures.set(name, Number(octets))
  }, 120_000)

  it.each(Object.entries(BUDGET))('one %s: at most %d octets', (name, most) => {
    expect(figures.get(name)).toBeGreaterThan(0)
    expect(figures.get(name)).toBeLessThanOrEqual(most)
  })
})
