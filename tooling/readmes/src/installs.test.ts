import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { fencesOf } from './fences.ts'
import { readPages } from './pages.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const guides = readPages(root).filter(({ name }) => /^docs\/guides\/(?:first|writing)-/.test(name))

/** The packages of ours that are named on lines of a text. */
const packagesOn = (text: string, lines: RegExp) =>
  new Set([...text.matchAll(lines)].flatMap(([line]) => line.match(/@poe\/[a-z-]+/g) ?? []))

describe('a guide for those who begin', () => {
  it('is one of several', () => {
    expect(guides.length).toBeGreaterThan(4)
  })

  it.each(guides)('$name has them install all that it imports', ({ name, text }) => {
    const code = fencesOf(name, text)
      .map((fence) => fence.code)
      .join('\n')
    const installed = packagesOn(text, /^npm install .*$/gm)
    const imported = packagesOn(code, /^(?:import|\}) .*from '@poe\/.*$/gm)
    expect(imported.size).toBeGreaterThan(0)
    expect([...imported].filter((one) => !installed.has(one))).toEqual([])
  })
})
