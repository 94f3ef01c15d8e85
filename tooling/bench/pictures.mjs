/** `npm run pictures`: where the time of a line goes and how things grow, drawn. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { doing, read, results } from '../run/cli.mjs'
import { commands } from '../run/commands.mjs'
import { numbersOf, startServer } from './src/lib/server.mjs'
import { echoByLayer } from './src/pictures/profile.mjs'
import { bar, plot } from './src/pictures/svg.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const { values, words } = read(commands.pictures)
const folder = words[0] ?? file('../../docs/performance')
const seconds = values.smoke ? 0.2 : (values.seconds ?? 3)
const { print, end } = results(values.json)
/** @type {string[]} */
const drawn = []
let done = doing('Measuring')
mkdirSync(folder, { recursive: true })

/** @param {string} name @param {string} picture */
function keep(name, picture) {
  const path = join(folder, `${name}.svg`)
  writeFileSync(path, picture)
  done()
  drawn.push(path)
  print(path)
  done = doing('Measuring')
}

for (const depth of [1, 16])
  keep(
    `line-depth-${depth}`,
    bar(
      `One line through the echo server, 100 connections, ${depth} ${depth === 1 ? 'line' : 'lines'} in flight each`,
      await echoByLayer({ clients: 100, depth, seconds }),
      'µs',
    ),
  )

/** Connections: a line through the echo server, beside the one by hand. */
const connections = values.smoke ? [10, 100] : [10, 100, 1000, 10_000]
/** @type {Record<string, [number, number][]>} */
const lines = { 'echo server': [], 'by hand': [] }
for (const clients of connections)
  for (const [name, program] of Object.entries({
    'echo server': 'echo-server.mjs',
    'by hand': 'src/echo/node-raw.mjs',
  })) {
    const server = await startServer({ name, command: [process.execPath, file(program)] })
    const load = [file('src/echo/load.mjs'), server.port, clients, 1, seconds, server.pid].map(String)
    const { cpu_us_per_line: each } = await numbersOf([process.execPath, ...load]).finally(server.stop)
    lines[name]?.push([clients, Number(each)])
  }
keep('connections', plot('A line through the echo server', 'connections', 'µs of processor time a line', lines))

/** Sessions: made, and stopped. */
const counts = values.smoke ? [100, 1000] : [100, 1000, 10_000, 100_000, 1_000_000]
/** @type {Record<string, [number, number][]>} */
const sessions = { made: [], stopped: [] }
for (const count of counts) {
  const figures = await numbersOf([process.execPath, file('src/sessions/poe-ts.mjs'), String(count), 'flat'])
  sessions.made?.push([count, Number(figures.create_us_each)])
  sessions.stopped?.push([count, Number(figures.stop_us_each)])
}
keep('sessions', plot('Sessions', 'sessions at once', 'µs of processor time each', sessions))

/** Timers: taken out and set anew. */
const pending = values.smoke ? ['1k', '10k'] : ['1k', '10k', '100k', '1m']
const sizes = { '1k': 1e3, '10k': 1e4, '100k': 1e5, '1m': 1e6 }
/** @type {Record<string, [number, number][]>} */
const timers = { kernel: [], setTimeout: [] }
for (const size of pending)
  for (const [name, program] of Object.entries({
    kernel: 'timers.mjs',
    setTimeout: 'src/timers/node-settimeout.mjs',
  })) {
    const figures = await numbersOf([process.execPath, file(program), `churn${size}`])
    timers[name]?.push([/** @type {Record<string, number>} */ (sizes)[size] ?? 0, Number(figures[`churn${size}_ns`])])
  }
keep(
  'timers',
  plot('A timer taken out and another one set', 'timers pending, at random times', 'ns of processor time', timers),
)
done()
end({ files: drawn })
