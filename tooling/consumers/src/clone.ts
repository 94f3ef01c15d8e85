import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'
import { readWorkspaces, repository, type Workspace } from '../../check/src/workspace.ts'
import { type Ended, run } from './npm.ts'
import type { Outside } from './outside.ts'

/** A copy of this repository with a history of its own, which publishes to the registry outside. */
export interface Clone {
  readonly folder: string
  /** The command line of changesets, as its maintainers call it. */
  changeset(...args: string[]): Promise<Ended>
  git(...args: string[]): Promise<Ended>
  /** Puts a changeset in place of those that wait: bumps by package, and what it says. */
  change(bumps: Readonly<Record<string, string>>, text: string): void
  /** Names of changesets that wait. */
  waiting(): string[]
  manifest(name: string): Record<string, unknown> & { readonly version: string }
  changelog(name: string): string
}

const ROOT_FILES = ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml', '.changeset', '.gitignore']

/** Copies the repository, built, to where it can be released without consequences. */
export async function clone(world: Outside): Promise<Clone> {
  const folder = world.place('clone')
  const workspaces = readWorkspaces(repository)
  for (const path of ROOT_FILES) cpSync(join(repository, path), join(folder, path), { recursive: true })
  for (const workspace of workspaces) copyWorkspace(workspace, folder, workspaces)
  const env = maintainersEnvironment(world, folder)
  const git = (...args: string[]): Promise<Ended> => run('git', args, folder, env)
  for (const args of [
    ['init', '--quiet', '-b', 'main'],
    ['add', '-A'],
    ['commit', '--quiet', '-m', 'As it is'],
  ])
    await succeed(git(...args))
  const program = join(repository, 'node_modules/@changesets/cli/bin.js')
  const folderOf = (name: string): string =>
    join(folder, workspaces.find(({ manifest }) => manifest.name === name)?.folder ?? 'nowhere')
  const changesets = join(folder, '.changeset')
  const waiting = (): string[] => readdirSync(changesets).filter((name) => /^(?!README).*\.md$/.test(name))
  return {
    folder,
    git,
    waiting,
    changeset: (...args) => run(process.execPath, [program, ...args], folder, env),
    change(bumps, text) {
      for (const name of waiting()) rmSync(join(changesets, name))
      const lines = Object.entries(bumps).map(([name, bump]) => `"${name}": ${bump}`)
      writeFileSync(join(changesets, 'a-change.md'), `---\n${lines.join('\n')}\n---\n\n${text}\n`)
    },
    manifest: (name) => JSON.parse(readFileSync(join(folderOf(name), 'package.json'), 'utf8')),
    changelog: (name) => readFileSync(join(folderOf(name), 'CHANGELOG.md'), 'utf8'),
  }
}

/** @throws Error with what a program said that failed */
export async function succeed(ending: Promise<Ended>): Promise<Ended> {
  const ended = await ending
  if (ended.status !== 0) throw new Error(ended.output)
  return ended
}

function copyWorkspace({ folder, manifest }: Workspace, root: string, all: readonly Workspace[]): void {
  const target = join(root, folder)
  mkdirSync(target, { recursive: true })
  for (const entry of manifest.private === true ? [] : packed(manifest))
    if (existsSync(join(repository, folder, entry)))
      cpSync(join(repository, folder, entry), join(target, entry), { recursive: true })
  // Only a registry that knows who built a package takes its provenance.
  const { provenance, ...publishConfig } = (manifest.publishConfig ?? {}) as Record<string, unknown>
  writeFileSync(join(target, 'package.json'), `${JSON.stringify({ ...manifest, publishConfig }, null, 2)}\n`)
  if (manifest.private !== true) link(manifest, target, root, all)
}

function packed({ files }: Workspace['manifest']): string[] {
  return ['README.md', ...(files as string[]).filter((entry) => !entry.startsWith('!'))]
}

/** pnpm finds the version that stands for a "workspace:" range where the package is installed. */
function link(manifest: Workspace['manifest'], target: string, root: string, all: readonly Workspace[]): void {
  const siblings = { ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies }
  for (const name of Object.keys(siblings)) {
    const sibling = all.find((workspace) => workspace.manifest.name === name)
    const path = join(target, 'node_modules', name)
    if (sibling === undefined || existsSync(path)) continue
    mkdirSync(dirname(path), { recursive: true })
    symlinkSync(join(root, sibling.folder), path)
  }
}

function maintainersEnvironment(world: Outside, folder: string): NodeJS.ProcessEnv {
  const pnpm = join(repository, 'tooling/bootstrap/node_modules/.bin')
  return {
    ...world.env,
    PATH: [pnpm, world.env.PATH].join(delimiter),
    CI: 'true',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CEILING_DIRECTORIES: dirname(folder),
    ...{ GIT_AUTHOR_NAME: 'Nobody', GIT_AUTHOR_EMAIL: 'nobody@example.org' },
    ...{ GIT_COMMITTER_NAME: 'Nobody', GIT_COMMITTER_EMAIL: 'nobody@example.org' },
  }
}
