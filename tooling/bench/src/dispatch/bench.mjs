/** Events on one kernel: processor time of each, beside a hand-written queue, with tracing on, and beside Perl POE. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf } from '../lib/server.mjs'
import { table } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
/** What others do instead of the last two: `pingpong` while a timer is pending. @type {Record<string, string | undefined>} */
const UNTIMED = { hour: 'pingpong', second: 'pingpong' }
const MODES = ['self', 'pingpong', 'ring', 'burst', 'call', 'hour', 'second']

/** The first is what the others are compared with; the slow ones do less. */
function systems() {
  const node = (/** @type {string} */ name, /** @type {string[]} */ ...more) => [
    process.execPath,
    file(`${name}.mjs`),
    ...more,
  ]
  const all = [
    { name: 'node-ctx-256', command: node('node-ctx'), share: 1, more: /** @type {string[]} */ ([]) },
    { name: 'poe-ts', command: node('../../dispatch'), share: 1, more: [] },
    { name: 'poe-ts traced', command: node('../../dispatch'), share: 0.01, more: ['traced'] },
  ]
  if (hasPerlPoe()) return [...all, { name: 'perl-poe', command: ['perl', file('poe.pl')], share: 0.02, more: [] }]
  console.error('Perl POE is not installed (Debian: libpoe-perl); its row is left out.')
  return all
}

/** @param {{ rounds: number, seconds: number }} settings */
export async function dispatch({ rounds, seconds }) {
  const events = Math.ceil(1_000_000 * seconds)
  /** @type {Record<string, Record<string, Record<string, number>[]>>} */
  const results = {}
  for (const mode of MODES) results[mode] = Object.fromEntries(systems().map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const mode of MODES)
      for (const { name, command, share, more } of systems()) {
        const known = name.startsWith('poe-ts') ? mode : (UNTIMED[mode] ?? mode)
        const run = [...command, known, String(Math.ceil(events * share)), ...more]
        results[mode]?.[name]?.push(await numbersOf(run))
      }
  for (const [mode, figures] of Object.entries(results))
    console.log(`\ndispatch, ${mode}: ${table('cpu_ns_per_event', figures)}`)
  return results
}
