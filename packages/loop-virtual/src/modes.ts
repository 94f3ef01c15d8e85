import { PoeError } from '@poe/errors'
import type { Mode } from '@poe/loop'

/** The error for watching a handle in a mode it lacks. */
export function noMode(what: string, mode: Mode, modes: string): PoeError {
  return new PoeError('ERR_POE_NO_MODE', `Loop "virtual" cannot watch ${what} in mode "${mode}"; it has ${modes}.`)
}
