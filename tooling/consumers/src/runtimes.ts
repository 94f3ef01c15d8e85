import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchRuntime } from '../../runtimes/src/fetch.ts'
import { runtimes } from '../../runtimes/src/runtimes.ts'
import type { Consumer } from './consumer.ts'

/** How each runtime runs, and where it can checks, a script of an ordinary project. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  bun: ['run --no-install src/main.ts'],
  deno: [
    'check --quiet --node-modules-dir=manual --no-lock src/main.ts',
    'run --quiet --allow-all --node-modules-dir=manual --no-lock src/main.ts',
  ],
}

/** The TCP server as scripts of Bun and Deno, which are fetched when they are first needed. */
export const runtimeConsumers: readonly Consumer[] = Object.entries(COMMANDS).map(([name, commands]) => ({
  name,
  group: 'runtimes',
  slow: true,
  fixture: 'server',
  scripts: ['build', 'runtime'],
  async prepare(at) {
    const runtime = runtimes().find((one) => one.name === name)
    if (runtime === undefined) throw new Error(`tooling/runtimes has no ${name}.`)
    const { program } = await fetchRuntime(runtime, false)
    const file = join(at, 'package.json')
    const manifest = JSON.parse(readFileSync(file, 'utf8'))
    manifest.scripts.runtime = commands.map((command) => `"${program}" ${command}`).join(' && ')
    writeFileSync(file, JSON.stringify(manifest))
  },
}))
