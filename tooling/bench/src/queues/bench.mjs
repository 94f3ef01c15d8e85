/** Queues by size: time of each operation, of the heap and the ordered array here, and of Perl POE's ordered array. */
import { fileURLToPath } from 'node:url'
import { hasPerlPoe, numbersOf } from '../lib/server.mjs'
import { median } from '../lib/table.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))
const SIZES = [10, 100, 1_000, 10_000, 100_000]
const SMOKE_SIZES = [10, 1_000]
const OPERATIONS = ['enqueue_random', 'enqueue_in_order', 'dequeue', 'remove_by_id', 'adjust', 'churn']

/** Perl POE takes so long to fill queues larger than this that one round must do. */
const PERL_LIMIT = 10_000

/** Of one operation on one size, milliseconds of measuring for each second that was asked for. */
const SHARE = 100

function systems() {
  const node = (/** @type {string} */ queue) => ({
    name: `poe-ts ${queue}`,
    command: [process.execPath, file('poe-ts.mjs'), queue],
  })
  const all = [node('heap'), node('array')]
  if (hasPerlPoe()) return [...all, { name: 'perl-poe array', command: ['perl', file('poe.pl')] }]
  console.error('Perl POE is not installed (Debian: libpoe-perl); its row is left out.')
  return all
}

/** @param {{ rounds: number, seconds: number }} settings */
export async function queues({ rounds, seconds }) {
  const sizes = seconds < 1 ? SMOKE_SIZES : SIZES
  /** @type {Record<string, Record<number, Record<string, number>[]>>} */
  const results = {}
  for (let round = 0; round < rounds; round++)
    for (const { name, command } of systems())
      for (const size of sizes) {
        if (command[0] === 'perl' && size > PERL_LIMIT && round > 0) continue
        const of = (results[name] ??= {})
        const runs = (of[size] ??= [])
        runs.push(await numbersOf([...command, String(size), String(seconds * SHARE)]))
      }
  for (const operation of OPERATIONS) console.log(`\nqueues, ${operation}: ${tableOf(operation, sizes, results)}`)
  return results
}

/**
 * @param {string} operation
 * @param {number[]} sizes
 * @param {Record<string, Record<number, Record<string, number>[]>>} results
 */
function tableOf(operation, sizes, results) {
  const head = `${''.padEnd(18)}${sizes.map((size) => size.toLocaleString('en').padStart(12)).join('')}`
  const rows = Object.entries(results).map(([name, bySize]) => {
    const cells = sizes.map((size) => {
      const values = (bySize[size] ?? []).map((run) => /** @type {number} */ (run[operation]))
      return median(values).toFixed(0).padStart(12)
    })
    return `${name.padEnd(18)}${cells.join('')}`
  })
  return ['ns per operation, median', head, ...rows].join('\n')
}
