/** Starting programs, one after the other and ten at once: how many a second, and processor time of each. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'
import { WORK } from './measure.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

/** @param {{ rounds: number, seconds: number }} settings */
export async function spawn({ rounds, seconds }) {
  const count = String(seconds < 1 ? 20 : 500)
  /** @type {[name: string, program: string, path: string, ...more: string[]][]} */
  const systems = [
    ['node-spawn-pipe', process.execPath, file('node-spawn-pipe.mjs')],
    // As much memory as POE and what a program makes of it have, which is what the difference is mostly made of.
    ['node-spawn-8mb', process.execPath, file('node-spawn-pipe.mjs'), '8'],
    ['poe-ts', process.execPath, file('spawn.mjs')],
  ]
  if (hasPerlPoe()) systems.push(['perl-poe', 'perl', file('poe.pl')])
  /** @type {Record<string, Record<string, number>[]>} */
  const results = {}
  for (let round = 0; round < rounds; round++)
    for (const [name, program, path, ...more] of systems) {
      /** @type {Record<string, number>} */
      const figures = {}
      for (const mode of Object.keys(WORK))
        Object.assign(figures, await numbersOf([program, path, mode, count, ...more]))
      results[name] ??= []
      results[name].push(figures)
    }
  for (const mode of Object.keys(WORK))
    for (const figure of [`${mode}_cpu_ms_per_spawn`, `${mode}_spawns_per_s`])
      console.log(`\nspawn: ${table(figure, results)}`)
  return results
}
