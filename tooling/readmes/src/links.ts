import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Page } from './pages.ts'
import { withoutBlocks } from './table.ts'

/** The links of a page to other places of the repository that lead nowhere. */
export function deadLinks(root: string, { name, text }: Page): string[] {
  const links = [...withoutBlocks(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target as string)
  const inner = links.filter((target) => !/^[a-z]+:/.test(target))
  return inner.filter((target) => !leadsSomewhere(root, name, target)).map((target) => `${name}: ${target}`)
}

function leadsSomewhere(root: string, page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = join(root, path === '' ? page : normalize(join(dirname(page), path)))
  if (!existsSync(file)) return false
  if (anchor === undefined) return true
  const shown = statSync(file).isDirectory() ? join(file, 'README.md') : file
  return existsSync(shown) && anchorsOf(readFileSync(shown, 'utf8')).has(anchor)
}

/** The anchors GitHub makes of headings. */
export function anchorsOf(text: string): Set<string> {
  const headings = [...withoutBlocks(text).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading as string)
  const slugs = headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
  const seen = new Map<string, number>()
  return new Set(slugs.map((slug) => numbered(slug, seen)))
}

/** The second heading of a name gets `-1`, and so on. */
function numbered(slug: string, seen: Map<string, number>): string {
  const before = seen.get(slug) ?? 0
  seen.set(slug, before + 1)
  return before === 0 ? slug : `${slug}-${before}`
}
