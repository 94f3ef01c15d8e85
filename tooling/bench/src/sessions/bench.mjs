/** Making sessions and stopping them all: processor time of each session, by how many there are. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const COUNTS = [5_000, 20_000, 200_000, 1_000_000]
/** Perl POE takes a minute to stop more than this. */
const PERL_LIMIT = 5_000

/** @param {{ rounds: number, seconds: number }} settings */
export async function sessions({ rounds, seconds }) {
  const counts = seconds < 1 ? [500, 2_000] : COUNTS
  /** @type {Record<string, Record<string, number>[]>} */
  const results = {}
  const run = async (/** @type {string} */ name, /** @type {string[]} */ command) => {
    results[name] ??= []
    results[name].push(await numbersOf(command))
  }
  for (let round = 0; round < rounds; round++) {
    for (const count of counts)
      for (const shape of ['flat', 'tree'])
        await run(`poe-ts ${count} ${shape}`, [process.execPath, file('poe-ts.mjs'), String(count), shape])
    if (hasPerlPoe()) {
      const most = Math.min(PERL_LIMIT, counts[0] ?? PERL_LIMIT)
      for (const count of [most / 5, most]) await run(`perl-poe ${count} flat`, ['perl', file('poe.pl'), String(count)])
    }
  }
  for (const figure of ['create_us_each', 'stop_us_each']) console.log(`\nsessions: ${table(figure, results)}`)
  return { ...results, ...(await beside({ rounds, seconds })) }
}

/** Sessions kept by a name or by a timer, beside those by hand. @param {{ rounds: number, seconds: number }} settings */
async function beside({ rounds, seconds }) {
  const total = String(seconds < 1 ? 20_000 : 100_000)
  const systems = { 'node-own-states': file('node-own-states.mjs'), 'poe-ts': file('../../sessions.mjs') }
  /** @type {Record<string, Record<string, Record<string, number>[]>>} */
  const results = { alias: {}, alarm: {} }
  for (let round = 0; round < rounds; round++)
    for (const [mode, measured] of Object.entries(results))
      for (const [name, path] of Object.entries(systems)) {
        measured[name] ??= []
        measured[name].push(await numbersOf([process.execPath, '--expose-gc', path, mode, total]))
      }
  for (const measured of Object.values(results))
    for (const figure of Object.keys(measured['poe-ts']?.[0] ?? {}))
      console.log(`\nsessions: ${table(figure, measured)}`)
  return results
}
