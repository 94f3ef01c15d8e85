import type { State } from './run-file.ts'

/** What a loop offers, and the topics of `@poe/test-loops` that prove it. */
export const SERVICES: Readonly<Record<string, readonly string[]>> = {
  time: [
    'run and halt',
    'wake',
    'timers',
    'clocks',
    'wall clock steps',
    'errors',
    'errors of watchers',
    'order',
    'fairness',
  ],
  signals: ['signals'],
  net: [
    ...[
      'reading a stream',
      'watching a stream',
      'writing a stream',
      'the end of a stream',
      'closing a stream',
      'a reset',
    ],
    ...['listening', 'connecting', 'unix sockets', 'TLS', 'datagrams'],
  ],
  stage: ['the stage'],
  pipes: ['pipes'],
  process: ['programs'],
  terminal: ['the terminal'],
  files: ['files', 'files in sequence', 'a full disk', 'named pipes', 'watching files'],
  descriptors: ['descriptors', 'streams of descriptors'],
}

const SERVICE_OF = new Map(Object.entries(SERVICES).flatMap(([name, topics]) => topics.map((topic) => [topic, name])))

/** How many tests of a service passed, of those that apply to the loop. */
export interface Score {
  readonly pass: number
  readonly all: number
}

/** One loop on one runtime: its services, those it lacks left out. */
export interface LoopRow {
  readonly loop: string
  readonly runtime: string
  readonly services: Readonly<Record<string, Score>>
}

/** A test of the loop kit: its full name, with the topic in front, and what became of it. */
export interface KitTest {
  readonly test: string
  readonly state: State
}

/** The row of a loop; undefined where none of the tests is one of the loop kit. */
export function loopRow(loop: string, runtime: string, tests: readonly KitTest[]): LoopRow | undefined {
  const services: Record<string, { pass: number; all: number }> = {}
  for (const { test, state } of tests) {
    const service = serviceOf(test)
    if (service === undefined || state === 'skip') continue
    const score = (services[service] ??= { pass: 0, all: 0 })
    score.all++
    if (state === 'pass') score.pass++
  }
  return Object.keys(services).length === 0 ? undefined : { loop, runtime, services }
}

/** The service a test of the kit is about: tests are called `name of the loop: topic > name of the test`. */
export function serviceOf(test: string): string | undefined {
  const [describe = ''] = test.split(' > ')
  return SERVICE_OF.get(describe.slice(describe.lastIndexOf(': ') + 2))
}

/** The table of loops as Markdown. */
export function loopTable(rows: readonly LoopRow[]): string {
  const names = Object.keys(SERVICES)
  const lines = rows.map(({ loop, runtime, services }) => {
    const cells = names.map((name) => scored(services[name]))
    return `| [\`${loop}\`](packages/${loop}) | ${runtime} | ${cells.join(' | ')} |`
  })
  return [`| loop | runtime | ${names.join(' | ')} |`, `|${'---|'.repeat(names.length + 2)}`, ...lines].join('\n')
}

function scored(score: Score | undefined): string {
  if (score === undefined) return '–'
  return score.pass === score.all ? `${score.all}` : `${score.pass} of ${score.all}`
}
