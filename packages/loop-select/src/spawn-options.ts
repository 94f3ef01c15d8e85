import { badOption, check, checkOptions, type OptionCheck, PoeError } from '@poe/errors'
import type { SpawnOptions } from '@poe/loop'

const end = check.oneOf('pipe', 'inherit', 'ignore')

/** A number the host has for users and groups. */
const owner = check.integer(0, 2 ** 32 - 2)

/** The host's strings end with a NUL. */
const text: OptionCheck = (value) =>
  typeof value === 'string' && !value.includes('\0') ? undefined : 'a string without NUL'

const command: OptionCheck = (value) =>
  Array.isArray(value) && value.length > 0 && value[0] !== '' && value.every((part) => text(part) === undefined)
    ? undefined
    : 'a list of strings without NUL: the program, then its arguments'

const SPAWN = {
  command,
  cwd: text,
  env: check.object,
  terminal: check.object,
  stdin: end,
  stdout: end,
  stderr: end,
  detached: check.flag,
  uid: owner,
  gid: owner,
}

/** @throws PoeError when `spawn` cannot mean these options, or this loop has not what they ask for */
export function checkSpawn(options: SpawnOptions): void {
  checkOptions('process.spawn', options, SPAWN, ['command'])
  if (options.terminal !== undefined)
    throw new PoeError(
      'ERR_POE_NO_SERVICE',
      'process.spawn, option "terminal": this loop starts programs on pipes only; leave the option out, or use a ' +
        'plug-in that gives terminals.',
    )
  for (const [name, value] of Object.entries(options.env ?? {}))
    if (value !== undefined && text(value) !== undefined)
      throw badOption('process.spawn, option "env"', name, value, 'a string without NUL')
}
