import type { Gap } from './gaps.ts'
import { loopTable } from './loop-table.ts'
import type { Record } from './publish.ts'
import { LEFT_OUT, NEEDS_VITEST } from './suites.ts'

type Suite = Record['suites'][number]

/** The page of a run, as Markdown. */
export function page(record: Record, gaps: readonly Gap[]): string {
  const loops = loopTable(record.loops).replaceAll('](packages/', '](../packages/')
  return `# Runtimes

What \`npm run test:runtimes\` found on ${record.date}; it wrote this page. The same test files run everywhere: by vitest's own runner and
matchers, without vitest itself. The runtimes are fetched from the npm registry when they are first needed.

A number is how many tests passed. A gap is a test that cannot pass on a runtime, named below with the reason; a test that fails
without being one, and one that passes though it is, fail the run.

## Packages

${packages(record)}

Only in vitest: ${Object.entries(NEEDS_VITEST)
    .map(([file, why]) => `\`${file}\` (${why})`)
    .join(', ')}.

Left out: ${LEFT_OUT.map(({ runtimes, file, why }) => `\`${file}\` on ${runtimes.join(' and ')} (${why})`).join('; ')}.

## Loops

How many tests of \`@poe/test-loops\` passed, by what they are about; – where a loop does not offer it.

${loops}

## Gaps

${gapTables(gaps)}
`
}

function packages({ runtimes, suites }: Record): string {
  const head = `| | package | ${runtimes.map(({ name, release }) => `${name.replace(/-.*/, '')} ${release}`).join(' | ')} |`
  const rows = suites.map((suite, i) => {
    const group = suite.group === suites[i - 1]?.group ? '' : suite.group
    return `| ${group} | ${suite.name} | ${runtimes.map(({ name }) => resultOf(suite, name)).join(' | ')} |`
  })
  return [head, `|${'---|'.repeat(runtimes.length + 2)}`, ...rows].join('\n')
}

function resultOf({ results }: Suite, runtime: string): string {
  const { pass = 0, gap = 0, wrong = 0 } = results[runtime] ?? {}
  const parts = [`${pass}`]
  if (gap > 0) parts.push(`${gap} gap${gap === 1 ? '' : 's'}`)
  if (wrong > 0) parts.push(`**${wrong} unexpected**`)
  return parts.join(', ')
}

function gapTables(gaps: readonly Gap[]): string {
  const names = [...new Set(gaps.flatMap(({ runtimes }) => runtimes))]
  if (names.length === 0) return 'None.'
  return names
    .map((name) => {
      const rows = gaps
        .filter(({ runtimes }) => runtimes.includes(name))
        .map(({ suite, why, error, sometimes, tests }) => {
          const tell = `${error === undefined ? '' : ` (\`${error}\`)`}${sometimes === true ? '; by chance' : ''}`
          return `| ${suite} | ${why}${tell} | ${tests.map((test) => test.replaceAll('|', '\\|')).join('; ')} |`
        })
      return [`### ${name}`, '', '| package | what it lacks | tests |', '|---|---|---|', ...rows].join('\n')
    })
    .join('\n\n')
}
