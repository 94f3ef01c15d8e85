import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { productionOf } from '../build/production/build.ts'
import { packageOf } from './src/package-of.ts'
import { packages, riders, root } from './src/packages.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const built = join(here, 'dist')

mkdirSync(built, { recursive: true })
const files = await Promise.all(packages.map(async (name) => [name, await write(name)] as const))
const fileOf = new Map(files)

/** The tests of these packages, of riders on them, and beside Perl's, as they stand, with every production build there is. */
export default defineConfig({
  root,
  plugins: [{ name: 'production', enforce: 'pre', resolveId: resolveProduction }],
  ssr: { resolve: { conditions: ['@poe/source', 'node', 'import', 'default'] } },
  test: {
    include: [
      ...[...packages, ...riders].map((name) => `packages/${name}/src/**/*.test.ts`),
      'tooling/parity/src/**/*.test.ts',
      'tooling/production/src/**/*.test.ts',
    ],
    setupFiles: [join(here, 'src/setup.ts')],
    testTimeout: 30_000,
    reporters: ['default', ['json', { outputFile: join(here, '.test-results/results.json') }]],
  },
})

async function write(name: string): Promise<string> {
  const file = join(built, `${name}.js`)
  writeFileSync(file, await productionOf(join(root, 'packages', name)))
  return file
}

function resolveProduction(id: string, importer: string | undefined): string | undefined {
  const own = id === './index.ts' && importer !== undefined ? packageOf(importer) : undefined
  return fileOf.get(own ?? id.replace('@poe/', ''))
}
