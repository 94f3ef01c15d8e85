/** `npm run test:runtimes`: the test files of the kits and the core on every runtime. */
import process from 'node:process'
import { hasColours, painter, progress, read, refuse, results, say } from '../../run/cli.mjs'
import { commands } from '../../run/commands.mjs'
import { chosen, type Settings, settings } from './arguments.ts'
import { fetchRuntime, type Installed } from './fetch.ts'
import { GAPS } from './gaps.ts'
import { matrix, surprises } from './matrix.ts'
import { publish } from './publish.ts'
import { runAll } from './run-all.ts'
import { endAll } from './run-file.ts'
import { runtimes } from './runtimes.ts'
import { suites } from './suites.ts'
import { type Count, judge, passesOnNode } from './verdict.ts'

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    endAll()
    process.exit(130)
  })

try {
  read(commands.runtimes)
  await main(settings(process.argv.slice(2)))
} catch (error) {
  refuse(commands.runtimes, error)
}

async function main(asked: Settings): Promise<void> {
  const wantedRuntimes = chosen('runtime', runtimes(), ({ name }) => [name], asked.runtimes)
  const wantedSuites = chosen('suite', suites(), ({ name, group }) => [name, group], asked.suites)
  if (asked.list) return list(wantedRuntimes, wantedSuites)
  const installed: Installed[] = []
  for (const runtime of wantedRuntimes) {
    say(`Fetching ${runtime.source} ...`)
    installed.push(await fetchRuntime(runtime, asked.refresh))
  }
  const started = new Date()
  const ran = await runAll(installed, wantedSuites, asked.jobs, watcher())
  const passes = passesOnNode(ran)
  const counts = ran.map((one) => judge(one, GAPS, passes))
  const { print, end } = results(asked.json)
  const paint = painter(hasColours(asked.json === '-' ? process.stderr : process.stdout))
  for (const line of [...matrix(installed, wantedSuites, counts, paint), '', ...surprises(counts, paint)]) print(line)
  const whole = asked.runtimes.length === 0 && asked.suites.length === 0
  if (whole || asked.write) publish(installed, wantedSuites, ran, counts, started)
  judgeAll(counts, print)
  end(plain(installed, ran, started))
}

function list(all: readonly { readonly name: string }[], every: ReturnType<typeof suites>): void {
  console.log(`runtimes: ${all.map(({ name }) => name).join(', ')}`)
  for (const group of new Set(every.map((suite) => suite.group)))
    console.log(
      `${group}: ${every
        .filter((suite) => suite.group === group)
        .map(({ name }) => name)
        .join(', ')}`,
    )
}

function watcher(): Parameters<typeof runAll>[3] {
  const { step } = progress()
  return { done: ({ runtime, suite }, done, all) => step(done, all, `${suite} on ${runtime}`) }
}

function plain(installed: readonly Installed[], ran: Awaited<ReturnType<typeof runAll>>, started: Date): object {
  return {
    date: started.toISOString(),
    runtimes: installed.map(({ name, release }) => ({ name, release })),
    suites: ran.map(({ runtime, suite, files }) => ({ runtime, suite, files: Object.fromEntries(files) })),
  }
}

function judgeAll(counts: readonly Count[], print: (line: string) => void): void {
  const sum = (of: (count: Count) => number): number => counts.reduce((all, count) => all + of(count), 0)
  const wrong = sum(({ surprises }) => surprises.length)
  print(`${sum(({ pass }) => pass)} passed, ${sum(({ gap }) => gap)} known gaps, ${wrong} unexpected`)
  process.exitCode = wrong === 0 ? 0 : 1
}
