import { defineConfig } from 'tsup'

/** How every package is built: one ESM file and its declarations, siblings left as imports. */
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
})
