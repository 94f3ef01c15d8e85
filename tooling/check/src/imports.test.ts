import { describe, expect, it } from 'vitest'
import { checkImports, importsOf } from './imports.ts'
import { workspace } from './test/workspace.ts'

const line = {
  name: '@poe/filter-line',
  dependencies: { '@poe/filter': '' },
  devDependencies: { '@poe/test-filters': '' },
}

describe('importsOf', () => {
  it('finds every way to name a module, and none in comments and strings', () => {
    const text = `
      import a from 'one'
      import type { b } from 'two'
      export * from 'three'
      const c = await import('four')
      type D = import('five').D
      // import 'comment'
      const e = "import 'string'"`
    expect(importsOf(text).sort()).toEqual(['five', 'four', 'one', 'three', 'two'])
  })
})

describe('checkImports', () => {
  it('accepts what package.json declares', () => {
    const sources = {
      'src/line-filter.ts': `import type { Filter } from '@poe/filter'\nimport './other.ts'`,
      'src/compliance.test.ts': `import { testFilter } from '@poe/test-filters'`,
    }
    expect(checkImports([workspace(line, sources)])).toEqual([])
  })

  it('refuses a package that is not declared', () => {
    expect(checkImports([workspace(line, { 'src/a.ts': `import { Kernel } from '@poe/kernel'` })])).toEqual([
      'packages/filter-line/src/a.ts: imports @poe/kernel, which its package.json does not declare',
    ])
  })

  it('refuses a development dependency in what is shipped', () => {
    const sources = { 'src/a.ts': `export * from '@poe/test-filters'` }
    expect(checkImports([workspace(line, sources)])).toHaveLength(1)
  })

  it('accepts another entry that a declared package has', () => {
    const filter = workspace({ name: '@poe/filter', exports: { '.': {}, './web': {} } }, {})
    const sources = { 'src/a.ts': `import { web } from '@poe/filter/web'` }
    expect(checkImports([workspace(line, sources), filter])).toEqual([])
    expect(checkImports([workspace({ ...line, dependencies: {} }, sources), filter])).toHaveLength(1)
  })

  it('refuses a way past the front door', () => {
    const sources = { 'src/a.test.ts': `import type { Filter } from '@poe/filter/src/filter.ts'` }
    expect(checkImports([workspace(line, sources)])).toEqual([
      'packages/filter-line/src/a.test.ts: imports @poe/filter/src/filter.ts; import from @poe/filter',
    ])
  })
})
