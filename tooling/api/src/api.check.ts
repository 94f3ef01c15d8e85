import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { budgets, packages, reportFile, sizes } from './packages.ts'
import { report, undocumented } from './report.ts'
import { overBudget } from './sizes.ts'
import { surfaces } from './surface.ts'

const all = surfaces(packages)
const measured = await sizes()

describe.each(all)('$name', (surface) => {
  it('has in public what docs/api says; `npm run api` writes it', () => {
    const file = reportFile(surface.name)
    expect(existsSync(file) ? readFileSync(file, 'utf8') : 'no report').toBe(report(surface))
  })

  it('says a sentence about everything that can be imported', () => {
    expect(undocumented([surface])).toEqual([])
  })

  it('keeps to its size', () => {
    expect(overBudget(surface.name, measured.get(surface.name)!, budgets[surface.name])).toEqual([])
  })
})

describe('budgets.json', () => {
  it('names nothing that is gone', () => {
    const names = new Set(packages.map(({ manifest }) => manifest.name))
    expect(Object.keys(budgets).filter((name) => !names.has(name))).toEqual([])
  })
})
