/** The virtual loop: events, and an idle server with a thousand clients, per second of the processor. */
import { fileURLToPath } from 'node:url'
import { numbersOf } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const world = fileURLToPath(new URL('world.mjs', import.meta.url))

/** @param {{ rounds: number, seconds: number }} settings */
export async function simulation({ rounds, seconds }) {
  const sizes = { events: Math.ceil(1_000_000 * seconds), idle: Math.max(0.05, seconds / 2) }
  /** @type {Record<string, Record<string, number>[]>} */
  const results = { events: [], idle: [] }
  for (let round = 0; round < rounds; round++)
    for (const [workload, size] of Object.entries(sizes))
      results[workload]?.push(await numbersOf([process.execPath, world, workload, String(size)]))
  const show = (/** @type {string} */ workload, /** @type {string} */ figure) =>
    console.log(`\nsimulation: ${table(figure, { 'poe-ts': results[workload] ?? [] })}`)
  show('events', 'events_per_cpu_s')
  show('idle', 'simulated_hours_per_cpu_s')
  return results
}
