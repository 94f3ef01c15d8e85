import { accessSync, constants, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './root.mjs'

/** What an outer npm says about itself and would say to the npm and pnpm inside it. */
const outerNpm =
  /^npm_(package_|lifecycle_|config_(local_prefix|prefix|user_agent|node_gyp|noproxy)$|command$|execpath$)/

/** Prepares this process's environment, which every program it starts inherits. */
export function prepareEnvironment() {
  for (const name of Object.keys(process.env)) if (outerNpm.test(name)) delete process.env[name]
  Object.assign(process.env, {
    TURBO_TELEMETRY_DISABLED: '1',
    TURBO_NO_UPDATE_NOTIFIER: '1',
    DO_NOT_TRACK: '1',
    npm_config_update_notifier: 'false',
  })
  if (!process.stdout.isTTY && process.env.FORCE_COLOR === undefined) process.env.NO_COLOR = '1'
  const pnpmFolder = join(root, 'tooling/bootstrap/node_modules/.bin')
  process.env.PATH = [pnpmFolder, process.env.PATH].join(delimiter)
  if (!isWritable(homedir())) useOwnHome()
}

/** npm and pnpm keep their caches at home; where there is none to write to, the workspace has room. */
function useOwnHome() {
  const home = join(root, 'node_modules/.home')
  mkdirSync(home, { recursive: true })
  process.env.HOME = home
}

function isWritable(folder) {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
