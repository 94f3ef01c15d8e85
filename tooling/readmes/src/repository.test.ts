import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, it } from 'vitest'
import { checkTypes, run, writeModules } from './judge.ts'
import { readFences } from './pages.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const modules = writeModules(readFences(root), `${root}tooling/readmes/.test-results/fences`)
const problems = checkTypes(modules)

describe.concurrent('the pages of this repository', () => {
  it('find every package', ({ expect }) => {
    const manifest = readFileSync(`${root}tooling/readmes/package.json`, 'utf8')
    const packages = readdirSync(`${root}packages`).filter((name) => existsSync(`${root}packages/${name}/package.json`))
    expect(Object.keys(JSON.parse(manifest).dependencies)).toEqual(
      packages.map((name) => (name.startsWith('create-') ? name : `@poe/${name}`)).sort(),
    )
  })

  it('have a README of every package run a program', ({ expect }) => {
    const running = new Set(modules.filter(({ fence }) => fence.runs).map(({ fence }) => fence.page))
    const readmes = readdirSync(`${root}packages`).map((name) => `packages/${name}/README.md`)
    expect(readmes.filter((readme) => existsSync(`${root}${readme}`) && !running.has(readme))).toEqual([])
  })

  for (const module of modules)
    it(`${module.fence.page}:${module.fence.line} ${module.fence.runs ? 'runs' : 'type-checks (no-run)'}`, async ({
      expect,
    }) => {
      expect(problems.get(module.file)).toEqual([])
      if (module.fence.runs) expect(await run(module)).toEqual([])
    })
})
