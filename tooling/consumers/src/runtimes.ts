import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchRuntime } from '../../runtimes/src/fetch.ts'
import { runtimes } from '../../runtimes/src/runtimes.ts'
import type { Consumer } from './consumer.ts'

/** How each runtime runs a script of an ordinary project. */
const COMMANDS: Readonly<Record<string, string>> = {
  bun: 'run --no-install src/main.ts',
  deno: 'run --quiet --allow-all --node-modules-dir=manual --no-lock src/main.ts',
}

/** The TCP server as scripts of Bun and Deno, which are fetched unless they are there. */
export async function runtimeConsumers(say: (line: string) => void): Promise<Consumer[]> {
  const wanted = runtimes().filter(({ name }) => name in COMMANDS)
  const all: Consumer[] = []
  for (const runtime of wanted) {
    say(`Fetching ${runtime.source} ...`)
    const { name, program, release } = await fetchRuntime(runtime, false)
    say(`${name} ${release}`)
    all.push(script(name, program))
  }
  return all
}

function script(name: string, program: string): Consumer {
  return {
    name,
    group: 'runtimes',
    fixture: 'server',
    scripts: ['runtime'],
    prepare(at) {
      const file = join(at, 'package.json')
      const manifest = JSON.parse(readFileSync(file, 'utf8'))
      manifest.scripts = { runtime: `"${program}" ${COMMANDS[name]}` }
      writeFileSync(file, JSON.stringify(manifest))
    },
  }
}
