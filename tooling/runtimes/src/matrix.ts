import type { Installed } from './fetch.ts'
import type { Suite } from './suites.ts'
import type { Count } from './verdict.ts'

/** Colours a text, or leaves it as it is. */
export type Paint = (colour: 'green' | 'yellow' | 'red' | 'bold', text: string) => string

/** How a suite did on a runtime, in a few characters: tests that passed, those that are gaps, those nobody expected. */
export function cell({ pass, gap, surprises }: Count): string {
  const parts = [`${pass}`]
  if (gap > 0) parts.push(`${gap} gap${gap === 1 ? '' : 's'}`)
  if (surprises.length > 0) parts.push(`${surprises.length} WRONG`)
  return parts.join(', ')
}

function colourOf({ gap, surprises }: Count): 'green' | 'yellow' | 'red' {
  if (surprises.length > 0) return 'red'
  return gap > 0 ? 'yellow' : 'green'
}

/** The matrix as lines: a row for each suite, a column for each runtime. */
export function matrix(
  runtimes: readonly Installed[],
  suites: readonly Suite[],
  counts: readonly Count[],
  paint: Paint,
): string[] {
  const at = (suite: Suite, runtime: Installed): Count | undefined =>
    counts.find((count) => count.suite === suite.name && count.runtime === runtime.name)
  const heads = runtimes.map(({ name, release }) => `${name.replace(/-.*/, '')} ${release}`)
  const first = Math.max(...suites.map(({ name }) => name.length)) + 4
  const widths = runtimes.map((runtime, i) => {
    const cells = suites
      .map((suite) => at(suite, runtime))
      .map((count) => (count === undefined ? 0 : cell(count).length))
    return Math.max(heads[i]?.length ?? 0, ...cells) + 2
  })
  const lines = [''.padEnd(first) + heads.map((head, i) => head.padEnd(widths[i] ?? 0)).join('')]
  for (const [i, suite] of suites.entries()) {
    if (suite.group !== suites[i - 1]?.group) lines.push(paint('bold', suite.group))
    const cells = runtimes.map((runtime, column) => {
      const count = at(suite, runtime)
      const text = (count === undefined ? '' : cell(count)).padEnd(widths[column] ?? 0)
      return count === undefined ? text : paint(colourOf(count), text)
    })
    lines.push(`  ${suite.name}`.padEnd(first) + cells.join(''))
  }
  return lines.map((line) => line.trimEnd())
}

/** The outcomes nobody expected, each with the first lines of why. */
export function surprises(counts: readonly Count[], paint: Paint): string[] {
  return counts.flatMap((count) =>
    count.surprises.flatMap(({ runtime, suite, file, test, what, errors }) => [
      paint('red', `${runtime} ${suite} ${file} > ${test}: ${what}`),
      ...errors.flatMap((error) => error.trim().split('\n').slice(0, 6)).map((line) => `    ${line}`),
    ]),
  )
}
