import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { doing } from './cli.mjs'
import { giveUp, root } from './root.mjs'

const turboProgram = join(root, 'node_modules/turbo/bin/turbo')

/**
 * Runs a Node program to its end. With `quiet` its output is kept, and given with its status; `said` is given it bit by bit.
 */
export function runNode(args, { quiet = false, said, cwd = root, env = process.env } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet || said !== undefined ? ['ignore', 'pipe', 'pipe'] : 'inherit'
    const child = spawn(process.execPath, args, { cwd, env, stdio })
    const parts = []
    const hear = said ?? ((part) => parts.push(part))
    child.stdout?.on('data', hear)
    child.stderr?.on('data', hear)
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
  const done = doing('Building')
  const { status, output } = await turbo(args, { quiet: true })
  done()
  if (status === 0) return
  process.stderr.write(output)
  giveUp('The packages could not be built: see above.')
}
