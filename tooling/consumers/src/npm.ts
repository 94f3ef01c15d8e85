import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import process from 'node:process'

/** How a program ended, and all it said. */
export interface Ended {
  readonly status: number
  readonly stdout: string
  readonly output: string
}

/** The longest a program of a consumer may take, in milliseconds. */
const LIMIT = 240_000

/** Runs a program to its end, with nothing to read. */
export function run(program: string, args: readonly string[], cwd: string, env = process.env): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], timeout: LIMIT })
    let [stdout, output] = ['', '']
    child.stdout.on('data', (text) => {
      stdout += text
      output += text
    })
    child.stderr.on('data', (text) => {
      output += text
    })
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ status: code ?? 1, stdout, output: signal === null ? output : `${output}\nended by ${signal}` })
    })
  })
}

/** What npm is configured with where this runs. */
export async function npmConfig(name: string): Promise<string> {
  const { status, stdout, output } = await run('npm', ['config', 'get', name], process.cwd())
  if (status !== 0) throw new Error(`npm config get ${name} failed: ${output.trim()}`)
  return stdout.trim()
}

/**
 * The environment of somebody who has Node and npm, an empty home, and knows nothing of this workspace.
 *
 * @param home - an empty folder
 */
export function strangersEnvironment(home: string, registry: string): NodeJS.ProcessEnv {
  mkdirSync(home, { recursive: true })
  const userconfig = join(home, '.npmrc')
  // A client publishes only with a token; the registry takes any.
  writeFileSync(userconfig, `${registry.replace(/^http:/, '')}:_authToken=anybody\n`)
  return {
    PATH: [...new Set([dirname(process.execPath), '/usr/local/bin', '/usr/bin', '/bin'])].join(delimiter),
    HOME: home,
    TMPDIR: process.env.TMPDIR ?? '/tmp',
    LANG: 'C.UTF-8',
    NO_COLOR: '1',
    npm_config_registry: registry,
    npm_config_cache: join(home, '.npm'),
    npm_config_userconfig: userconfig,
    npm_config_globalconfig: join(home, 'npmrc-of-nobody'),
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_loglevel: 'error',
  }
}
