import { badOption, check, checkOptions, type OptionCheck } from '@poe/errors'
import type { SpawnOptions } from '@poe/loop'
import { VirtualStream } from './stream-handle.ts'

const STREAM = '"pipe", "inherit", "ignore", { file }, or { handle } with an open stream of this loop'

const stream: OptionCheck = (value) => {
  if (value === 'pipe' || value === 'inherit' || value === 'ignore') return undefined
  const { file, handle } = (value ?? {}) as { file?: unknown; handle?: unknown }
  if (file !== undefined) return check.name(file) === undefined ? undefined : STREAM
  return handle instanceof VirtualStream && handle.state === 'open' ? undefined : STREAM
}

const command: OptionCheck = (value) =>
  Array.isArray(value) && typeof value[0] === 'string' && value[0] !== '' ? undefined : 'a program and its arguments'

const SPAWN = {
  command,
  module: check.object,
  cwd: check.name,
  env: check.object,
  terminal: check.object,
  stdin: stream,
  stdout: stream,
  stderr: stream,
  detached: check.flag,
  uid: check.integer(0),
  gid: check.integer(0),
}

const MODULE = { url: check.name, export: check.name, args: check.list }
const TERMINAL = { rows: check.integer(1), columns: check.integer(1), raw: check.flag }

/** @throws PoeError when `spawn` cannot mean these options */
export function checkSpawn(options: SpawnOptions): void {
  checkOptions('process.spawn', options, SPAWN, options?.module === undefined ? ['command'] : [])
  const { module, terminal, stdin, stdout } = options
  if (module !== undefined) {
    checkOptions('process.spawn, option "module"', module, MODULE, ['url', 'export', 'args'])
    if (options.command !== undefined)
      throw badOption('process.spawn', 'command', options.command, 'left out where "module" is given')
  }
  if (terminal === undefined) return
  checkOptions('process.spawn, option "terminal"', terminal, TERMINAL, ['rows', 'columns'])
  for (const [name, value] of Object.entries({ stdin, stdout }))
    if (value !== undefined) throw badOption('process.spawn', name, value, 'left out where there is a terminal')
  if (options.stderr !== undefined && options.stderr !== 'pipe')
    throw badOption('process.spawn', 'stderr', options.stderr, '"pipe", or left out, where there is a terminal')
}
