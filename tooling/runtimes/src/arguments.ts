import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

/** What the command was asked for. */
export interface Settings {
  /** Names of runtimes; none: all. */
  readonly runtimes: readonly string[]
  /** Names of suites or groups of them; none: all. */
  readonly suites: readonly string[]
  /** Where the results go as JSON. */
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

export const USAGE = `npm run test:runtimes -- [options]
  --runtime NAME[,NAME]  only these: node-20, node-22, node-24, node-26, bun, deno
  --suite NAME[,NAME]    only these packages or groups; --list names them
  --json FILE            writes every outcome to a file
  --jobs N               so many test files at a time (default: the number of processors)
  --refresh              fetches the newest release of each runtime
  --write                writes docs/runtimes.md and the README's table after a part, as after a whole run
  --list                 prints the names of runtimes and suites`

/** @throws Error with one line for arguments it does not know */
export function settings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      runtime: { type: 'string', multiple: true, default: [] },
      suite: { type: 'string', multiple: true, default: [] },
      json: { type: 'string' },
      jobs: { type: 'string', default: `${availableParallelism()}` },
      refresh: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      list: { type: 'boolean', default: false },
    },
  })
  const jobs = Number(values.jobs)
  if (!Number.isSafeInteger(jobs) || jobs < 1)
    throw new Error(`--jobs is "${values.jobs}"; give a whole number from 1.`)
  const { json, refresh, write, list } = values
  return { runtimes: names(values.runtime), suites: names(values.suite), json, jobs, refresh, write, list }
}

function names(given: readonly string[]): string[] {
  return given.flatMap((text) => text.split(',')).filter(Boolean)
}

/** The things that were asked for by a name of theirs, in their own order. */
export function chosen<T>(
  what: string,
  all: readonly T[],
  namesOf: (thing: T) => string[],
  asked: readonly string[],
): T[] {
  const known = new Set(all.flatMap(namesOf))
  const unknown = asked.find((name) => !known.has(name))
  if (unknown !== undefined) throw new Error(`There is no ${what} "${unknown}"; there are ${[...known].join(', ')}.`)
  return all.filter((thing) => asked.length === 0 || namesOf(thing).some((name) => asked.includes(name)))
}
