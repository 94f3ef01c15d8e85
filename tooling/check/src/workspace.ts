import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workspaceFolders } from '../../run/workspaces.mjs'

/** What the checks read of a package.json. */
export interface Manifest {
  readonly name: string
  readonly private?: boolean
  readonly poe?: { readonly layer?: number; readonly host?: boolean }
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/** One workspace, as text: a check takes a list of these and gives a list of what is wrong. */
export interface Workspace {
  /** From the root of the repository, as `packages/queue`. */
  readonly folder: string
  readonly manifest: Manifest
  /** TypeScript sources by their path in the folder, as `src/index.ts`. */
  readonly sources: ReadonlyMap<string, string>
  /** Names of files and folders in the folder. */
  readonly entries: readonly string[]
}

/** The root of this repository. */
export const repository = fileURLToPath(new URL('../../..', import.meta.url))

/** Reads every workspace of a repository. */
export function readWorkspaces(root: string): Workspace[] {
  return workspaceFolders(root).map((folder) => ({
    folder,
    manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
    sources: readSources(join(root, folder)),
    entries: readdirSync(join(root, folder)),
  }))
}

/** The published packages among workspaces. */
export function packagesOf(workspaces: readonly Workspace[]): Workspace[] {
  return workspaces.filter(({ folder }) => folder.startsWith('packages/'))
}

/** Whether a source is a test, and so neither shipped nor bound by what shipped code is bound by. */
export function isTest(path: string): boolean {
  return /\.test(-[a-z]+)?\.tsx?$/.test(path) || /(^|\/)(test|tests|fixtures)\//.test(path)
}

/** A workspace's sources that are not tests. */
export function shipped(workspace: Workspace): [path: string, text: string][] {
  return [...workspace.sources].filter(([path]) => !isTest(path))
}

function readSources(folder: string): Map<string, string> {
  const src = join(folder, 'src')
  if (!existsSync(src)) return new Map()
  const paths = readdirSync(src, { recursive: true, encoding: 'utf8' })
  const sources = paths.filter((path) => /\.tsx?$/.test(basename(path))).sort()
  return new Map(sources.map((path) => [`src/${path.replaceAll('\\', '/')}`, readFileSync(join(src, path), 'utf8')]))
}
