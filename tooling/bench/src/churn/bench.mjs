/** A connection for each line: connect, a line to the server and back, the server closes. Sixteen at a time. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf, startServer } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const CLIENTS = 16

/** The first is what the others are compared with. */
function systems() {
  const node = (/** @type {string} */ name) => ({ name, command: [process.execPath, file(`${name}.mjs`)] })
  const all = [node('node-raw'), node('poe-ts')]
  if (hasPerlPoe()) return [...all, { name: 'perl-poe', command: ['perl', file('../echo/poe.pl'), 'once'] }]
  console.error('Perl POE is not installed (Debian: libpoe-perl); its row is left out.')
  return all
}

/** @param {{ rounds: number, seconds: number }} settings */
export async function churn({ rounds, seconds }) {
  /** @type {Record<string, Record<string, number>[]>} */
  const results = {}
  for (let round = 0; round < rounds; round++)
    for (const system of systems()) {
      const server = await startServer(system)
      const load = [process.execPath, file('load.mjs'), server.port, CLIENTS, seconds, server.pid]
      results[system.name] ??= []
      results[system.name]?.push(await numbersOf(load.map(String)).finally(server.stop))
    }
  for (const figure of ['connections_per_s', 'cpu_us_per_connection', 'p99_us'])
    console.log(`\nchurn, ${CLIENTS} at a time: ${table(figure, results)}`)
  return results
}
