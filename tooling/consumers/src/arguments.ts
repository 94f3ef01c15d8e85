import { parse } from '../../run/cli.mjs'
import { commands, PROCESSORS } from '../../run/commands.mjs'

/** What the command was asked for. */
export interface Settings {
  /** Names of consumers or groups of them; none: all. */
  readonly only: readonly string[]
  /** Whether those that take long are left out, as in `npm test`. */
  readonly quick: boolean
  /** Where the results go as JSON: a file, or `-` for stdout. */
  readonly json: string | undefined
  /** How many consumers work at a time. */
  readonly jobs: number
  /** Whether only the names are printed. */
  readonly list: boolean
}

/** @throws Misunderstanding, with one line, for arguments it does not know */
export function settings(args: readonly string[]): Settings {
  const { only = [], quick = false, json, jobs = PROCESSORS, list = false } = parse(commands.consumers, args).values
  return { only, quick, json, jobs, list }
}
