import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Plan } from './plan.ts'

const OWN = fileURLToPath(new URL('..', import.meta.url))

/** What was written. */
export interface Written extends Plan {
  /** Paths within the folder, sorted. */
  readonly files: readonly string[]
}

/**
 * Writes what was planned; a file that has come to be there meanwhile is not touched.
 *
 * @throws Error of the file system
 */
export function write(plan: Plan): Written {
  const template = join(OWN, 'templates', plan.kind)
  const ranges = rangesOf(JSON.parse(readFileSync(join(OWN, 'package.json'), 'utf8')))
  const paths = readdirSync(template, { recursive: true, encoding: 'utf8' })
  const files = paths.filter((path) => statSync(join(template, path)).isFile() && isTemplate(path))
  for (const path of files) {
    const target = join(plan.folder, targetOf(path, plan))
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, fill(readFileSync(join(template, path), 'utf8'), plan, ranges), { flag: 'wx' })
  }
  return { ...plan, files: files.map((path) => targetOf(path, plan)).sort() }
}

/** What a build in the templates' own folder leaves there is no part of them. */
function isTemplate(path: string): boolean {
  return !/(^|[\\/])(node_modules|dist)[\\/]/.test(path)
}

/** `_gitignore` is called so because npm packs no `.gitignore`. */
function targetOf(path: string, plan: Plan): string {
  return fill(path.replaceAll('\\', '/'), plan, {}).replace(/^_/, '.')
}

function fill(text: string, { name, className, file }: Plan, ranges: Readonly<Record<string, string>>): string {
  return text
    .replace(/"(@poe\/[^"]+)": "workspace:\^"/g, (_, sibling: string) => `"${sibling}": "${ranges[sibling] ?? '*'}"`)
    .replaceAll('__name__', name)
    .replaceAll('__Class__', className)
    .replaceAll('__file__', file)
}

/** The packages this release was made with: where it is not yet released, any. */
function rangesOf({ devDependencies }: { devDependencies: Readonly<Record<string, string>> }): Record<string, string> {
  const entries = Object.entries(devDependencies).filter(([, range]) => !range.startsWith('workspace:'))
  return Object.fromEntries(entries)
}

/** The version of this package. */
export function version(): string {
  const file = join(OWN, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : 'unknown'
}
