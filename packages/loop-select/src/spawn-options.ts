import { badOption, check, checkOptions, type OptionCheck, PoeError } from '@poe/errors'
import type { Ptys, SpawnOptions } from '@poe/loop'
import { canBeGiven } from './program-streams.ts'

/** A number the host has for users and groups. */
const owner = check.integer(0, 2 ** 32 - 2)

/** The host's strings end with a NUL. */
const text: OptionCheck = (value) =>
  typeof value === 'string' && !value.includes('\0') ? undefined : 'a string without NUL'

const command: OptionCheck = (value) =>
  Array.isArray(value) && value.length > 0 && value[0] !== '' && value.every((part) => text(part) === undefined)
    ? undefined
    : 'a list of strings without NUL: the program, then its arguments'

const STREAM = '"pipe", "inherit", "ignore", { file }, { handle } with an open handle of this loop, or { descriptor }'

const stream: OptionCheck = (value) => {
  if (value === 'pipe' || value === 'inherit' || value === 'ignore') return undefined
  if (typeof value !== 'object' || value === null) return STREAM
  const entries = Object.entries(value)
  return entries.length === 1 && isRedirected(entries[0]!) ? undefined : STREAM
}

function isRedirected([kind, to]: [string, unknown]): boolean {
  if (kind === 'file') return to !== '' && text(to) === undefined
  if (kind === 'handle') return canBeGiven(to)
  return kind === 'descriptor' && check.integer(0)(to) === undefined
}

const SPAWN = {
  command,
  module: check.object,
  cwd: text,
  env: check.object,
  terminal: check.object,
  stdin: stream,
  stdout: stream,
  stderr: stream,
  detached: check.flag,
  uid: owner,
  gid: owner,
}

const MODULE = { url: check.name, export: check.name, args: check.list }

const size = check.integer(1, 65_535)
const TERMINAL = { rows: size, columns: size, raw: check.flag }

/** @throws PoeError when `spawn` cannot mean these options, or this loop has not what they ask for */
export function checkSpawn(options: SpawnOptions, ptys: Ptys | undefined): void {
  checkOptions('process.spawn', options, SPAWN, options?.module === undefined ? ['command'] : [])
  if (options.module !== undefined) checkModule(options)
  if (options.terminal !== undefined) checkTerminal(options, ptys)
  for (const [name, value] of Object.entries(options.env ?? {}))
    if (value !== undefined && text(value) !== undefined)
      throw badOption('process.spawn, option "env"', name, value, 'a string without NUL')
}

function checkModule({ module, command: given }: SpawnOptions): void {
  checkOptions('process.spawn, option "module"', module, MODULE, ['url', 'export', 'args'])
  if (given !== undefined) throw badOption('process.spawn', 'command', given, 'left out where "module" is given')
}

function checkTerminal({ terminal, stdin, stdout, stderr }: SpawnOptions, ptys: Ptys | undefined): void {
  checkOptions('process.spawn, option "terminal"', terminal, TERMINAL, ['rows', 'columns'])
  for (const [name, value] of Object.entries({ stdin, stdout }))
    if (value !== undefined) throw badOption('process.spawn', name, value, 'left out where there is a terminal')
  if (stderr !== undefined && stderr !== 'pipe')
    throw badOption('process.spawn', 'stderr', stderr, '"pipe", or left out, where there is a terminal')
  if (ptys === undefined)
    throw new PoeError(
      'ERR_POE_NO_SERVICE',
      'process.spawn, option "terminal": this loop starts programs on pipes only; install @poe/pty and make the loop ' +
        'by new SelectLoop({ ptys }).',
    )
}
