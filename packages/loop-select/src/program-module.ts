import process from 'node:process'
import { serialize } from 'node:v8'
import { badOption } from '@poe/errors'
import type { ModuleCall } from '@poe/loop'

/** A module call as a command of the host. */
export interface HostCall {
  readonly command: readonly [string, ...string[]]
  /** What the program finds on descriptor 3: the arguments. */
  readonly input: Uint8Array
}

/** The program that makes the call. Descriptor 3 takes arguments of any size, and nobody sees them in a list of processes. */
const CALLER = `
import { closeSync, readFileSync } from 'node:fs'
import process from 'node:process'
import { deserialize } from 'node:v8'
const flushed = (stream) => new Promise((resolve) => stream.write('', resolve))
async function end() {
  await Promise.all([flushed(process.stdout), flushed(process.stderr)])
  process.exit()
}
async function fail(error) {
  console.error(error)
  process.exitCode = 255
  await end()
}
process.once('uncaughtException', fail)
const [url, name] = process.argv.splice(1).slice(-2)
try {
  const args = deserialize(readFileSync(3))
  closeSync(3)
  const called = (await import(url))[name]
  if (typeof called !== 'function') throw new TypeError(url + ' exports no function "' + name + '".')
  await called(...args)
  await end()
} catch (error) {
  await fail(error)
}`

/** What the host was told for this process alone: what to run, and that somebody watches. */
const OURS = /^(-[ceipr]+|--(eval|print|input-type|check|interactive|inspect[\w-]*|watch[\w-]*|test[\w-]*))(=|$)/
/** Those of them whose value is an argument of its own. */
const WITH_VALUE = new Set(['-e', '--eval', '-p', '--print', '-pe', '--input-type'])

/** @throws PoeError `ERR_POE_BAD_OPTION` for arguments the host cannot copy */
export function hostCall({ url, export: name, args }: ModuleCall): HostCall {
  return { command: [process.execPath, ...callerOptions(), url, name], input: octetsOf(args) }
}

/** Deno takes a program's text for a script, unless it is the text of a module's address; it does not tell its options. */
function callerOptions(): string[] {
  if (process.versions.deno === undefined) return [...runtimeOptions(), '--input-type=module', '-e', CALLER]
  return ['run', '--quiet', '--allow-all', `data:text/javascript,${encodeURIComponent(CALLER)}`]
}

function octetsOf(args: readonly unknown[]): Uint8Array {
  try {
    return serialize(args)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw badOption('process.spawn, option "module"', 'args', args, `values that can be copied (${why})`)
  }
}

/** The options this process runs by, so that its modules are found and read the same way. */
function runtimeOptions(): string[] {
  const given = process.execArgv
  return given.filter((option, i) => !isOurs(option) && !WITH_VALUE.has(given[i - 1] ?? ''))
}

function isOurs(option: string): boolean {
  return OURS.test(option) && option !== '-r'
}
