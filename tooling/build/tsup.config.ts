import process from 'node:process'
import { defineConfig } from 'tsup'
import { writeProduction } from './production/build.ts'

/** How every package is built: one ESM file and its declarations, siblings left as imports; some once more for production. */
export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  dts: { compilerOptions: { noEmit: false, customConditions: [] } },
  // Deno wants them as they are written.
  removeNodeProtocol: false,
  external: [/^node:/, /^@poe\//],
  sourcemap: true,
  clean: true,
  treeshake: true,
  onSuccess: () => writeProduction(process.cwd()),
})
