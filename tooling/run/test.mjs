import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { isFiltered, turboArguments } from './arguments.mjs'
import { bootstrap } from './bootstrap.mjs'
import { hasColours, painter, read, results, say } from './cli.mjs'
import { commands } from './commands.mjs'
import { turbo } from './programs.mjs'
import { forgetResults, summarize } from './results.mjs'
import { root } from './root.mjs'
import { watchTasks } from './watch-tasks.mjs'

const asked = read(commands.test)
const args = turboArguments(asked)
const wholeRepository = isFiltered(args) ? [] : ['//#lint', '//#unused']
const tasks = ['build', 'typecheck', 'test', 'check:pack', ...wholeRepository]
const runsFolder = join(root, '.turbo/runs')

await bootstrap()
forgetResults()
const before = new Set(runs())
const live = process.stderr.isTTY === true
if (!live) say('Checking and testing ...')
const watch = live ? watchTasks(tasks, !isFiltered(args)) : undefined
await turbo(
  [
    ...['run', ...tasks, '--continue=always', '--output-logs=errors-only', '--log-order=grouped', '--summarize'],
    `--concurrency=${Math.max(2, availableParallelism())}`,
    ...args,
  ],
  // What turbo says goes past the line that tells how far it is; with `--json` stdout is for that alone.
  watch !== undefined || asked.values.json !== undefined
    ? { said: watch?.said ?? ((part) => process.stderr.write(part)) }
    : {},
)
watch?.end()
const run = readRun()
const summary = run
  ? summarize(run)
  : { lines: ['FAILED  turbo'], passed: 0, failed: 1, failures: ['turbo'], skipped: [] }
const { print, end } = results(asked.values.json)
const paint = painter(hasColours(asked.values.json === '-' ? process.stderr : process.stdout))
for (const line of summary.lines) print(line.startsWith('FAILED') ? paint('red', line) : line)
print(`${summary.passed} passed, ${summary.failed} failed`)
const { passed, failed, failures, skipped } = summary
end({ passed, failed, failures, skipped })
process.exitCode = failed === 0 ? 0 : 1

function runs() {
  try {
    return readdirSync(runsFolder)
  } catch {
    return []
  }
}

/** What turbo wrote about this run: each task, how it ended, whether it came from the cache. */
function readRun() {
  const name = runs().find((run) => !before.has(run))
  if (name === undefined) return undefined
  const file = join(runsFolder, name)
  const text = readFileSync(file, 'utf8')
  rmSync(file)
  return JSON.parse(text)
}
