/** The line filter alone: lines of 64 octets out of chunks of 64 KiB. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

/** @param {{ rounds: number, seconds: number }} settings */
export async function lines({ rounds, seconds }) {
  const chunks = Math.ceil(8000 * seconds)
  const ours = (/** @type {string} */ encoding) => [process.execPath, file('poe-ts.mjs'), String(chunks), encoding]
  /** @type {Record<string, string[]>} */
  const systems = {
    'node-latin1-flat': [process.execPath, file('node-latin1-flat.mjs'), String(chunks)],
    'poe-ts utf-8': ours('utf-8'),
    'poe-ts latin1': ours('latin1'),
    'poe-ts bytes': ours('bytes'),
    ...(hasPerlPoe() ? { 'perl-poe': ['perl', file('poe.pl'), String(Math.ceil(chunks / 40))] } : {}),
  }
  /** @type {Record<string, Record<string, number>[]>} */
  const results = Object.fromEntries(Object.keys(systems).map((name) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const [name, command] of Object.entries(systems)) results[name]?.push(await numbersOf(command))
  console.log(`\nlines: ${table('split64_ns_per_line', results)}`)
  return results
}
