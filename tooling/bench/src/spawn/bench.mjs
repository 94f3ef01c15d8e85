/** Starting programs, one after the other and ten at once: how many a second, and processor time of each. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'
import { WORK } from './measure.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

/** @param {{ rounds: number, seconds: number }} settings */
export async function spawn({ rounds, seconds }) {
  const count = String(seconds < 1 ? 20 : 500)
  const systems = [
    ['node-spawn-pipe', process.execPath, file('node-spawn-pipe.mjs')],
    ['poe-ts', process.execPath, file('spawn.mjs')],
    ...(hasPerlPoe() ? [['perl-poe', 'perl', file('poe.pl')]] : []),
  ]
  /** @type {Record<string, Record<string, number>[]>} */
  const results = {}
  for (let round = 0; round < rounds; round++)
    for (const [name, program, path] of /** @type {[string, string, string][]} */ (systems)) {
      /** @type {Record<string, number>} */
      const figures = {}
      for (const mode of Object.keys(WORK)) Object.assign(figures, await numbersOf([program, path, mode, count]))
      results[name] ??= []
      results[name].push(figures)
    }
  for (const mode of Object.keys(WORK))
    for (const figure of [`${mode}_cpu_ms_per_spawn`, `${mode}_spawns_per_s`])
      console.log(`\nspawn: ${table(figure, results)}`)
  return results
}
