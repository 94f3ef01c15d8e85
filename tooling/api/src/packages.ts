import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packAll } from '../../check/src/pack.ts'
import { packagesOf, readWorkspaces, repository } from '../../check/src/workspace.ts'
import { type Size, sizeOf } from './sizes.ts'
import type { Built } from './surface.ts'

/** Every package of this repository. */
export const packages: readonly Built[] = packagesOf(readWorkspaces(repository)).map(({ folder, manifest }) => ({
  folder: join(repository, folder),
  manifest,
}))

/** Where the report of a package is. */
export function reportFile(name: string): string {
  return join(repository, 'docs/api', `${name.replace('@poe/', '')}.md`)
}

/** How many octets each package has at most. */
export const budgets: Readonly<Record<string, Size>> = JSON.parse(
  readFileSync(new URL('../budgets.json', import.meta.url), 'utf8'),
)

/** Packs and measures every package. */
export async function sizes(): Promise<Map<string, Size>> {
  const folder = mkdtempSync(join(tmpdir(), 'poe-api-'))
  try {
    const tarballs = packAll(repository, './packages/*', folder)
    const found = new Map<string, Size>()
    for (const built of packages) {
      const { name, version } = built.manifest
      const tarball = tarballs.find((file) =>
        file.endsWith(`/${name.replace('@', '').replace('/', '-')}-${version}.tgz`),
      )
      if (tarball === undefined) throw new Error(`${name} was not packed.`)
      found.set(name, await sizeOf(built, tarball))
    }
    return found
  } finally {
    rmSync(folder, { recursive: true })
  }
}
