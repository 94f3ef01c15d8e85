import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { painter } from '../../run/cli.mjs'
import { settings } from './arguments.ts'
import budgets from './budgets.ts'
import type { Consumer, Outcome } from './consumer.ts'
import { consumers } from './consumers.ts'
import { above, highest, installed } from './installed.ts'
import { strangersEnvironment } from './npm.ts'
import { withNeeded } from './run-all.ts'
import { table } from './table.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-consumers-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const layered = (name: string, layer: number) =>
  [name, { manifest: { name, version: '0.1.0', poe: { layer } } }] as const
const packages = new Map([layered('@poe/errors', 0), layered('@poe/filter-line', 1), layered('@poe/kernel', 2)])

describe('installed', () => {
  it('reads what a lock file brought, without what is for development, and weighs it', () => {
    const file = (path: string, text: string): void => {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    file('node_modules/@poe/errors/index.js', '12345')
    file('node_modules/@poe/filter-line/dist/index.js', '123')
    file('node_modules/@poe/filter-line/node_modules/@poe/errors/index.js', '1')
    file('node_modules/other/index.js', '12')
    file('node_modules/typescript/index.js', '1234567890')
    const lock = {
      '': { name: 'x' },
      'node_modules/@poe/errors': { version: '0.2.0' },
      'node_modules/@poe/filter-line': { version: '0.1.0' },
      'node_modules/@poe/filter-line/node_modules/@poe/errors': { version: '0.1.0' },
      'node_modules/for-another-system': { version: '1.0.0', optional: true },
      'node_modules/other': { version: '1.0.0' },
      'node_modules/typescript': { version: '5.9.3', dev: true },
    }
    file('package-lock.json', JSON.stringify({ packages: lock }))
    expect(installed(folder)).toEqual({
      ours: ['@poe/errors@0.1.0', '@poe/errors@0.2.0', '@poe/filter-line@0.1.0'],
      others: ['other@1.0.0'],
      octets: 11,
    })
  })
})

describe('layers', () => {
  it('finds what is above one', () => {
    expect(above(1, ['@poe/errors@0.1.0', '@poe/kernel@0.1.0'], packages)).toEqual(['@poe/kernel@0.1.0'])
    expect(highest(['@poe/errors', '@poe/filter-line', 'typescript'], packages)).toBe(1)
    expect(() => above(1, ['@poe/typo@1.0.0'], packages)).toThrow('@poe/typo was installed, but is no package')
  })
})

describe('a stranger', () => {
  it('has nothing of this workspace in the environment', () => {
    const env = strangersEnvironment(join(folder, 'home'), 'http://127.0.0.1:1/')
    expect(env.PATH).not.toContain('bootstrap')
    expect([env.HOME, env.npm_config_registry]).toEqual([join(folder, 'home'), 'http://127.0.0.1:1/'])
    expect(Object.keys(env).filter((name) => /^(npm_package|npm_lifecycle|VITEST|TURBO|NODE_)/.test(name))).toEqual([])
  })
})

describe('the consumers', () => {
  const all = consumers([...packages.keys()])

  it('have names of their own and a budget each, and no budget is for nobody', () => {
    const names = all.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    const fixed = all.filter(({ group }) => group !== 'each alone').map(({ name }) => name)
    expect(
      Object.keys(budgets)
        .filter((name) => !name.startsWith('only '))
        .sort(),
    ).toEqual(fixed.sort())
  })

  it('come with those they need', () => {
    const wanted = all.filter(({ name }) => name === 'who uses both')
    expect(withNeeded(wanted, all).map(({ name }) => name)).toEqual(['a filter', 'a loop', 'who uses both'])
  })

  it('are few in npm test', () => {
    expect(all.filter((consumer: Consumer) => consumer.slow !== true).length).toBeLessThan(20)
  })
})

describe('settings', () => {
  it('splits names at commas without a blank', () => {
    expect(settings(['--only', 'poe,kernel, session, loop-virtual']).only).toEqual([
      'poe',
      'kernel, session, loop-virtual',
    ])
  })
  it.each([
    [['--jobs', '0'], '--jobs is "0"; give a whole number from 1.'],
    [['--quik'], 'There is no option --quik; did you mean --quick?'],
  ])('refuses %j', (args, message) => {
    expect(() => settings(args)).toThrow(message)
  })
})

describe('the table', () => {
  const outcome: Outcome = {
    consumer: 'ESM',
    group: 'programs',
    problems: [],
    installed: { ours: ['@poe/poe@0.1.0'], others: [], octets: 1001 },
    milliseconds: 1240,
  }
  const broken = { ...outcome, consumer: 'CommonJS', installed: undefined, problems: ['npm install: no'] }

  it('has a row for each, then every problem', () => {
    expect(table([outcome, broken], painter(false))).toEqual([
      '            POE  others  kB    s',
      'programs',
      '  ESM         1       0   2  1.2      ok',
      '  CommonJS    -       -   -  1.2  FAILED',
      '',
      'CommonJS:',
      'npm install: no',
    ])
  })

  it('has colours where they are wanted', () => {
    expect(table([broken], painter(true)).join('\n')).toContain('\u001b[31m')
  })
})
