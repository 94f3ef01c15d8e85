import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tarball } from './tarball.ts'

/** What an install brought, by its lock file; what is for development only is left out. */
export interface Installed {
  /** Packages of POE, `name@version`, sorted; a package that is there twice is there twice. */
  readonly ours: readonly string[]
  /** All others. */
  readonly others: readonly string[]
  /** What all of these take on disk, in octets. */
  readonly octets: number
}

interface LockEntry {
  readonly name?: string
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly link?: boolean
}

/** Reads what was installed into a folder. */
export function installed(folder: string): Installed {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockEntry>>
  }
  const entries = Object.entries(lock.packages).filter(([path, { dev, link }]) => path !== '' && !dev && !link)
  const there = entries.filter(([path]) => isThere(join(folder, path)))
  const names = there.map(([path, { name, version }]) => `${name ?? path.replace(/^.*node_modules\//, '')}@${version}`)
  return {
    ours: names.filter(isOurs).sort(),
    others: names.filter((name) => !isOurs(name)).sort(),
    octets: there.reduce((sum, [path]) => sum + octetsOf(join(folder, path)), 0),
  }
}

/** Packages of POE above a layer, among those installed. */
export function above(
  layer: number,
  ours: readonly string[],
  packages: ReadonlyMap<string, Pick<Tarball, 'manifest'>>,
): string[] {
  return ours.filter((one) => layerOf(one.replace(/@[^@]*$/, ''), packages) > layer)
}

/** The highest layer of some packages. */
export function highest(names: readonly string[], packages: ReadonlyMap<string, Pick<Tarball, 'manifest'>>): number {
  return Math.max(0, ...names.filter(isOurs).map((name) => layerOf(name, packages)))
}

function layerOf(name: string, packages: ReadonlyMap<string, Pick<Tarball, 'manifest'>>): number {
  const layer = packages.get(name)?.manifest.poe?.layer
  if (layer === undefined) throw new Error(`${name} was installed, but is no package of this repository.`)
  return layer
}

function isOurs(name: string): boolean {
  return name.startsWith('@poe/')
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined
}

/** Files of a package, without packages inside it, which have entries of their own. */
function octetsOf(path: string): number {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.name !== 'node_modules')
    .reduce((sum, entry) => {
      const inner = join(path, entry.name)
      return sum + (entry.isDirectory() ? octetsOf(inner) : lstatSync(inner).size)
    }, 0)
}
