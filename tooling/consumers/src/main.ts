/** `npm run test:consumers`: the packages as strangers install them. */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { packagesOf, readWorkspaces, repository } from '../../check/src/workspace.ts'
import { type Settings, settings, USAGE } from './arguments.ts'
import budgets from './budgets.ts'
import type { Consumer, Outcome } from './consumer.ts'
import { consumers } from './consumers.ts'
import { outside } from './outside.ts'
import { runAll, withNeeded } from './run-all.ts'
import { runtimeConsumers } from './runtimes.ts'
import { painter, table } from './table.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

try {
  await main(settings(process.argv.slice(2)))
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 2
}

async function main(asked: Settings): Promise<void> {
  const names = packagesOf(readWorkspaces(repository)).map(({ manifest }) => manifest.name)
  const all = [...consumers(names), ...(asked.runtimes ? await runtimeConsumers(say) : [])]
  const wanted = withNeeded(chosen(all, asked), all)
  if (asked.list) return list(all)
  const started = new Date()
  await using world = await outside(say)
  const outcomes = await runAll(wanted, world, budgets, asked.jobs, progress(wanted.length))
  const paint = painter(process.stdout.isTTY === true && process.env.NO_COLOR === undefined)
  for (const line of table(outcomes, paint)) console.log(line)
  if (asked.json !== undefined)
    writeFileSync(asked.json, `${JSON.stringify({ date: started.toISOString(), outcomes }, null, 2)}\n`)
  const failed = outcomes.filter(({ problems }) => problems.length > 0).length
  const seconds = Math.round((Date.now() - started.getTime()) / 1000)
  console.log(`${outcomes.length - failed} passed, ${failed} failed, in ${seconds} s`)
  process.exitCode = failed === 0 ? 0 : 1
}

function chosen(all: readonly Consumer[], { only, quick }: Settings): Consumer[] {
  const known = new Set(all.flatMap(({ name, group }) => [group, name]))
  const unknown = only.find((name) => !known.has(name))
  if (unknown !== undefined) throw new Error(`There is no consumer "${unknown}"; there are ${[...known].join(', ')}.`)
  return all.filter(({ name, group, slow }) => {
    if (quick && slow === true) return false
    return only.length === 0 || only.includes(name) || only.includes(group)
  })
}

function list(all: readonly Consumer[]): void {
  for (const group of new Set(all.map((consumer) => consumer.group)))
    console.log(`${group}: ${names(all.filter((consumer) => consumer.group === group))}`)
}

function names(all: readonly Consumer[]): string {
  return all.map(({ name }) => (name.includes(',') ? `"${name}"` : name)).join(', ')
}

/** On a terminal one line that changes, elsewhere a line for each consumer that is done. */
function progress(all: number): (outcome: Outcome, done: number) => void {
  const live = process.stderr.isTTY === true
  return ({ consumer, problems }, done) => {
    const line = `${done} of ${all}: ${consumer}${problems.length === 0 ? '' : ' FAILED'}`
    if (live) process.stderr.write(`\r\u001b[K${done === all ? '' : line}`)
    else say(line)
  }
}
