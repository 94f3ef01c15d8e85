/** `npm run bench`: the workloads, one after the other, each beside its rivals. */
import { cpus } from 'node:os'
import { checkKnown, read, refuse, say, results as toldBy } from '../run/cli.mjs'
import { commands } from '../run/commands.mjs'
import { churn } from './src/churn/bench.mjs'
import { dispatch } from './src/dispatch/bench.mjs'
import { echo } from './src/echo/bench.mjs'
import { http } from './src/http/bench.mjs'
import { lines } from './src/lines/bench.mjs'
import { memory } from './src/memory/bench.mjs'
import { queues } from './src/queues/bench.mjs'
import { sessions } from './src/sessions/bench.mjs'
import { simulation } from './src/simulation/bench.mjs'
import { soak } from './src/soak/bench.mjs'
import { spawn } from './src/spawn/bench.mjs'
import { timers } from './src/timers/bench.mjs'

const WORKLOADS = { churn, dispatch, echo, http, lines, memory, queues, sessions, simulation, soak, spawn, timers }

const { values, words } = read(commands.bench)
const names = Object.keys(WORKLOADS)
if (values.list) {
  console.log(names.join('\n'))
  process.exit(0)
}
try {
  for (const name of words) checkKnown('workload', name, names)
} catch (error) {
  refuse(commands.bench, error)
}
/** How often each is measured and how long, and how long a soak takes, of which there is one. */
const { rounds = 5, seconds = 2 } = values.smoke ? { rounds: 1, seconds: 0.2 } : values
const settings = { rounds, seconds, soak: values.smoke ? 1 : (values.seconds ?? 10) }
const chosen = words.length === 0 ? names : words
const { end } = toldBy(values.json)
// What is for people must not come between what is for programs.
if (values.json === '-') console.log = console.error

console.log(
  `${process.platform} ${process.arch}, node ${process.version}, ${cpus()[0]?.model}, ${new Date().toISOString()}`,
)
/** @type {Record<string, unknown>} */
const results = {}
for (const [i, name] of chosen.entries()) {
  if (!values.smoke) say(`${i + 1} of ${chosen.length}: ${name}`)
  const workload =
    /** @type {Record<string, (settings: { rounds: number, seconds: number, soak: number }) => Promise<unknown>>} */ (
      WORKLOADS
    )[name]
  results[name] = await workload?.(settings)
}
end(results)
