import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type LoopRow, loopRow } from './loop-table.ts'

/** Loops whose host is none of the runtimes here: what `npm test` last said of them. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'loop-browser': 'Chromium',
  'loop-glib': 'node, GLib',
  'loop-tk': 'node, Tcl/Tk',
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
  return Object.entries(ELSEWHERE).flatMap(([loop, host]) => {
    const file = join(root, 'packages', loop, '.test-results/results.json')
    if (!existsSync(file)) return []
    const row = loopRow(loop, host, testsOf(JSON.parse(readFileSync(file, 'utf8')) as VitestResults))
    return row === undefined ? [] : [row]
  })
}

function testsOf({ testResults }: VitestResults): Parameters<typeof loopRow>[2] {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ ancestorTitles, title, status }) => ({
      test: [...ancestorTitles, title].join(' > '),
      state: status === 'passed' ? ('pass' as const) : status === 'failed' ? ('fail' as const) : ('skip' as const),
    })),
  )
}
