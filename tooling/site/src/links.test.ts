import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { build, shownPackages } from './build.ts'
import { deadLinks } from './links.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-site-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('deadLinks', () => {
  it('finds links to files and places that are not there, and no others', () => {
    const site = join(folder, 'small')
    mkdirSync(join(site, 'deep'), { recursive: true })
    writeFileSync(
      join(site, 'index.html'),
      '<a href="deep/a.html#b"><a href="deep/a.html#c"><a href="gone.html"><a href="deep"><a href="https://example.org/x">',
    )
    writeFileSync(
      join(site, 'deep/a.html'),
      '<h1 id="b"><a href="../index.html"><a href="#b"><a href="#d"><img src="x.svg">',
    )
    expect(deadLinks(site).sort()).toEqual([
      'deep/a.html -> #d',
      'deep/a.html -> x.svg',
      'index.html -> deep',
      'index.html -> deep/a.html#c',
      'index.html -> gone.html',
    ])
  })
})

describe('the site', () => {
  it('shows every package, and no link of it is dead', { timeout: 180_000 }, async () => {
    const site = join(folder, 'site')
    const { project, warnings } = await build(site)
    expect(project.children?.map(({ name }) => name).sort()).toEqual(
      shownPackages()
        .map(({ name }) => name)
        .sort(),
    )
    expect([...warnings, ...deadLinks(site)]).toEqual([])
  })
})
