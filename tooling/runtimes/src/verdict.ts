import type { Gap } from './gaps.ts'
import type { Outcome } from './run-file.ts'

/** The outcomes of one suite on one runtime. */
export interface Ran {
  readonly runtime: string
  readonly suite: string
  /** By file. */
  readonly files: ReadonlyMap<string, readonly Outcome[]>
}

/** A test whose outcome nobody expected. */
export interface Surprise {
  readonly runtime: string
  readonly suite: string
  readonly file: string
  readonly test: string
  readonly what: 'failed' | 'passed, though it is a gap' | 'was skipped' | 'is a gap, but there is no such test'
  readonly errors: readonly string[]
}

/** How a suite did on a runtime. */
export interface Count {
  readonly runtime: string
  readonly suite: string
  readonly pass: number
  /** Tests that failed or were skipped as the gaps say. */
  readonly gap: number
  /** Tests left out everywhere. */
  readonly skip: number
  readonly surprises: readonly Surprise[]
}

/** Which tests of a suite pass on Node: what is skipped there as well is nobody's gap. */
export type PassesOnNode = (suite: string, file: string, test: string) => boolean

export function passesOnNode(all: readonly Ran[]): PassesOnNode {
  const key = (suite: string, file: string, test: string): string => `${suite}\n${file}\n${test}`
  const passed = new Set<string>()
  for (const { suite, files } of all.filter(({ runtime }) => runtime.startsWith('node-')))
    for (const [file, outcomes] of files)
      for (const { test, state } of outcomes) if (state === 'pass') passed.add(key(suite, file, test))
  return (suite, file, test) => passed.has(key(suite, file, test))
}

/** Compares what became of the tests with what the gaps say. */
export function judge(ran: Ran, gaps: readonly Gap[], passes: PassesOnNode): Count {
  const expected = gapsOf(ran, gaps)
  const surprises: Surprise[] = []
  const counts = { pass: 0, gap: 0, skip: 0 }
  for (const [file, outcomes] of ran.files)
    for (const outcome of outcomes) {
      const gap = expected.get(`${file}\n${outcome.test}`)
      expected.delete(`${file}\n${outcome.test}`)
      const what = surpriseOf(outcome, gap, passes(ran.suite, file, outcome.test))
      if (what !== undefined) surprises.push(surprise(ran, file, outcome.test, what, outcome.errors))
      else counts[gap !== undefined ? 'gap' : outcome.state === 'pass' ? 'pass' : 'skip']++
    }
  for (const left of expected.keys()) {
    const [file = '', test = ''] = left.split('\n')
    if (ran.files.has(file)) surprises.push(surprise(ran, file, test, 'is a gap, but there is no such test', []))
  }
  return { runtime: ran.runtime, suite: ran.suite, ...counts, surprises }
}

function gapsOf({ runtime, suite }: Ran, gaps: readonly Gap[]): Map<string, Gap> {
  const here = gaps.filter((gap) => gap.suite === suite && gap.runtimes.includes(runtime))
  return new Map(here.flatMap((gap) => gap.tests.map((test) => [`${gap.file}\n${test}`, gap] as const)))
}

function surpriseOf({ state }: Outcome, gap: Gap | undefined, passes: boolean): Surprise['what'] | undefined {
  if (gap !== undefined) return state === 'pass' && gap.sometimes !== true ? 'passed, though it is a gap' : undefined
  if (state === 'pass') return undefined
  if (state !== 'skip') return 'failed'
  return passes ? 'was skipped' : undefined
}

function surprise(
  { runtime, suite }: Ran,
  file: string,
  test: string,
  what: Surprise['what'],
  errors: readonly string[],
): Surprise {
  return { runtime, suite, file, test, what, errors }
}
