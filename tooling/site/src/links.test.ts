import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startChromium } from '../../browser/src/chromium.ts'
import { type Built, build, shownPackages } from './build.ts'
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
  const site = join(folder, 'site')
  let built: Built
  beforeAll(async () => {
    built = await build(site)
  }, 180_000)

  it('shows every package, and no link of it is dead', () => {
    expect(built.project.children?.map(({ name }) => name).sort()).toEqual(
      shownPackages()
        .map(({ name }) => name)
        .sort(),
    )
    expect([...built.warnings, ...deadLinks(site)]).toEqual([])
  })

  it('calls its pages by their headings', () => {
    const names = built.project.documents?.map(({ name }) => name) ?? []
    expect(names).toEqual(expect.arrayContaining(["About/From Perl's POE", 'Guides/A first server', 'Examples']))
    expect(names.filter((name) => name.startsWith('docs/'))).toEqual([])
  })

  it('has no page that is wider than a phone', { timeout: 180_000 }, async () => {
    const browser = await startChromium()
    try {
      const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
      const failures: string[] = []
      page.on('pageerror', (error) => failures.push(String(error)))
      for (const folder of ['modules', 'documents'])
        for (const file of readdirSync(join(site, folder))) {
          await page.goto(pathToFileURL(join(site, folder, file)).href)
          const [width, room] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth] as const)
          if (width > room) failures.push(`${folder}/${file} is ${width} wide`)
        }
      expect(failures).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
