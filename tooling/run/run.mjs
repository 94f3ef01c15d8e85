import { join } from 'node:path'
import process from 'node:process'
import { bootstrap } from './bootstrap.mjs'
import { buildFor, runNode } from './programs.mjs'
import { root } from './root.mjs'

/** Runs a program with the arguments of this command, once the workspace is installed; the command ends as it does. */
export async function runSource(program, options = []) {
  await bootstrap()
  process.exitCode = (await runNode([...options, join(root, program), ...process.argv.slice(2)])).status
}

/** The same, once everything the program's workspace depends on is built. */
export async function runBuilt(workspace, program, options = []) {
  await bootstrap()
  await buildFor(workspace)
  await runSource(program, options)
}
