import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rowsElsewhere } from './elsewhere.ts'
import type { Installed } from './fetch.ts'
import { GAPS } from './gaps.ts'
import { type LoopRow, loopRow, loopTable } from './loop-table.ts'
import { page } from './page.ts'
import { ROOT, type Suite } from './suites.ts'
import type { Count, Ran } from './verdict.ts'

/** What is kept of a whole run, beside the pages made of it. */
export interface Record {
  /** The day, as `2026-11-21`. */
  readonly date: string
  readonly runtimes: readonly { readonly name: string; readonly release: string }[]
  readonly suites: readonly {
    readonly name: string
    readonly group: string
    readonly results: {
      readonly [runtime: string]: { readonly pass: number; readonly gap: number; readonly wrong: number }
    }
  }[]
  readonly loops: readonly LoopRow[]
}

/** Where a whole run is kept. */
export const DATA = join(ROOT, 'docs/runtimes.json')
const PAGE = join(ROOT, 'docs/runtimes.md')
const README = join(ROOT, 'README.md')

/** Writes what a whole run came to: the data, the page made of it, and the README's table. */
export function publish(
  installed: readonly Installed[],
  suites: readonly Suite[],
  ran: readonly Ran[],
  counts: readonly Count[],
  started: Date,
): void {
  const record: Record = {
    date: started.toISOString().slice(0, 10),
    runtimes: installed.map(({ name, release }) => ({ name, release })),
    suites: suites.map(({ name, group }) => ({ name, group, results: resultsOf(name, counts) })),
    loops: [...loopRows(installed, ran), ...rowsElsewhere(ROOT)],
  }
  writeFileSync(DATA, `${JSON.stringify(record, null, 1)}\n`)
  writeFileSync(PAGE, page(record, GAPS))
  writeFileSync(README, withTable(readFileSync(README, 'utf8'), loopTable(record.loops)))
}

function resultsOf(suite: string, counts: readonly Count[]): Record['suites'][number]['results'] {
  const own = counts.filter((count) => count.suite === suite)
  return Object.fromEntries(
    own.map(({ runtime, pass, gap, surprises }) => [runtime, { pass, gap, wrong: surprises.length }]),
  )
}

function loopRows(installed: readonly Installed[], ran: readonly Ran[]): LoopRow[] {
  const loops = ran.filter(({ suite }) => suite.startsWith('loop-') || suite === 'host-loop')
  return loops
    .flatMap(({ suite, runtime, files }) => {
      const one = installed.find(({ name }) => name === runtime)
      const row = loopRow(suite, `${runtime.replace(/-.*/, '')} ${one?.release}`, [...files.values()].flat())
      return row === undefined ? [] : [row]
    })
    .sort((a, b) => order(a.loop) - order(b.loop))

  function order(loop: string): number {
    return loops.findIndex(({ suite }) => suite === loop)
  }
}

const [BEGIN, END] = ['<!-- loops: by npm run test:runtimes -->', '<!-- end of loops -->']

/**
 * A README with another table of loops.
 *
 * @throws Error where it has no place for one
 */
export function withTable(readme: string, table: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`README.md has no ${BEGIN} … ${END}.`)
  return `${readme.slice(0, begin + BEGIN.length)}\n\n${table}\n\n${readme.slice(end)}`
}
