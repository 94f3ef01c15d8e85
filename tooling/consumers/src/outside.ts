import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packAll } from '../../check/src/pack.ts'
import { repository } from '../../check/src/workspace.ts'
import { type Ended, run, strangersEnvironment } from './npm.ts'
import { startRegistry } from './registry.ts'
import { publishTarball, readTarball, type Tarball } from './tarball.ts'

/** The folders consumers are made of. */
export const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url))

/** A place outside the workspace where everything is published, and strangers work. */
export interface Outside extends AsyncDisposable {
  /** The temporary folder all of it is in. */
  readonly folder: string
  readonly registry: string
  /** Every published package by its name. */
  readonly packages: ReadonlyMap<string, Tarball>
  readonly env: NodeJS.ProcessEnv
  /** An empty folder, or a copy of a fixture. */
  place(name: string, fixture?: string): string
  /** npm, as a stranger calls it. */
  npm(cwd: string, ...args: string[]): Promise<Ended>
  /** The Node this runs on, as a stranger calls it. */
  node(cwd: string, ...args: string[]): Promise<Ended>
}

/** Packs every package of the workspace, which must be built, and publishes them to a registry of its own. */
export async function outside(say: (line: string) => void = () => {}): Promise<Outside> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'poe-consumers-')))
  const tarballs = join(folder, 'tarballs')
  mkdirSync(tarballs)
  say('Packing ...')
  const packed = packAll(repository, './packages/*', tarballs).map(readTarball)
  const registry = await startRegistry(join(folder, 'registry'))
  say(`Publishing ${packed.length} packages to ${registry.url} ...`)
  for (const tarball of packed) await publishTarball(tarball, registry.url)
  const env = strangersEnvironment(join(folder, 'home'), registry.url)
  return {
    folder,
    registry: registry.url,
    packages: new Map(packed.map((tarball) => [tarball.manifest.name, tarball])),
    env,
    place: (name, fixture) => place(folder, name, fixture),
    npm: (cwd, ...args) => run('npm', args, cwd, env),
    node: (cwd, ...args) => run(process.execPath, args, cwd, env),
    async [Symbol.asyncDispose]() {
      await registry[Symbol.asyncDispose]()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function place(folder: string, name: string, fixture: string | undefined): string {
  const parent = join(folder, 'consumers')
  mkdirSync(parent, { recursive: true })
  const at = mkdtempSync(join(parent, `${name.replace(/[^a-z0-9]+/gi, '-')}-`))
  if (fixture !== undefined) cpSync(join(FIXTURES, fixture), at, { recursive: true })
  return at
}
