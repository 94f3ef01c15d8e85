import { parseArgs } from 'node:util'
import { KINDS } from './kinds.ts'

/** What the command line says. */
export interface Settings {
  readonly kind: string | undefined
  readonly name: string | undefined
  readonly folder: string | undefined
  /** Whether nothing is asked, and what is not said is chosen. */
  readonly yes: boolean
  /** Whether the answer is JSON. */
  readonly json: boolean
  readonly help: boolean
  readonly version: boolean
}

export const USAGE = `npm create poe [folder] -- [options]

  --kind KIND  what to make: ${Object.keys(KINDS).join(', ')}
  --name NAME  the name of the package, as @me/filter-csv (default: the folder's)
  --yes, -y    asks nothing; makes a server unless a kind is given
  --json       asks nothing, and prints what was made as JSON
  --version    prints the version
  --help       prints this

Without --kind it asks, on a terminal. A folder that is not empty is left alone.`

/** @throws Error with one line for arguments it does not know */
export function settings(args: readonly string[]): Settings {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      kind: { type: 'string' },
      name: { type: 'string' },
      yes: { type: 'boolean', short: 'y', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', default: false },
    },
  })
  if (positionals.length > 1) throw new Error(`Give one folder, not ${positionals.length}: ${positionals.join(', ')}.`)
  const { kind, name, yes, json, help, version } = values
  return { kind, name, folder: positionals[0], yes, json, help, version }
}
