import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { doing } from './cli.mjs'
import { prepareEnvironment } from './environment.mjs'
import { runNode } from './programs.mjs'
import { giveUp, root } from './root.mjs'
import { isInstalled, markInstalled } from './stamp.mjs'

const folder = join(root, 'tooling/bootstrap')
const pnpmProgram = join(folder, 'node_modules/pnpm/bin/pnpm.cjs')

/** Makes the workspace ready to run, from nothing but Node and its npm; does nothing where all is there. */
export async function bootstrap() {
  const npm = npmCommand()
  prepareEnvironment()
  if (!hasPnpm()) installPnpm(npm)
  if (!isInstalled()) await installWorkspace()
}

/** Runs the workspace's own pnpm. */
export function pnpm(args, options) {
  return runNode([pnpmProgram, ...args], options)
}

/** The npm that runs this script, else the one beside this Node, else the one on the path. */
function npmCommand() {
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js')
  const running = process.env.npm_execpath ?? ''
  const script = [running, beside].find((file) => file.endsWith('npm-cli.js') && existsSync(file))
  return script === undefined ? ['npm'] : [process.execPath, script]
}

function hasPnpm() {
  const wanted = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).dependencies.pnpm
  const manifest = join(folder, 'node_modules/pnpm/package.json')
  return existsSync(pnpmProgram) && JSON.parse(readFileSync(manifest, 'utf8')).version === wanted
}

function installPnpm([program, ...args]) {
  const done = doing('Installing pnpm into tooling/bootstrap')
  const { status, error, stderr } = spawnSync(program, [...args, 'ci', '--loglevel=error'], {
    cwd: folder,
    encoding: 'utf8',
  })
  done()
  if (status === 0) return
  process.stderr.write(stderr ?? '')
  giveUp(`npm could not install pnpm${error ? `: ${error.message}` : ''}. Is the package registry reachable?`)
}

async function installWorkspace() {
  const done = doing('Installing the workspace')
  const args = ['install', '--frozen-lockfile', '--prefer-offline', '--config.confirmModulesPurge=false']
  const { status, output } = await pnpm([...args, '--reporter=append-only'], { quiet: true })
  done()
  if (status !== 0) {
    process.stderr.write(output)
    giveUp('pnpm could not install the workspace: see above.')
  }
  markInstalled()
}
