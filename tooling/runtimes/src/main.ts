/** `npm run test:runtimes`: the test files of the kits and the core on every runtime. */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { chosen, type Settings, settings, USAGE } from './arguments.ts'
import { fetchRuntime, type Installed } from './fetch.ts'
import { GAPS } from './gaps.ts'
import { matrix, painter, surprises } from './matrix.ts'
import { publish } from './publish.ts'
import { runAll } from './run-all.ts'
import { endAll } from './run-file.ts'
import { runtimes } from './runtimes.ts'
import { suites } from './suites.ts'
import { type Count, judge, passesOnNode } from './verdict.ts'

const say = (line: string): void => void process.stderr.write(`${line}\n`)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    endAll()
    process.exit(130)
  })

try {
  await main(settings(process.argv.slice(2)))
} catch (error) {
  say(`${(error as Error).message}\n\n${USAGE}`)
  process.exitCode = 2
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
  const ran = await runAll(installed, wantedSuites, asked.jobs, progress())
  const passes = passesOnNode(ran)
  const counts = ran.map((one) => judge(one, GAPS, passes))
  const paint = painter(process.stdout.isTTY === true && process.env.NO_COLOR === undefined)
  for (const line of [...matrix(installed, wantedSuites, counts, paint), '', ...surprises(counts, paint)])
    console.log(line)
  if (asked.json !== undefined)
    writeFileSync(asked.json, `${JSON.stringify(plain(installed, ran, started), null, 2)}\n`)
  const whole = asked.runtimes.length === 0 && asked.suites.length === 0
  if (whole || asked.write) publish(installed, wantedSuites, ran, counts, started)
  end(counts)
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

/** On a terminal one line that changes, elsewhere a line for each suite that is done. */
function progress(): Parameters<typeof runAll>[3] {
  const live = process.stderr.isTTY === true
  return {
    done({ runtime, suite }, done, all) {
      const line = `${done} of ${all}: ${suite} on ${runtime}`
      if (live) process.stderr.write(`\r\u001b[K${done === all ? '' : line}`)
      else say(line)
    },
  }
}

function plain(installed: readonly Installed[], ran: Awaited<ReturnType<typeof runAll>>, started: Date): object {
  return {
    date: started.toISOString(),
    runtimes: installed.map(({ name, release }) => ({ name, release })),
    suites: ran.map(({ runtime, suite, files }) => ({ runtime, suite, files: Object.fromEntries(files) })),
  }
}

function end(counts: readonly Count[]): void {
  const sum = (of: (count: Count) => number): number => counts.reduce((all, count) => all + of(count), 0)
  const wrong = sum(({ surprises }) => surprises.length)
  console.log(`${sum(({ pass }) => pass)} passed, ${sum(({ gap }) => gap)} known gaps, ${wrong} unexpected`)
  process.exitCode = wrong === 0 ? 0 : 1
}
