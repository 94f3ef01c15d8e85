import { spawnSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { checkHostFree } from '../../check/src/host-free.ts'
import { checkImports } from '../../check/src/imports.ts'
import { checkLayers } from '../../check/src/layers.ts'
import { checkShape } from '../../check/src/shape.ts'
import { readWorkspaces, type Workspace } from '../../check/src/workspace.ts'
import { fencesOf, moduleOf } from '../../readmes/src/fences.ts'
import { format } from './format.mjs'
import { generate } from './generate.mjs'
import type { Plan } from './kinds.mjs'
import { plan } from './plan.mjs'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'poe-new-package-')))
afterAll(() => rmSync(temporary, { recursive: true }))

const wanted = [
  ['filter-probe'],
  ['driver-probe'],
  ['queue-probe-two'],
  ['loop-probe'],
  ['wheel-probe'],
  ['component-probe'],
  ['probe', '0'],
  ['probe-three', '3'],
] as const

makeWorkspace()
for (const [name, layer] of wanted) make(plan(temporary, [name], layer))

/** A copy of the workspace in which the packages that exist are links to themselves. */
function makeWorkspace(): void {
  for (const path of ['tsconfig.base.json', 'biome.json', '.gitignore', 'pnpm-workspace.yaml', 'package.json'])
    cpSync(join(root, path), join(temporary, path))
  for (const path of ['tooling/build', 'tooling/readmes/package.json'])
    cpSync(join(root, path), join(temporary, path), { recursive: true })
  mkdirSync(join(temporary, 'packages'))
  for (const name of readdirSync(join(root, 'packages')))
    symlinkSync(join(root, 'packages', name), join(temporary, 'packages', name))
  symlinkSync(join(root, 'node_modules'), join(temporary, 'node_modules'))
}

function make(wish: Plan | { problem: string }): void {
  if ('problem' in wish) throw new Error(wish.problem)
  generate(temporary, wish)
  format(temporary, wish.name)
  const folder = join(temporary, 'packages', wish.name)
  mkdirSync(join(folder, 'node_modules/@poe'), { recursive: true })
  for (const name of [...wish.dependencies, ...(wish.kit === undefined ? [] : [wish.kit])])
    symlinkSync(join(root, 'packages', name), join(folder, 'node_modules/@poe', name))
  const [fence] = fencesOf('README.md', readFileSync(join(folder, 'README.md'), 'utf8'))
  writeFileSync(
    join(folder, 'src/readme.test.ts'),
    `${moduleOf(fence!)}\nimport { it } from 'vitest'\nit('README runs', () => {})\n`,
  )
}

function run(program: string, args: string[], cwd = temporary): void {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules', program), ...args], {
    cwd,
    encoding: 'utf8',
  })
  expect(status, stdout + stderr).toBe(0)
}

const isNew = ({ folder }: Workspace) => wanted.some(([name]) => folder === `packages/${name}`)

describe('a new package of each kind', () => {
  it('type-checks, its README too', () => {
    const config = { extends: './tsconfig.base.json', include: wanted.map(([name]) => `packages/${name}/src`) }
    writeFileSync(join(temporary, 'tsconfig.json'), JSON.stringify(config))
    run('typescript/bin/tsc', ['-p', '.'])
  })

  it('passes its tests, and its README runs', () => {
    const config = `import base from './tooling/build/vitest.config.ts'
      const include = ${JSON.stringify(wanted.map(([name]) => `packages/${name}/src/**/*.test.ts`))}
      export default { ...base, test: { ...base.test, include } }`
    writeFileSync(join(temporary, 'vitest.config.ts'), config)
    run('vitest/vitest.mjs', ['run'])
  })

  it('is formatted and lints', () => {
    for (const [name] of wanted) rmSync(join(temporary, 'packages', name, 'src/readme.test.ts'))
    const folders = wanted.map(([name]) => `packages/${name}`)
    run('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', 'tooling/readmes', ...folders])
  })

  it('builds', () => {
    const folder = join(temporary, 'packages/filter-probe')
    run('tsup/dist/cli-default.js', ['--config', '../../tooling/build/tsup.config.ts'], folder)
    expect(readdirSync(join(folder, 'dist'))).toEqual(expect.arrayContaining(['index.d.ts', 'index.js']))
  })

  it('has its layer, its shape and nothing of the host', () => {
    const workspaces = readWorkspaces(temporary)
    const made = workspaces.filter(isNew)
    expect(made).toHaveLength(wanted.length)
    expect(checkLayers(workspaces)).toEqual([])
    expect([...checkShape(made), ...checkImports(made), ...checkHostFree(made)]).toEqual([])
  })

  it('is known to the workspace that needs every package', () => {
    const { dependencies } = JSON.parse(readFileSync(join(temporary, 'tooling/readmes/package.json'), 'utf8'))
    expect(Object.keys(dependencies)).toEqual(expect.arrayContaining(wanted.map(([name]) => `@poe/${name}`)))
  })
})

describe('plan', () => {
  const problems = {
    'Give one name.': [],
    '"Filter_Foo" is no package name': ['Filter_Foo'],
    '"../evil" is no package name': ['../evil'],
    'packages/filter-probe exists already.': ['@poe/filter-probe'],
    '"inspector" does not begin with filter-, driver-, ': ['inspector'],
  }
  for (const [problem, [name]] of Object.entries(problems))
    it(`refuses ${name ?? 'nothing'}: ${problem}`, () => {
      expect(plan(temporary, name === undefined ? [] : [name])).toEqual({ problem: expect.stringContaining(problem) })
    })

  it('refuses a layer that is none', () => {
    expect(plan(temporary, ['inspector'], 'high')).toHaveProperty('problem')
  })
})
