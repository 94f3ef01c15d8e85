import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../../', import.meta.url)
const page = readFileSync(new URL('docs/poe-tests.md', root), 'utf8')

/** Everything the tests of a package say, as they are written. */
function testsOf(name: string): string {
  const src = new URL(`packages/${name}/src/`, root)
  const files = readdirSync(src).filter((file) => file.endsWith('.test.ts'))
  return files.map((file) => readFileSync(new URL(file, src), 'utf8')).join('\n')
}

const cited = [...page.matchAll(/`([a-z][a-z-]*): ([^`]+)`/g)].map(([, name, test]) => [name, test] as [string, string])
const sources = new Map([...new Set(cited.map(([name]) => name))].map((name) => [name, testsOf(name)]))

describe('the table of POE’s tests', () => {
  it('cites many', () => {
    expect(cited.length).toBeGreaterThan(80)
  })

  it.each(cited)('%s has: %s', (name, test) => {
    expect(sources.get(name)).toContain(test)
  })
})
