import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'

/** What the command was asked for. */
export interface Settings {
  /** Names of consumers or groups of them; none: all. */
  readonly only: readonly string[]
  /** Whether Bun and Deno are fetched and used too. */
  readonly runtimes: boolean
  /** Whether those that take long are left out, as in `npm test`. */
  readonly quick: boolean
  /** Where the results go as JSON. */
  readonly json: string | undefined
  /** How many consumers work at a time. */
  readonly jobs: number
  /** Whether only the names are printed. */
  readonly list: boolean
}

export const USAGE = `npm run test:consumers -- [options]
  --only NAME[,NAME]  only these consumers or groups; --list names them
  --runtimes          also Bun and Deno, which are fetched when they are first needed
  --quick             only what npm test does
  --json FILE         writes every outcome to a file
  --jobs N            so many consumers at a time (default: the number of processors)
  --list              prints the names of consumers by group`

/** @throws Error with one line for arguments it does not know */
export function settings(args: readonly string[]): Settings {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', multiple: true, default: [] },
      runtimes: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      jobs: { type: 'string', default: `${availableParallelism()}` },
      list: { type: 'boolean', default: false },
    },
  })
  const jobs = Number(values.jobs)
  if (!Number.isSafeInteger(jobs) || jobs < 1)
    throw new Error(`--jobs is "${values.jobs}"; give a whole number from 1.`)
  const { runtimes, quick, json, list } = values
  const only = values.only.flatMap((text) => text.split(/,(?! )/)).filter(Boolean)
  return { only, runtimes, quick, json, jobs, list }
}
