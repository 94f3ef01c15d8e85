import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { perlFencesOf } from './fences.ts'
import { readPerlFences } from './pages.ts'
import { judgePerl, lacksModules } from './perl.ts'
import { perlPoe } from './perl-poe.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

describe.skipIf(perlPoe() === undefined && process.env.POE_REQUIRE_PROGRAMS !== '1')('a perl fence', () => {
  const judged = (code: string, mark = '') =>
    perlFencesOf('docs/a.md', `\n\`\`\`perl${mark}\n${code}\n\`\`\``).flatMap(judgePerl)

  it('passes when it is sound', () => {
    expect(judged('use strict; print "fine\\n"')).toEqual([])
  })

  it('fails by page and line when it does not compile', () => {
    expect(judged('use strict;\n$missing = 1;')[0]).toMatch(/Global symbol "\$missing" .* at docs\/a\.md line 4/)
    expect(judged('use strict;\n$missing = 1;', ' no-run')).toHaveLength(1)
  })

  it('fails when it dies, or warns', () => {
    expect(judged('die "oops"')[0]).toContain('oops at docs/a.md line 3')
    expect(judged('warn "hm"')[0]).toContain('hm at docs/a.md line 3')
    expect(judged('die "oops"', ' no-run')).toEqual([])
  })

  for (const fence of readPerlFences(root))
    it(`${fence.page}:${fence.line} ${fence.runs ? 'runs' : 'compiles (no-run)'}`, ({ skip }) => {
      skip(process.env.CI === undefined && lacksModules(fence), 'a module of CPAN is not installed')
      expect(judgePerl(fence)).toEqual([])
    })
})
