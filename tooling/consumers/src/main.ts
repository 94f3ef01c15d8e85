/** `npm run test:consumers`: the packages as strangers install them. */
import process from 'node:process'
import { packagesOf, readWorkspaces, repository } from '../../check/src/workspace.ts'
import { checkKnown, hasColours, painter, progress, read, refuse, results, say } from '../../run/cli.mjs'
import { commands } from '../../run/commands.mjs'
import { type Settings, settings } from './arguments.ts'
import budgets from './budgets.ts'
import type { Consumer, Outcome } from './consumer.ts'
import { consumers } from './consumers.ts'
import { outside } from './outside.ts'
import { runAll, withNeeded } from './run-all.ts'
import { table } from './table.ts'

try {
  read(commands.consumers)
  await main(settings(process.argv.slice(2)))
} catch (error) {
  refuse(commands.consumers, error)
}

async function main(asked: Settings): Promise<void> {
  const names = packagesOf(readWorkspaces(repository)).map(({ manifest }) => manifest.name)
  const all = consumers(names)
  const wanted = withNeeded(chosen(all, asked), all)
  if (asked.list) return list(all)
  const started = new Date()
  await using world = await outside(say)
  const outcomes = await runAll(wanted, world, budgets, asked.jobs, told(wanted.length))
  const { print, end } = results(asked.json)
  const paint = painter(hasColours(asked.json === '-' ? process.stderr : process.stdout))
  for (const line of table(outcomes, paint)) print(line)
  const failed = outcomes.filter(({ problems }) => problems.length > 0).length
  const seconds = Math.round((Date.now() - started.getTime()) / 1000)
  print(`${outcomes.length - failed} passed, ${failed} failed, in ${seconds} s`)
  end({ date: started.toISOString(), outcomes })
  process.exitCode = failed === 0 ? 0 : 1
}

function chosen(all: readonly Consumer[], { only, quick }: Settings): Consumer[] {
  const known = new Set(all.flatMap(({ name, group }) => [group, name]))
  for (const name of only) checkKnown('consumer', name, [...known])
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

function told(all: number): (outcome: Outcome, done: number) => void {
  const { step } = progress()
  return ({ consumer, problems }, done) => step(done, all, `${consumer}${problems.length === 0 ? '' : ' FAILED'}`)
}
