import { describe, expect, it } from 'vitest'
import { checkShape } from './shape.ts'
import type { Manifest, Workspace } from './workspace.ts'

const manifest: Manifest = {
  name: '@poe/queue',
  version: '0.1.0',
  description: 'A queue',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  poe: { layer: 0 },
  exports: {
    '.': { '@poe/source': './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  },
  files: ['dist', 'src', '!src/**/*.test*.ts'],
  publishConfig: { access: 'public' },
  scripts: { build: 'b', test: 't', typecheck: 'c' },
}
const sources = {
  'src/index.ts': `/** A queue. @packageDocumentation */\nexport { Queue } from './queue.ts'\nexport * as check from './checks.ts'\n`,
  'src/queue.ts': 'export class Queue {}\n',
  'src/queue.test.ts': `it('works', () => {})\n`,
}
const entries = ['README.md', 'package.json', 'tsconfig.json', 'src']

function problemsOf(changes: Partial<Omit<Workspace, 'sources'>> & { sources?: Record<string, string> }): string[] {
  const all = { ...sources, ...changes.sources }
  return checkShape([
    { folder: 'packages/queue', manifest, entries, ...changes, sources: new Map(Object.entries(all)) },
  ])
}

describe('checkShape', () => {
  it('accepts a package like the others', () => {
    expect(problemsOf({})).toEqual([])
  })

  it('refuses a package without a README', () => {
    expect(problemsOf({ entries: ['package.json', 'tsconfig.json', 'src'] })).toEqual([
      'packages/queue: has no README.md',
    ])
  })

  it('refuses a name that is not its folder', () => {
    expect(problemsOf({ folder: 'packages/heap' })).toEqual([
      'packages/heap: is named @poe/queue, not after its folder',
    ])
  })

  it('has what npm create runs outside of the scope', () => {
    expect(problemsOf({ folder: 'packages/create-queue', manifest: { ...manifest, name: 'create-queue' } })).toEqual([])
    expect(
      problemsOf({ folder: 'packages/create-queue', manifest: { ...manifest, name: '@poe/create-queue' } }),
    ).toEqual(['packages/create-queue: is named @poe/create-queue, not after its folder'])
  })

  for (const field of [
    'type',
    'license',
    'sideEffects',
    'engines',
    'poe',
    'files',
    'scripts',
    'description',
    'exports',
  ])
    it(`refuses a package.json without "${field}"`, () => {
      expect(problemsOf({ manifest: { ...manifest, [field]: undefined } })).not.toEqual([])
    })

  for (const field of ['main', 'module', 'types'])
    it(`refuses a package.json with "${field}"`, () => {
      const problem = `packages/queue: has "${field}"; "exports" is enough`
      expect(problemsOf({ manifest: { ...manifest, [field]: './dist/index.js' } })).toEqual([problem])
    })

  it('refuses an export whose source is missing, and conditions out of order', () => {
    const target = { '@poe/source': './src/gone.ts', types: './dist/gone.d.ts', default: './dist/gone.js' }
    const { default: js, ...rest } = target
    const exports = { ...(manifest.exports as object), './gone': target, './turned': { default: js, ...rest } }
    expect(problemsOf({ manifest: { ...manifest, exports } })).toEqual([
      'packages/queue: exports "./gone" from ./src/gone.ts, which is not there',
      'packages/queue: exports "./turned" by default, @poe/source, types; it must be @poe/source, types, ..., default',
    ])
  })

  it('accepts a production build and what stands in there, of sources that are there', () => {
    const [target] = Object.values(manifest.exports as Record<string, Record<string, string>>)
    const { default: js, ...rest } = target!
    const exports = (production: string) => ({
      ...(manifest.exports as object),
      '.': { ...rest, production, default: js },
    })
    const standIn = { 'src/queue.production.ts': 'export class Queue {}\n' }
    const built = { ...manifest, exports: exports('./dist/production.js') }
    expect(problemsOf({ manifest: built, sources: standIn })).toEqual([])
    expect(problemsOf({ manifest: { ...manifest, exports: exports('./dist/small.js') } })).toEqual([
      'packages/queue: exports "." for production from ./dist/small.js; that is ./dist/production.js, of "." alone',
    ])
    expect(problemsOf({ sources: standIn })).toEqual([
      'packages/queue: src/queue.production.ts is for a production build, which exports do not have',
    ])
    expect(problemsOf({ manifest: built, sources: { 'src/gone.production.ts': '' } })).toEqual([
      'packages/queue: src/gone.production.ts stands in for nothing',
    ])
  })

  it('refuses an index that does more than name what is public', () => {
    const text = `/** @packageDocumentation */\nimport './side.ts'\nexport * from './all.ts'\nexport const a = 1\n`
    expect(problemsOf({ sources: { 'src/index.ts': text } })).toEqual([
      `packages/queue: src/index.ts does more than re-export: import './side.ts'`,
      `packages/queue: src/index.ts must name what it exports: export * from './all.ts'`,
      'packages/queue: src/index.ts does more than re-export: export const a = 1',
    ])
  })

  it('refuses a long source, but not a long test', () => {
    const text = 'export {}\n'.repeat(451)
    expect(problemsOf({ sources: { 'src/long.ts': text, 'src/long.test.ts': text } })).toEqual([
      'packages/queue: src/long.ts has 451 lines; 450 is the most',
    ])
  })

  it('refuses notes of unfinished work, silenced errors and tests left out', () => {
    const text = [
      '// TO' + 'DO later',
      '// @ts-' + 'ignore',
      `it${'.only'}('x')`,
      `describe.each([])${'.skip'}('x')`,
    ].join('\n')
    expect(problemsOf({ sources: { 'src/a.test.ts': text } })).toHaveLength(3)
    expect(problemsOf({ sources: { 'src/a.test.ts': `it.skipIf(true)('x')` } })).toEqual([])
  })
})
