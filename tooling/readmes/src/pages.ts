import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Fence, fencesOf, perlFencesOf } from './fences.ts'

/** A page that promises something. */
export interface Page {
  /** From the root of the repository. */
  readonly name: string
  readonly text: string
}

/** Every page that promises something: the READMEs and docs. */
export function readPages(root: string): Page[] {
  const packages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`)
  const docs = existsSync(join(root, 'docs'))
    ? readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    : []
  return ['README.md', ...packages, ...docs.map((name) => `docs/${name}`)]
    .filter((name) => name.endsWith('.md') && existsSync(join(root, name)))
    .map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }))
}

/** The ts fences of every page, but for reports of declarations, in which nothing runs. */
export function readFences(root: string): Fence[] {
  const pages = readPages(root).filter(({ name }) => !name.startsWith('docs/api/'))
  return pages.flatMap(({ name, text }) => fencesOf(name, text))
}

/** The perl fences of every page. */
export function readPerlFences(root: string): Fence[] {
  return readPages(root).flatMap(({ name, text }) => perlFencesOf(name, text))
}
