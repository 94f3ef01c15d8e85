import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { isFiltered, turboArguments } from './arguments.mjs'
import { bootstrap } from './bootstrap.mjs'
import { turbo } from './programs.mjs'
import { forgetResults, summarize } from './results.mjs'
import { root, say } from './root.mjs'

const args = turboArguments(process.argv.slice(2))
const wholeRepository = isFiltered(args) ? [] : ['//#lint', '//#unused']
const tasks = ['build', 'typecheck', 'test', 'check:pack', ...wholeRepository]
const runsFolder = join(root, '.turbo/runs')

await bootstrap()
forgetResults()
const before = new Set(runs())
say('Checking and testing ...')
await turbo([
  ...['run', ...tasks, '--continue=always', '--output-logs=errors-only', '--log-order=grouped', '--summarize'],
  `--concurrency=${Math.max(2, availableParallelism())}`,
  ...args,
])
const run = readRun()
const { lines, passed, failed } = run ? summarize(run) : { lines: ['FAILED  turbo'], passed: 0, failed: 1 }
for (const line of [...lines, `${passed} passed, ${failed} failed`]) console.log(line)
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
