import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { describe, expect, it } from 'vitest'
import type { Installed } from './fetch.ts'
import { type Outcome, outcomes, runFile } from './run-file.ts'
import { runtimes } from './runtimes.ts'

/** The Node that runs this. */
const [node] = runtimes('linux-x64')
const HERE = { ...node, program: process.execPath, release: process.versions.node } as Installed
const SUITE = { name: 'fixtures', group: 'none', folder: 'tooling/runtimes', files: [] }

const run = (name: string): Promise<Outcome[]> => runFile(HERE, SUITE, `src/fixtures/${name}.fixture.ts`)
const states = (all: readonly Outcome[]) => all.map(({ test, state }) => `${test}: ${state}`)

describe('a test file without vitest', () => {
  it('has its tests told by name and outcome, with the reason of a failure', async () => {
    const all = await run('outcomes')
    expect(states(all)).toEqual([
      'outer > passes: pass',
      'outer > fails: fail',
      'outer > fails (2): pass',
      'outer > is left out: skip',
      'outer > leaves itself out: skip',
      'outer > is one of several: 1: pass',
      'outer > is one of several: 2: pass',
    ])
    expect(all[1]?.errors.join()).toContain('deeply equal')
  })

  it('finds what stands in for vitest', async () => {
    expect(states(await run('stubs'))).toEqual(['stubs: pass', 'restores: pass', 'takes types for nothing: pass'])
  })

  it('fails where it cannot be loaded', async () => {
    const all = await run('broken')
    expect(states(all)).toEqual(['src/fixtures/broken.fixture.ts: fail'])
    expect(all[0]?.errors.join()).toContain('broken on purpose')
  })

  it('says which test it died in, and what it never came to', async () => {
    const all = await run('crash')
    expect(states(all)).toEqual(['passes: pass', 'crashes: crash', 'comes after: lost'])
    expect(all[1]?.errors.join()).toContain('ended with SIGKILL')
  })

  it('leaves no program behind', async () => {
    const [outcome] = await run('leaves')
    const pid = Number(/left (\d+)/.exec(outcome?.errors.join() ?? '')?.[1])
    expect(pid).toBeGreaterThan(0)
    // It is gone, or nobody has asked yet how it ended.
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', `${pid}`], { encoding: 'utf8' })
    expect(stdout.trim()).toMatch(/^(Z.*)?$/)
  })

  it('fails by errors that nobody catches', async () => {
    const all = await run('uncaught')
    expect(states(all)).toEqual(['passes: pass', 'src/fixtures/uncaught.fixture.ts: fail'])
    expect(all[1]?.errors.join()).toContain('thrown to nobody')
  })
})

describe('outcomes', () => {
  it('is a crash of the file where nothing was told, or no end', () => {
    expect(outcomes([], 'a.test.ts', 'no such program')).toEqual([
      { test: 'a.test.ts', state: 'crash', errors: ['no such program'] },
    ])
    const done = { kind: 'done', test: 'one', state: 'pass', errors: [] } as const
    expect(states(outcomes([done], 'a.test.ts', ''))).toEqual(['one: pass', 'a.test.ts: crash'])
    expect(states(outcomes([done, { kind: 'over' }], 'a.test.ts', ''))).toEqual(['one: pass'])
  })
})
