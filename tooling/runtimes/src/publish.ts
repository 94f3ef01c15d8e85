import { existsSync, readFileSync, writeFileSync } from 'node:fs'
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

/** Writes what a run came to: the data, the page made of it, and the README's table. What was not run stays as it was. */
export function publish(
  installed: readonly Installed[],
  suites: readonly Suite[],
  ran: readonly Ran[],
  counts: readonly Count[],
  started: Date,
): void {
  const former = existsSync(DATA) ? (JSON.parse(readFileSync(DATA, 'utf8')) as Record) : EMPTY
  const now: Record = {
    date: started.toISOString().slice(0, 10),
    runtimes: installed.map(({ name, release }) => ({ name, release })),
    suites: suites.map(({ name, group }) => ({ name, group, results: resultsOf(name, counts) })),
    loops: [...loopRows(installed, ran), ...rowsElsewhere(ROOT)],
  }
  const record = merged(former, now)
  writeFileSync(DATA, `${JSON.stringify(record, null, 1)}\n`)
  writeFileSync(PAGE, page(record, GAPS))
  writeFileSync(README, withTable(readFileSync(README, 'utf8'), loopTable(record.loops)))
}

const EMPTY: Record = { date: '', runtimes: [], suites: [], loops: [] }

/** A record with what a later run came to in its place: in the order of the former, what is new at the end. */
export function merged(former: Record, now: Record): Record {
  const suites = over(former.suites, now.suites, ({ name }) => name).map((suite) => {
    const { results = {} } = former.suites.find(({ name }) => name === suite.name) ?? {}
    return { ...suite, results: { ...results, ...suite.results } }
  })
  const runtimes = over(former.runtimes, now.runtimes, ({ name }) => name)
  const loops = over(
    former.loops,
    now.loops,
    ({ loop, runtime }) => `${loop} ${runtime.replace(/ .*/, '')} ${major(runtime)}`,
  )
  return { date: now.date, runtimes, suites, loops }
}

/** Of Node there are several. */
function major(runtime: string): string {
  return runtime.startsWith('node ') ? (/\d+/.exec(runtime)?.[0] ?? '') : ''
}

function over<T>(former: readonly T[], now: readonly T[], keyOf: (one: T) => string): T[] {
  const all = new Map(former.map((one) => [keyOf(one), one]))
  for (const one of now) all.set(keyOf(one), one)
  return [...all.values()]
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
