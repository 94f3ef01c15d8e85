import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './root.mjs'
import { workspaceFolders } from './workspaces.mjs'

/** The tasks that run many tests, and where each keeps its results in a workspace; any other task is one test. */
const RESULTS = { test: 'results.json', 'check:pack': 'check-pack.json' }

/** Removes the results of earlier runs; what is cached comes back from the cache. */
export function forgetResults() {
  for (const folder of workspaceFolders()) rmSync(join(root, folder, '.test-results'), { recursive: true, force: true })
}

/** Counts what a run of turbo did; `lines` names every failure and everything left out. */
export function summarize(run) {
  const outcomes = run.tasks.filter((task) => task.command !== '<NONEXISTENT>').flatMap(outcomesOf)
  const having = (status) => outcomes.filter((outcome) => outcome.status === status)
  const [failed, skipped] = [having('failed'), having('skipped')]
  const lines = [...skipped.map(({ name }) => `SKIPPED ${name}`), ...failed.map(({ name }) => `FAILED  ${name}`)]
  if (skipped.length > 0) lines.push(`${skipped.length} SKIPPED: these tests did not run, see above.`)
  const names = (outcomes) => outcomes.map(({ name }) => name)
  return {
    ...{ passed: having('passed').length, failed: failed.length, lines },
    ...{ failures: names(failed), skipped: names(skipped) },
  }
}

function outcomesOf(task) {
  const { taskId: name, directory } = task
  const status = task.cache.status === 'HIT' || task.execution?.exitCode === 0 ? 'passed' : 'failed'
  const file = RESULTS[task.task]
  if (file === undefined) return [{ name, status }]
  const results = readResults(join(root, directory, '.test-results', file))
  if (results === undefined) return [{ name: `${name}: no results`, status: 'failed' }]
  const outcomes = results.testResults.flatMap((suite) => outcomesOfFile(name, suite))
  if (outcomes.length === 0) return [{ name: `${name}: no tests`, status: 'failed' }]
  const explained = status === 'passed' || outcomes.some((outcome) => outcome.status === 'failed')
  return explained ? outcomes : [...outcomes, { name: `${name}: the run itself failed`, status: 'failed' }]
}

function outcomesOfFile(task, { name: file, status, message, assertionResults }) {
  const outcomes = assertionResults.map((test) => ({
    name: `${task}: ${[...test.ancestorTitles, test.title].join(' > ')}`,
    status: ['passed', 'failed'].includes(test.status) ? test.status : 'skipped',
  }))
  const unexplained = status === 'failed' && !outcomes.some((outcome) => outcome.status === 'failed')
  if (!unexplained) return outcomes
  return [...outcomes, { name: `${task}: ${file.split('/').at(-1)}: ${firstLine(message)}`, status: 'failed' }]
}

function readResults(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function firstLine(message = 'could not be run') {
  return message.split('\n', 1)[0]
}
