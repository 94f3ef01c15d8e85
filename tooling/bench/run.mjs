/** `npm run bench -- [workload …] [--rounds N] [--seconds N] [--json FILE] [--smoke]` */
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { dispatch } from './src/dispatch/bench.mjs'
import { echo } from './src/echo/bench.mjs'
import { http } from './src/http/bench.mjs'
import { lines } from './src/lines/bench.mjs'
import { queues } from './src/queues/bench.mjs'
import { sessions } from './src/sessions/bench.mjs'
import { simulation } from './src/simulation/bench.mjs'
import { spawn } from './src/spawn/bench.mjs'
import { timers } from './src/timers/bench.mjs'

const WORKLOADS = { dispatch, echo, http, lines, queues, sessions, simulation, spawn, timers }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '2' },
    json: { type: 'string' },
    smoke: { type: 'boolean', default: false },
  },
})

const settings = values.smoke
  ? { rounds: 1, seconds: 0.2 }
  : { rounds: Number(values.rounds), seconds: Number(values.seconds) }
const chosen = positionals.length === 0 ? Object.keys(WORKLOADS) : positionals

console.log(
  `${process.platform} ${process.arch}, node ${process.version}, ${cpus()[0]?.model}, ${new Date().toISOString()}`,
)
/** @type {Record<string, unknown>} */
const results = {}
for (const name of chosen) {
  const workload = /** @type {Record<string, (settings: { rounds: number, seconds: number }) => Promise<unknown>>} */ (
    WORKLOADS
  )[name]
  if (workload === undefined) {
    console.error(`There is no workload "${name}"; there are ${Object.keys(WORKLOADS).join(', ')}.`)
    process.exit(2)
  }
  results[name] = await workload(settings)
}
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
