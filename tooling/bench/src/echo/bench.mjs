/** The line echo server at 50 clients, with one line in flight each and with sixteen. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf, startServer } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const CLIENTS = 50
const DEPTHS = [1, 16]

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
  for (const depth of DEPTHS) results[`depth ${depth}`] = Object.fromEntries(systems().map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const depth of DEPTHS)
      for (const system of systems()) {
        const server = await startServer(system)
        try {
          const load = [process.execPath, file('load.mjs'), server.port, CLIENTS, depth, seconds, server.pid]
          results[`depth ${depth}`]?.[system.name]?.push(await numbersOf(load.map(String)))
        } finally {
          await server.stop()
        }
      }
  for (const [depth, figures] of Object.entries(results))
    for (const figure of ['lines_per_s', 'cpu_us_per_line'])
      console.log(`\necho, ${CLIENTS} clients, ${depth}: ${table(figure, figures)}`)
  return results
}
