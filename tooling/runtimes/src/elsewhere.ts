import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LoopRow, loopRow } from './loop-table.ts'

/** Loops whose host is none of the runtimes here: what `npm test` last said of them, and where. */
const ELSEWHERE: Readonly<Record<string, { readonly host: string; readonly folder: string; readonly in?: string }>> = {
  'loop-browser': { host: 'Chromium', folder: 'tooling/browser', in: 'in a page of Chromium' },
  'loop-glib': { host: 'node, GLib', folder: 'packages/loop-glib' },
  'loop-tk': { host: 'node, Tcl/Tk', folder: 'packages/loop-tk' },
}

interface VitestResults {
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly ancestorTitles: readonly string[]
      readonly title: string
      readonly status: string
    }[]
  }[]
}

/** Their rows, as far as they have been tested. */
export function rowsElsewhere(root: string): LoopRow[] {
  return Object.entries(ELSEWHERE).flatMap(([loop, { host, folder, in: place }]) => {
    const file = join(root, folder, '.test-results/results.json')
    if (!existsSync(file)) return []
    const row = loopRow(loop, host, testsOf(JSON.parse(readFileSync(file, 'utf8')) as VitestResults, place))
    return row === undefined ? [] : [row]
  })
}

/** The tests of a file, or those inside one place of several the kit runs in. */
function testsOf({ testResults }: VitestResults, place: string | undefined): Parameters<typeof loopRow>[2] {
  return testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .filter(({ ancestorTitles }) => place === undefined || ancestorTitles[0] === place)
    .map(({ ancestorTitles, title, status }) => ({
      test: [...ancestorTitles.slice(place === undefined ? 0 : 1), title].join(' > '),
      state: status === 'passed' ? ('pass' as const) : status === 'failed' ? ('fail' as const) : ('skip' as const),
    }))
}
