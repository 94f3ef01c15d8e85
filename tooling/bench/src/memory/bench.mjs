/** The echo server with ten thousand idle connections, each of which has been used once: octets of memory of each. */
import { fileURLToPath } from 'node:url'
import { collecting, memoryOf } from '../lib/memory.mjs'
import { hasPerlPoe, startServer } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const url = (/** @type {string} */ name) => new URL(name, import.meta.url)
const CONNECTIONS = 10_000
/** Perl POE looks at all of them for each that comes. */
const PERL_CONNECTIONS = 1_000
/** Before memory is first looked at, so that code and tables are there. */
const WARM_UP = 200

/** The first is what the others are compared with. */
function systems() {
  const node = (/** @type {string} */ name) => ({ ...collecting(name, url(`../echo/${name}.mjs`)), most: CONNECTIONS })
  const all = [node('node-raw'), node('poe-ts')]
  const perl = { name: 'perl-poe', command: ['perl', fileURLToPath(url('../echo/poe.pl'))], most: PERL_CONNECTIONS }
  if (hasPerlPoe()) return [...all, perl]
  console.error('Perl POE is not installed (Debian: libpoe-perl); its row is left out.')
  return all
}

/** @param {{ rounds: number, seconds: number }} settings */
export async function memory({ rounds, seconds }) {
  const wanted = seconds < 1 ? 1_000 : CONNECTIONS
  /** @type {Record<string, Record<string, number>[]>} */
  const results = {}
  for (let round = 0; round < rounds; round++)
    for (const { most, ...system } of systems()) {
      results[system.name] ??= []
      results[system.name]?.push(await eachOf(system, Math.min(most, wanted)))
    }
  const { 'perl-poe': _, ...heaps } = results
  console.log(`\nmemory, ${wanted} idle connections: ${table('resident_octets_each', results)}`)
  console.log(`\nmemory, ${wanted} idle connections: ${table('heap_octets_each', heaps)}`)
  return results
}

/** @param {import('../lib/server.mjs').System} system @param {number} count */
async function eachOf(system, count) {
  const server = await startServer(system)
  const asked = system.command[0] === process.execPath
  try {
    await (await connections(server.port, WARM_UP)).stop()
    const before = await memoryOf(server, asked)
    const load = await connections(server.port, count)
    const after = await memoryOf(server, asked)
    await load.stop()
    return {
      resident_octets_each: (after.resident - before.resident) / count,
      heap_octets_each: (after.heap - before.heap) / count,
    }
  } finally {
    await server.stop()
  }
}

/** @param {number} port @param {number} count */
function connections(port, count) {
  const command = [process.execPath, fileURLToPath(url('load.mjs')), String(port), String(count)]
  return startServer({ name: `${count} connections`, command })
}
