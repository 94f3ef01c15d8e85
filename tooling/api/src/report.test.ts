import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { report, undocumented } from './report.ts'
import { overBudget } from './sizes.ts'
import { type Surface, surfaces } from './surface.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** The surface of a package of these files. */
function surfaceOf(files: Readonly<Record<string, string>>, exports: object = DOOR): Surface {
  const folder = mkdtempSync(join(tmpdir(), 'poe-api-'))
  folders.push(folder)
  const others = { 'package.json': '{ "type": "module" }', 'node_modules/other/package.json': OTHER, ...files }
  for (const [path, text] of Object.entries(others)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  return surfaces([{ folder, manifest: { name: '@poe/thing', exports } }])[0]!
}

const DOOR = { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' }
const OTHER = '{ "name": "other", "type": "module", "exports": { ".": { "types": "./index.d.ts" } } }'
const page = (files: Readonly<Record<string, string>>): string => report(surfaceOf(files))

describe('a report', () => {
  it('has every export by its name, without comments, and what exports name', () => {
    const text = `
      /** Inner. */
      interface Inner { readonly deep: Deep }
      type Deep = 1
      type Unused = 2
      /** Does it. */
      declare function work(inner: Inner): void;
      /** A class. */
      declare class Arm { #own; /** Member. */ swing(): void }
      export { work, Arm };`
    expect(page({ 'dist/index.d.ts': text })).toBe(`# @poe/thing

What can be imported, by \`npm run api\`; what it means is said in the declarations.

## @poe/thing

\`\`\`typescript
class Arm {
    #own;
    swing(): void;
}
function work(inner: Inner): void;
\`\`\`

## Named there, and not to be imported

\`\`\`typescript
interface Inner {
    readonly deep: Deep;
}
type Deep = 1;
\`\`\`
`)
  })

  it('changes with a member, an argument, a name; not with a comment, an order, or what nobody can see', () => {
    const first = page({ 'dist/index.d.ts': 'declare const a: string; declare const b: 1; export { a, b };' })
    const same = 'declare const b: 1; /** New. */ declare const a: string; type Hidden = 1; export { b, a };'
    expect(page({ 'dist/index.d.ts': same })).toBe(first)
    for (const other of [
      'declare const a: number; declare const b: 1; export { a, b };',
      'declare const a: string; declare const b: 1; export { a, b as c };',
      'declare const a: string; declare const b: 1; export { a };',
    ])
      expect(page({ 'dist/index.d.ts': other })).not.toBe(first)
  })

  it('follows the pieces of a package, whatever these are called', () => {
    const piece = 'declare const a: 1; export { a as x };'
    const one = page({ 'dist/index.d.ts': `export { x as a } from './piece-abc.js'`, 'dist/piece-abc.d.ts': piece })
    const two = page({ 'dist/index.d.ts': `export { x as a } from './piece-def.js'`, 'dist/piece-def.d.ts': piece })
    expect(one).toBe(two)
    expect(one).toContain('const a: 1;')
  })

  it('names what comes from other packages, without its text', () => {
    const files = {
      'dist/index.d.ts': `export { far, type Away } from 'other'`,
      'node_modules/other/index.d.ts': 'export declare const far: 1; export type Away = 2',
    }
    expect(page(files)).toContain('From other: `Away`, `far`.')
    expect(page(files)).not.toContain('const far')
  })

  it('has a part for every entry, and for every host', () => {
    const both = { browser: { types: './dist/page.d.ts', default: './dist/page.js' }, ...DOOR['.'] }
    const { entries } = surfaceOf(
      { 'dist/index.d.ts': 'export declare const a: 1', 'dist/page.d.ts': 'export declare const p: 1' },
      { '.': both, './more': DOOR['.'] },
    )
    expect(entries.map(({ name, exports }) => [name, ...exports.map((one) => one.name)])).toEqual([
      ['@poe/thing (browser)', 'p'],
      ['@poe/thing', 'a'],
      ['@poe/thing/more', 'a'],
    ])
  })
})

describe('undocumented', () => {
  it('finds exports nobody has written a sentence about', () => {
    const text = `
      /** Said. */ export declare const said: 1;
      export declare const silent: 1;
      /** */ export interface Empty {}
      /** Said of one. */ export declare function twice(a: 1): void; export declare function twice(a: 2): void;`
    expect(undocumented([surfaceOf({ 'dist/index.d.ts': text })])).toEqual(['@poe/thing: Empty', '@poe/thing: silent'])
  })

  it('finds members nobody has written a sentence about, but not what is told of where it comes from', () => {
    const text = `
      /** Base. */ export interface Base {
        /** Said. */
        said(): void; silent: 1; '~quoted'?: 1 }
      /** Fulfils it. */ export declare class Arm implements Base {
        #own; private hidden: 1; constructor(a: 1); said(): void; silent: 1; '~quoted'?: 1; [Symbol.dispose](): void; static made(): void }
      /** Either. */ export type Either = { readonly one: 1 } | {
        /** Said. */
        readonly two: 2 }
      /** With a default. */ export interface Options {
        /** @defaultValue 1 */
        readonly size?: number }`
    expect(undocumented([surfaceOf({ 'dist/index.d.ts': text })])).toEqual([
      '@poe/thing: Arm.silent',
      "@poe/thing: Arm.'~quoted'",
      '@poe/thing: Arm.made',
      '@poe/thing: Base.silent',
      "@poe/thing: Base.'~quoted'",
      '@poe/thing: Either.one',
    ])
  })

  it('looks into a namespace, and past what other packages have', () => {
    const bundled = (comment: string): string =>
      `${comment} declare const text: 1; declare const all_text: typeof text;
       declare namespace all { export { all_text as text } } export { all }; export { far } from 'other'`
    const other = { 'node_modules/other/index.d.ts': 'export declare const far: 1' }
    expect(undocumented([surfaceOf({ ...other, 'dist/index.d.ts': bundled('/** Text. */') })])).toEqual([])
    expect(undocumented([surfaceOf({ ...other, 'dist/index.d.ts': bundled('') })])).toEqual(['@poe/thing: all'])
  })
})

describe('overBudget', () => {
  it('tells what is too large, and who has no budget', () => {
    const budget = { packed: 100, bundled: 10 }
    expect(overBudget('a', { packed: 100, bundled: 10 }, budget)).toEqual([])
    expect(overBudget('a', { packed: 101, bundled: 11 }, budget)).toEqual([
      'a: 101 octets packed, 100 are the most (tooling/api/budgets.json)',
      'a: 11 octets bundled, 10 are the most (tooling/api/budgets.json)',
    ])
    expect(overBudget('a', budget, undefined)).toEqual(['budgets.json has no "a"; it has 100 and 10 octets'])
  })
})
