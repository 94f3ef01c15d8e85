import { PoeError } from './poe-error.ts'
import { remedyFor } from './remedy.ts'
import { show } from './show.ts'

/** Says what is wrong with an option's value, as the end of "must be …", or undefined where nothing is. */
export type OptionCheck = (value: unknown) => string | undefined

/** The options somebody takes: each name with the check of its value. */
export type OptionChecks = Readonly<Record<string, OptionCheck>>

/**
 * Refuses unknown option names and values of the wrong type, each by one clear error naming the taker, the
 * option, the value given and the remedy. An option that is `undefined` counts as not given.
 *
 * @param taker - who takes the options, as the user wrote it: `TcpServer`, `LineFilter`
 * @param checks - the known options; those named in `required` must be there
 * @throws PoeError `ERR_POE_OPTIONS` (no object), `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`, `ERR_POE_MISSING_OPTION`
 */
export function checkOptions(
  taker: string,
  given: unknown,
  checks: OptionChecks,
  required: readonly string[] = [],
): void {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new PoeError('ERR_POE_OPTIONS', `${taker} takes an object of options, not ${show(given)}.`)
  // No list is made of the names: a server checks options for each connection.
  for (const name in given) {
    if (!Object.hasOwn(given, name)) continue
    const value = (given as Record<string, unknown>)[name]
    const check = Object.hasOwn(checks, name) ? checks[name] : undefined
    if (check === undefined) throw unknownOption(taker, name, Object.keys(checks))
    const wrong = value === undefined ? undefined : check(value)
    if (wrong !== undefined) throw badOption(taker, name, value, wrong)
  }
  for (const name of required)
    if ((given as Record<string, unknown>)[name] === undefined)
      throw new PoeError('ERR_POE_MISSING_OPTION', `${taker} needs the option "${name}", which was not given.`)
}

/** The error for an option whose value does not do: `wrong` ends the sentence "must be …". */
export function badOption(taker: string, name: string, value: unknown, wrong: string): PoeError {
  return new PoeError('ERR_POE_BAD_OPTION', `${taker}: option "${name}" must be ${wrong}, not ${show(value)}.`)
}

function unknownOption(taker: string, name: string, known: readonly string[]): PoeError {
  return new PoeError('ERR_POE_UNKNOWN_OPTION', `${taker}: unknown option "${name}"; ${remedyFor(name, known)}`)
}
