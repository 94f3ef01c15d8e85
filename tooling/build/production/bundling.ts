import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import { hasProduction, productionOf } from './build.ts'

/**
 * Has esbuild take the production build of each package that has one, as the condition `production` does once packages are
 * built; here it is made from the sources. Each is called `packages/name/dist/production.js` in what esbuild tells.
 */
export function productionPackages(packagesFolder: string): Plugin {
  return {
    name: 'production-packages',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^@poe\/[^/]+$/ }, ({ path }) => {
        const folder = join(packagesFolder, path.slice('@poe/'.length))
        if (!hasProduction(folder)) return undefined
        return { path: folder, namespace: 'production', sideEffects: false }
      })
      onLoad({ filter: /./, namespace: 'production' }, async ({ path }) => ({
        contents: await productionOf(path),
        resolveDir: join(path, 'src'),
      }))
    },
  }
}
