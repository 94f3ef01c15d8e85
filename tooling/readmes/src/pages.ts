import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fence, fencesOf } from './fences.ts'

/** The fences of every page that promises something: the READMEs and docs. */
export function readFences(root: string): Fence[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`)
  const docs = existsSync(join(root, 'docs'))
    ? readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    : []
  return ['README.md', ...packages, ...docs.map((name) => `docs/${name}`)]
    .filter((page) => page.endsWith('.md') && existsSync(join(root, page)))
    .flatMap((page) => fencesOf(page, readFileSync(join(root, page), 'utf8')))
}
