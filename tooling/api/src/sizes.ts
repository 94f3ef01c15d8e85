import { statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import type { Built } from './surface.ts'

/** Octets of a package. */
export interface Size {
  /** The tarball. */
  readonly packed: number
  /** In a page: with the packages of POE it depends on, without peers and packages of others; minified, gzipped. */
  readonly bundled: number
}

/** Measures a built package; `tarball` is what it is packed into. */
export async function sizeOf({ folder, manifest }: Built, tarball: string): Promise<Size> {
  const peers = Object.keys(manifest.peerDependencies ?? {})
  const others = Object.keys(manifest.dependencies ?? {}).filter((name) => !name.startsWith('@poe/'))
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'dist/index.js')],
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    conditions: ['production'],
    external: ['node:*', ...peers, ...others],
    absWorkingDir: folder,
    logLevel: 'error',
  })
  return { packed: statSync(tarball).size, bundled: gzipSync(outputFiles[0]!.contents, { level: 9 }).length }
}

/** What is larger than its budget, or has none. */
export function overBudget(name: string, size: Size, budget: Size | undefined): string[] {
  if (budget === undefined) return [`budgets.json has no "${name}"; it has ${size.packed} and ${size.bundled} octets`]
  return (['packed', 'bundled'] as const)
    .filter((kind) => size[kind] > budget[kind])
    .map((kind) => `${name}: ${size[kind]} octets ${kind}, ${budget[kind]} are the most (tooling/api/budgets.json)`)
}
