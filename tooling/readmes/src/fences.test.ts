import { describe, expect, it } from 'vitest'
import { fencesOf, moduleOf } from './fences.ts'

const page = [
  '# Title',
  '```ts',
  'const a = 1',
  '```',
  '```sh',
  'npm test',
  '```',
  '- item',
  '  ```ts no-run',
  '  a',
  '    b',
  '  ```',
]

describe('fencesOf', () => {
  it('finds ts fences with their lines, indented ones too, and no others', () => {
    expect(fencesOf('README.md', page.join('\n'))).toEqual([
      { page: 'README.md', line: 3, code: 'const a = 1', runs: true },
      { page: 'README.md', line: 10, code: 'a\n  b', runs: false },
    ])
  })

  it('takes a fence of more ticks as a whole', () => {
    expect(fencesOf('a.md', '````md\n```ts\n1\n```\n````\n')).toEqual([])
  })

  for (const info of ['ts fragment', 'ts no-run twice', 'typescript', 'tsx'])
    it(`refuses "${info}"`, () => {
      const text = `\n\`\`\`${info}\n\`\`\``
      expect(() => fencesOf('a.md', text)).toThrow(`a.md:2: a fence is "ts" or "ts no-run", not "${info}"`)
    })

  it('refuses a fence that never ends', () => {
    expect(() => fencesOf('a.md', '```ts\n1\n')).toThrow('a.md:1: a fence that never ends')
  })
})

describe('moduleOf', () => {
  it('keeps the line numbers of the page', () => {
    const [fence] = fencesOf('README.md', page.join('\n'))
    expect(moduleOf(fence!).split('\n')[2]).toBe('const a = 1')
  })
})
