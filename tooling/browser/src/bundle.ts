import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A page program, bundled from source. */
export async function bundle(name: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`./page/${name}.ts`, import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@poe/source'],
    sourcemap: 'inline',
  })
  return outputFiles[0]?.text ?? ''
}
