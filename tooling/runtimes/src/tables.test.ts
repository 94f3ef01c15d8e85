import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { painter } from '../../run/cli.mjs'
import { GAPS } from './gaps.ts'
import { loopRow, loopTable, SERVICES, serviceOf } from './loop-table.ts'
import { cell, matrix, surprises } from './matrix.ts'
import { page } from './page.ts'
import { DATA, merged, type Record, withTable } from './publish.ts'
import { runtimes } from './runtimes.ts'
import { LEFT_OUT, NEEDS_VITEST, ROOT, suites } from './suites.ts'
import type { Count } from './verdict.ts'

const count = (runtime: string, suite: string, more: Partial<Count> = {}): Count => ({
  ...{ runtime, suite, pass: 5, gap: 0, skip: 0, surprises: [] },
  ...more,
})
const wrong = {
  runtime: 'bun',
  suite: 'two',
  file: 'src/a.test.ts',
  test: 'works',
  what: 'failed',
  errors: ['why\nwhere'],
} as const

describe('the matrix', () => {
  const here = runtimes('linux-x64').filter(({ name }) => ['node-20', 'bun'].includes(name))
  const installed = here.map((one, i) => ({ ...one, program: '', release: ['20.1.0', '1.2.3'][i] ?? '' }))
  const both = ['one', 'two'].map((name, i) => ({ name, group: ['a', 'b'][i] ?? '', folder: '', files: [] }))
  const counts = [
    ...[count('node-20', 'one'), count('bun', 'one', { pass: 3, gap: 2 }), count('node-20', 'two')],
    count('bun', 'two', { pass: 4, gap: 1, surprises: [wrong] }),
  ]

  it('has a row for each suite, a column for each runtime', () => {
    expect(matrix(installed, both, counts, painter(false))).toEqual([
      '       node 20.1.0  bun 1.2.3',
      'a',
      '  one  5            3, 2 gaps',
      'b',
      '  two  5            4, 1 gap, 1 WRONG',
    ])
  })

  it('is coloured where that is shown', () => {
    const lines = matrix(installed, both, counts, painter(true)).join('\n')
    expect(lines).toContain('\u001b[33m3, 2 gaps')
    expect(lines).toContain('\u001b[31m4, 1 gap, 1 WRONG')
  })

  it('says what nobody expected', () => {
    expect(surprises(counts, painter(false))).toEqual(['bun two src/a.test.ts > works: failed', '    why', '    where'])
    expect(cell(count('bun', 'one'))).toBe('5')
  })
})

describe('the table of loops', () => {
  it('knows the service of each topic of the kit', () => {
    const readme = readFileSync(join(ROOT, 'packages/test-loops/README.md'), 'utf8')
    const table = readme.slice(readme.indexOf('| topic | a loop'), readme.indexOf('Not tested, for'))
    const topics = [...table.matchAll(/^\| (.+?) \|/gm)].map((match) => match[1] ?? '').slice(1)
    expect(topics.length).toBeGreaterThan(25)
    expect(topics.filter((topic) => serviceOf(`any: ${topic} > a test`) === undefined)).toEqual([])
    expect(Object.values(SERVICES).flat().sort()).toEqual(topics.sort())
  })

  it('counts by service, and leaves out what is skipped', () => {
    const row = loopRow('loop-a', 'bun 1', [
      { test: 'A: timers > one', state: 'pass' },
      { test: 'A: the terminal > two', state: 'skip' },
      { test: 'A with pauses: listening > three', state: 'pass' },
      { test: 'A: TLS > four', state: 'fail' },
      { test: 'something else > five', state: 'fail' },
    ])
    expect(row?.services).toEqual({ time: { pass: 1, all: 1 }, net: { pass: 1, all: 2 } })
    expect(loopTable([row!])).toContain('| [`loop-a`](packages/loop-a) | bun 1 | 1 | – | 1 of 2 | –')
    expect(loopRow('loop-a', 'bun 1', [])).toBeUndefined()
  })
})

describe('a record', () => {
  const of = (runtime: string, release: string, pass: number): Record => ({
    date: release,
    runtimes: [{ name: runtime, release }],
    suites: [{ name: 'one', group: 'a', results: { [runtime]: { pass, gap: 0, wrong: 0 } } }],
    loops: [
      { loop: 'loop-a', runtime: `${runtime.replace(/-.*/, '')} ${release}`, services: { time: { pass, all: pass } } },
    ],
  })

  it('keeps what a later run has not run', () => {
    const both = merged(merged(of('node-20', '20.1.0', 1), of('node-22', '22.1.0', 2)), of('node-20', '20.2.0', 3))
    expect(both.runtimes.map(({ release }) => release)).toEqual(['20.2.0', '22.1.0'])
    expect(both.suites[0]?.results).toMatchObject({ 'node-20': { pass: 3 }, 'node-22': { pass: 2 } })
    expect(both.loops.map(({ runtime, services }) => [runtime, services.time?.pass])).toEqual([
      ['node 20.2.0', 3],
      ['node 22.1.0', 2],
    ])
  })
})

describe('the suites', () => {
  const all = suites()

  it('have test files, each once', () => {
    expect(all.length).toBeGreaterThan(35)
    expect(all.filter(({ files }) => files.length === 0)).toEqual([])
  })

  it('leave out and need files that are there', () => {
    const named = [...Object.keys(NEEDS_VITEST), ...LEFT_OUT.map(({ file }) => file)]
    expect(named.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
  })

  it('have the files of all gaps, which belong to runtimes', () => {
    const known = runtimes('linux-x64').map(({ name }) => name)
    for (const { runtimes: having, suite, file, tests, why } of GAPS) {
      const found = all.find(({ name }) => name === suite)
      expect([suite, file, found?.files.includes(file), tests.length > 0, why !== '']).toEqual([
        suite,
        file,
        true,
        true,
        true,
      ])
      expect(having.filter((name) => !known.includes(name))).toEqual([])
    }
  })

  it('name no gap twice', () => {
    const names = GAPS.flatMap(({ runtimes: having, suite, file, tests }) =>
      having.flatMap((runtime) => tests.map((test) => `${runtime} ${suite} ${file} ${test}`)),
    )
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([])
  })
})

describe('what the last whole run has written', () => {
  const record = JSON.parse(readFileSync(DATA, 'utf8')) as Record
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')

  it('is what the README and the page show', () => {
    expect(withTable(readme, loopTable(record.loops))).toBe(readme)
    expect(readFileSync(join(ROOT, 'docs/runtimes.md'), 'utf8')).toBe(page(record, GAPS))
  })

  it('has each runtime, each loop and each service', () => {
    expect(record.runtimes.map(({ name }) => name)).toEqual(runtimes('linux-x64').map(({ name }) => name))
    const loops = new Set(record.loops.map(({ loop }) => loop))
    for (const loop of ['loop-select', 'loop-virtual', 'loop-poll', 'host-loop']) {
      expect(loops).toContain(loop)
      expect(record.loops.filter((row) => row.loop === loop).length).toBe(record.runtimes.length)
    }
    const services = new Set(record.loops.flatMap((row) => Object.keys(row.services)))
    expect([...services].sort()).toEqual(Object.keys(SERVICES).sort())
  })

  it('had nothing unexpected', () => {
    const results = record.suites.flatMap(({ results }) => Object.values(results))
    expect(results.filter(({ wrong }) => wrong > 0)).toEqual([])
  })

  it('has a place in the README', () => {
    expect(() => withTable('# no place', 'a table')).toThrow('has no <!-- loops')
  })
})
