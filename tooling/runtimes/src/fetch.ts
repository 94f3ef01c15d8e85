import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Runtime } from './runtimes.ts'

/** Ignored by git, and no part of an install. */
export const CACHE = fileURLToPath(new URL('../node_modules/.cache/runtimes', import.meta.url))

/** A runtime that can be started. */
export interface Installed extends Runtime {
  /** The path of the binary. */
  readonly program: string
  /** As it says itself, without the name. */
  readonly release: string
}

/** Fetches a runtime with npm unless it is there, or `refresh` asks for the newest of its range. */
export async function fetchRuntime(runtime: Runtime, refresh: boolean, folder = CACHE): Promise<Installed> {
  const prefix = join(folder, runtime.name)
  const program = join(prefix, 'node_modules', runtime.source.replace(/@[^@]*$/, ''), runtime.binary)
  if (refresh || !existsSync(program)) {
    mkdirSync(prefix, { recursive: true })
    await npm(['install', '--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund', runtime.source])
    if (!existsSync(program)) throw new Error(`${runtime.source} came without ${runtime.binary}.`)
    chmodSync(program, 0o755)
  }
  const said = execFileSync(program, [...runtime.version], { encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } })
  return { ...runtime, program, release: /\d+\.\d+\.\d+/.exec(said)?.[0] ?? said.trim() }
}

function npm(args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('npm', [...args, '--loglevel=error'], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (text) => {
      said += text
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`npm could not fetch ${args.at(-1)}: ${said.trim()}`))
    })
  })
}
