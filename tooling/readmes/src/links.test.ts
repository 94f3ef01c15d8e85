import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { anchorsOf, deadLinks } from './links.ts'
import { readPages } from './pages.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

describe('a link', () => {
  const dead = (text: string) =>
    deadLinks(root, { name: 'docs/a.md', text }).map((found) => found.slice('docs/a.md: '.length))

  it('has to lead to a file or folder', () => {
    expect(dead('[a](../README.md), [b](../packages/kernel), [c](missing.md), [d](../packages/missing)')).toEqual([
      'missing.md',
      '../packages/missing',
    ])
  })

  it('has to lead to a heading, also of a folder’s README', () => {
    expect(dead('[a](../packages/kernel#methods) [b](../packages/kernel#nothing)')).toEqual([
      '../packages/kernel#nothing',
    ])
  })

  it('may lead elsewhere, and code has none', () => {
    expect(dead('[a](https://example.org/missing)\n```ts\n[b](missing)\n```')).toEqual([])
  })
})

describe('an anchor', () => {
  it('is what GitHub makes of a heading', () => {
    expect([...anchorsOf('# A `B::C`, d-e\n## A\n## A\n```\n# no\n```')]).toEqual(['a-bc-d-e', 'a', 'a-1'])
  })
})

describe('the pages of this repository', () => {
  it('lead somewhere', () => {
    const pages = readPages(root)
    expect(pages.length).toBeGreaterThan(40)
    expect(pages.flatMap((page) => deadLinks(root, page))).toEqual([])
  })
})
