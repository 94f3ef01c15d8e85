/** Timers: processor time of setting, resetting, cancelling and firing them, by how many are pending. */
import { fileURLToPath } from 'node:url'
import { numbersOf } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const MODES = ['churn1k', 'churn10k', 'churn100k', 'idle100k', 'place100k', 'cancel100k', 'fire100k']
const SMOKE = ['churn1k', 'idle1k', 'place1k', 'cancel1k', 'fire1k']

/** @param {{ rounds: number, seconds: number }} settings */
export async function timers({ rounds, seconds }) {
  const systems = { 'node-settimeout': file('node-settimeout.mjs'), 'poe-ts': file('../../timers.mjs') }
  /** @type {Record<string, Record<string, Record<string, number>[]>>} */
  const results = {}
  for (let round = 0; round < rounds; round++)
    for (const mode of seconds < 1 ? SMOKE : MODES)
      for (const [name, path] of Object.entries(systems)) {
        const figures = await numbersOf([process.execPath, path, mode])
        results[mode] ??= {}
        results[mode][name] ??= []
        results[mode][name].push(figures)
      }
  for (const measured of Object.values(results))
    for (const figure of Object.keys(measured['poe-ts']?.[0] ?? {})) console.log(`\ntimers, ${table(figure, measured)}`)
  return results
}
