import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The links of a site that lead nowhere: to files that are not there, or to places that no page has. */
export function deadLinks(site: string): string[] {
  const pages = filesOf(site).filter((file) => file.endsWith('.html'))
  const places = new Map(pages.map((page) => [page, placesOf(readFileSync(page, 'utf8'))]))
  const dead: string[] = []
  for (const page of pages)
    for (const link of linksOf(readFileSync(page, 'utf8'))) {
      const [path = '', place = ''] = link.split('#')
      const file = path === '' ? page : join(dirname(page), decodeURI(path))
      const there = existsSync(file) && statSync(file).isFile()
      if (there && (place === '' || places.get(file)?.has(decodeURIComponent(place)) !== false)) continue
      dead.push(`${relative(site, page)} -> ${link}`)
    }
  return dead
}

/** Other sites, and places that scripts make: what a type without a name consists of, and the tree of classes. */
const ELSEWHERE = /^(?:[a-z]+:|\/\/|#__type|.*hierarchy\.html#)/i

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Links to this site: those to others have a scheme. */
function linksOf(html: string): string[] {
  const found = [...html.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, link = '']) => link.replaceAll('&amp;', '&'))
  return [...new Set(found)].filter((link) => !ELSEWHERE.test(link))
}

function placesOf(html: string): Set<string> {
  return new Set([...html.matchAll(/ id="([^"]+)"/g)].map(([, id = '']) => id.replaceAll('&amp;', '&')))
}
