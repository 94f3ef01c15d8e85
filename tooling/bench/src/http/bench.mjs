/** Hello world over HTTP at 32 clients, on connections that stay and on a connection for each request. */
import { fileURLToPath } from 'node:url'
import { numbersOf, startServer } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const CLIENTS = 32
const MODES = ['keep', 'close']

/** The first is what the others are compared with. */
const SYSTEMS = {
  'node-http': 'node-http.mjs',
  'poe-ts': '../../http-server.mjs',
  'node-net-parser': 'node-net-parser.mjs',
}

/** @param {{ rounds: number, seconds: number }} settings */
export async function http({ rounds, seconds }) {
  /** @type {Record<string, Record<string, Record<string, number>[]>>} */
  const results = {}
  for (const mode of MODES) results[mode] = Object.fromEntries(Object.keys(SYSTEMS).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const mode of MODES)
      for (const [name, program] of Object.entries(SYSTEMS)) {
        const server = await startServer({ name, command: [process.execPath, file(program), mode] })
        try {
          const load = [process.execPath, file('load.mjs'), server.port, CLIENTS, mode, seconds, server.pid]
          results[mode]?.[name]?.push(await numbersOf(load.map(String)))
        } finally {
          await server.stop()
        }
      }
  for (const [mode, figures] of Object.entries(results))
    for (const figure of ['requests_per_s', 'cpu_us_per_request'])
      console.log(`\nhttp, ${CLIENTS} clients, ${mode}: ${table(figure, figures)}`)
  return results
}
