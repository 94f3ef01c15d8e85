import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build, type Metafile } from 'esbuild'
import { productionPackages } from '../../build/production/bundling.ts'

/**
 * The most that kernel, sessions and the loop of a page may weigh together, in octets, minified and packed by gzip. The aim is
 * 12 KB; docs/decisions/0010-a-production-build.md tells what stands in the way.
 */
export const BUDGET: number = 18.5 * 1024

/** The most of that for the loop: `loop-browser` and `host-loop`. */
export const LOOP_BUDGET: number = 3 * 1024

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** What a page loads that has sessions and nothing else. */
const PROGRAM = `
  export { Kernel } from '@poe/kernel'
  export { Session } from '@poe/session'
  export { BrowserLoop } from '@poe/loop-browser'`

/** A part of a bundle. */
export interface Part {
  readonly name: string
  /** Octets, minified. */
  readonly minified: number
  /** Its share of the packed whole, in octets, by what it weighs minified. */
  readonly packed: number
}

/** What a bundle weighs. Files of packages that have a production build are told as one. */
export interface Weight {
  readonly minified: number
  readonly packed: number
  readonly packages: readonly Part[]
  readonly files: readonly Part[]
}

/** Weighs what a page loads that is built for production. */
export async function weigh(): Promise<Weight> {
  const { metafile, outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@poe/source'],
    plugins: [productionPackages(join(root, 'packages'))],
    absWorkingDir: root,
  })
  const code = outputFiles[0]?.contents ?? new Uint8Array()
  const minified = code.byteLength
  const packed = gzipSync(code, { level: 9 }).byteLength
  const files = partsOf(metafile, packed / minified)
  return { minified, packed, files, packages: byPackage(files) }
}

function partsOf({ outputs }: Metafile, ratio: number): Part[] {
  const inputs = Object.values(outputs)[0]?.inputs ?? {}
  return Object.entries(inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file, { bytesInOutput }]) => ({
      name: relative(root, file.replace('production:', '')).replace(/^.*packages\//, ''),
      minified: bytesInOutput,
      packed: Math.round(bytesInOutput * ratio),
    }))
    .sort((one, two) => two.minified - one.minified)
}

function byPackage(files: readonly Part[]): Part[] {
  const names = new Set(files.map(({ name }) => packageOf(name)))
  return [...names]
    .map((name) => {
      const own = files.filter((file) => packageOf(file.name) === name)
      const sum = (of: 'minified' | 'packed') => own.reduce((total, part) => total + part[of], 0)
      return { name, minified: sum('minified'), packed: sum('packed') }
    })
    .sort((one, two) => two.minified - one.minified)
}

const packageOf = (file: string): string => file.split('/')[0] as string

/** A table to read. */
export function table(title: string, parts: readonly Part[]): string {
  const rows = parts.map(
    ({ name, minified, packed }) => `${name.padEnd(44)}${String(minified).padStart(9)}${String(packed).padStart(9)}`,
  )
  return [`${title.padEnd(44)}${'minified'.padStart(9)}${'gzip'.padStart(9)}`, ...rows].join('\n')
}
