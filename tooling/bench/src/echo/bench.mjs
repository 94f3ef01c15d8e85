/** The line echo server at 50 clients, with one line in flight each and with sixteen, and a stream of lines over one. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf, startServer } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
/** How many clients, and how many lines each has in flight: for the last, 256 KiB of them. */
const LOADS = { 'depth 1': [50, 1], 'depth 16': [50, 16], bulk: [1, 4096] }
const FIGURES = ['lines_per_s', 'cpu_us_per_line', 'p99_us']

/** The first is what the others are compared with. */
function systems() {
  const node = (/** @type {string} */ name) => ({ name, command: [process.execPath, file(`${name}.mjs`)] })
  const all = [node('node-raw'), node('poe-ts'), node('node-write-each')]
  if (hasPerlPoe()) return [...all, { name: 'perl-poe', command: ['perl', file('poe.pl')] }]
  console.error('Perl POE is not installed (Debian: libpoe-perl); its row is left out.')
  return all
}

/** @param {{ rounds: number, seconds: number }} settings */
export async function echo({ rounds, seconds }) {
  /** @type {Record<string, Record<string, Record<string, number>[]>>} */
  const results = {}
  for (const name of Object.keys(LOADS)) results[name] = Object.fromEntries(systems().map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, amount] of Object.entries(LOADS))
      for (const system of systems()) {
        const server = await startServer(system)
        try {
          const load = [process.execPath, file('load.mjs'), server.port, ...amount, seconds, server.pid]
          results[name]?.[system.name]?.push(await numbersOf(load.map(String)))
        } finally {
          await server.stop()
        }
      }
  for (const [name, figures] of Object.entries(results))
    for (const figure of FIGURES) console.log(`\necho, ${name}: ${table(figure, figures)}`)
  return results
}
