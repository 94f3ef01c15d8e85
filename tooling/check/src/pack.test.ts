import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkTarball, packAll } from './pack.ts'

const temporary = mkdtempSync(join(tmpdir(), 'poe-check-pack-'))
afterAll(() => rmSync(temporary, { recursive: true }))

const manifest = {
  name: '@poe/probe',
  version: '0.1.0',
  license: 'MIT',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
  files: ['dist', 'src', '!src/**/*.test*.ts'],
}
const files = {
  'dist/index.js': 'export const one = 1\n',
  'dist/index.d.ts': 'export declare const one = 1\n',
  'src/index.ts': 'export const one = 1\n',
  'src/index.test.ts': '',
}

async function problemsOf(name: string, changes: object, contents: Record<string, string>): Promise<string[]> {
  const root = join(temporary, name)
  const all = { ...contents, 'package.json': JSON.stringify({ ...manifest, ...changes }) }
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(root, 'packages/probe', path)), { recursive: true })
    writeFileSync(join(root, 'packages/probe', path), text)
  }
  writeFileSync(join(root, 'pnpm-workspace.yaml'), 'packages:\n  - packages/*\n')
  const [tarball] = packAll(root, './packages/*', join(root, 'tarballs'))
  return checkTarball(tarball!)
}

describe('checkTarball', () => {
  it('accepts a sound package', async () => {
    expect(await problemsOf('sound', {}, files)).toEqual([])
  })

  it('refuses an export that is not packed', async () => {
    const { 'dist/index.d.ts': _, ...rest } = files
    expect(await problemsOf('missing', {}, rest)).toContain('exports ./dist/index.d.ts, which is not in the tarball')
  })

  it('refuses a packed test', async () => {
    expect(await problemsOf('test', { files: ['dist', 'src'] }, files)).toEqual(['packs a test: src/index.test.ts'])
  })

  it('refuses conditions that hide the types', async () => {
    const exports = { '.': { default: './dist/index.js', types: './dist/index.d.ts' } }
    expect((await problemsOf('order', { exports }, files)).join()).toContain('publint: ')
  })

  it('refuses types that say what the code is not', async () => {
    const exports = { '.': { types: './dist/index.d.cts', default: './dist/index.js' } }
    const contents = { ...files, 'dist/index.d.cts': files['dist/index.d.ts'] }
    expect((await problemsOf('types', { exports }, contents)).join()).toContain('types: ')
  })
})
