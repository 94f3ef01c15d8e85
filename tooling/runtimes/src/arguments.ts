import { checkKnown, parse } from '../../run/cli.mjs'
import { commands, PROCESSORS } from '../../run/commands.mjs'

/** What the command was asked for. */
export interface Settings {
  /** Names of runtimes; none: all. */
  readonly runtimes: readonly string[]
  /** Names of suites or groups of them; none: all. */
  readonly suites: readonly string[]
  /** Where the results go as JSON: a file, or `-` for stdout. */
  readonly json: string | undefined
  /** How many files run at a time. */
  readonly jobs: number
  /** Whether the newest release of each runtime is fetched. */
  readonly refresh: boolean
  /** Whether a part of all is written to docs/runtimes.md as well. */
  readonly write: boolean
  /** Whether only the names are printed. */
  readonly list: boolean
}

/** @throws Misunderstanding, with one line, for arguments it does not know */
export function settings(args: readonly string[]): Settings {
  const { runtime = [], suite = [], json, jobs = PROCESSORS, ...flags } = parse(commands.runtimes, args).values
  const { refresh = false, write = false, list = false } = flags
  return { runtimes: runtime, suites: suite, json, jobs, refresh, write, list }
}

/** The things that were asked for by a name of theirs, in their own order. */
export function chosen<T>(
  what: string,
  all: readonly T[],
  namesOf: (thing: T) => string[],
  asked: readonly string[],
): T[] {
  const known = new Set(all.flatMap(namesOf))
  for (const name of asked) checkKnown(what, name, [...known])
  return all.filter((thing) => asked.length === 0 || namesOf(thing).some((name) => asked.includes(name)))
}
