import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { giveUp, root } from './root.mjs'

const turboProgram = join(root, 'node_modules/turbo/bin/turbo')

/** Runs a Node program to its end; with `quiet` its output is kept, and given with its status. */
export function runNode(args, { quiet = false, cwd = root, env = process.env } = {}) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit' })
    const parts = []
    child.stdout?.on('data', (part) => parts.push(part))
    child.stderr?.on('data', (part) => parts.push(part))
    child.once('error', (error) => giveUp(`Cannot start ${process.execPath}: ${error.message}`))
    child.once('close', (code) => resolve({ status: code ?? 1, output: Buffer.concat(parts).toString() }))
  })
}

/** Runs turbo from the root of the workspace. */
export function turbo(args, options) {
  return runNode([turboProgram, ...args], options)
}

/** Builds the packages a workspace depends on; says nothing unless that fails. */
export async function buildFor(workspace) {
  const args = ['run', 'build', `--filter=${workspace}^...`, '--output-logs=errors-only', '--log-order=grouped']
  const { status, output } = await turbo(args, { quiet: true })
  if (status === 0) return
  process.stderr.write(output)
  giveUp('The packages could not be built: see above.')
}
