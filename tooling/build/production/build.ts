import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { minify } from 'terser'
import { mangledNames } from './names.ts'
import { productionSource, readNotes } from './source.ts'
import { sourcesOf } from './sources.ts'

/** Where a package's production build goes, beside the usual one. */
export const PRODUCTION_FILE = 'dist/production.js'

/** Whether a package has a production build: its `exports` say so. */
export function hasProduction(folder: string): boolean {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return exports?.['.']?.production === `./${PRODUCTION_FILE}`
}

/** Builds a package for production where its `exports` promise that. */
export async function writeProduction(folder: string): Promise<void> {
  if (!hasProduction(folder)) return
  const file = join(folder, PRODUCTION_FILE)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, await productionOf(folder))
}

/**
 * The production build of a package: one module, minified, siblings left as imports. A file `x.production.ts` stands in for
 * `x.ts`, a declaration marked `@production value` is that value, errors have no words, and names that are nobody else's
 * business are short.
 */
export async function productionOf(folder: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(folder, 'src/index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    external: ['@poe/*'],
    minifySyntax: true,
    define: { 'Number.POSITIVE_INFINITY': 'Infinity' },
    plugins: [productionSources(folder)],
    ...mangling(mangledNames(folder)),
  })
  const { code } = await minify(outputFiles[0]?.text ?? '', {
    module: true,
    ecma: 2020,
    compress: { passes: 3, pure_getters: true, reduce_funcs: false },
    format: { comments: false },
  })
  return `${code}\n`
}

function mangling(names: ReadonlyMap<string, string>): object {
  if (names.size === 0) return {}
  return { mangleProps: new RegExp(`^(?:${[...names.keys()].join('|')})$`), mangleCache: Object.fromEntries(names) }
}

function productionSources(folder: string): Plugin {
  const notes = readNotes([...sourcesOf(folder).values()])
  return {
    name: 'production',
    setup({ onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const standIn = path.replace(/\.ts$/, '.production.ts')
        const file = existsSync(standIn) ? standIn : path
        return { contents: productionSource(readFileSync(file, 'utf8'), notes), loader: 'ts' }
      })
    },
  }
}
