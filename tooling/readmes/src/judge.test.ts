import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkTypes, run, writeModules } from './judge.ts'

const folder = fileURLToPath(new URL('../.test-results/judge', import.meta.url))
const codes = {
  sound: `import assert from 'node:assert/strict'\nassert.equal(await Promise.resolve(1), 1)`,
  'of a wrong type': `const a: string = 1\nconsole.log(a)`,
  'that throws': `import assert from 'node:assert/strict'\nassert.equal(1 + 1, 3)`,
  'that never ends': `setInterval(() => {}, 1000)`,
}
const fences = Object.values(codes).map((code, i) => ({ page: 'docs/a.md', line: 10 * i + 1, code, runs: true }))
const modules = writeModules(fences, folder)
const [sound, wrong, throwing, endless] = modules

describe('a fence', () => {
  it('passes when it is sound', async () => {
    expect(checkTypes(modules).get(sound!.file)).toEqual([])
    expect(await run(sound!)).toEqual([])
  })

  it('fails by page and line when its types do not fit', () => {
    expect(checkTypes(modules).get(wrong!.file)).toEqual([
      `docs/a.md:11: Type 'number' is not assignable to type 'string'.`,
    ])
  })

  it('fails by page and line when it throws', async () => {
    const [problem] = await run(throwing!)
    expect(problem).toMatch(/^docs\/a\.md:21: ended with status 1\n/)
    expect(problem).toContain('docs/a.md:22')
  })

  it('fails when it does not end', async () => {
    expect((await run(endless!, 1_500))[0]).toMatch(/^docs\/a\.md:31: did not end within 1500 ms/)
  })
})
