/** Makes and stops a hundred thousand idle sessions, whoever's they are: what each takes of processor and memory. */
import { readFileSync } from 'node:fs'

/**
 * @template T
 * @typedef {object} System
 * @property {(name: string) => T} create
 * @property {() => Promise<unknown>} settled - until what creating them has left to do is done
 * @property {(session: T) => void} stop
 * @property {() => Promise<unknown>} over - until all that were told to have stopped
 * @property {() => number} stopped - how many `_stop` handlers have run
 */

const WARM = 2000
const collect = globalThis.gc ?? (() => {})

/** What is kept alive, and how many: from the command line. Ends the program for what is no mode. */
export function asked() {
  const [mode = '', given] = process.argv.slice(2)
  if (mode !== 'alias' && mode !== 'alarm') process.exit(0)
  return { mode, total: Number(given ?? 100_000) }
}

/**
 * Prints `MODE_create_per_cpu_s`, `MODE_rss_bytes_each`, `MODE_heap_bytes_each` and `MODE_stop_per_cpu_s`.
 *
 * @template T
 * @param {string} mode
 * @param {number} total
 * @param {System<T>} system
 */
export async function measure(mode, total, system) {
  const say = (/** @type {string} */ what, /** @type {number} */ figure) =>
    console.log(`${mode}_${what} ${figure.toFixed(0)}`)
  await stopAll(system, make(system, WARM, 'warm', []))
  /** @type {T[]} */
  const all = new Array(total).fill(null)
  collect()

  const [memory, heap, before] = [resident(), process.memoryUsage().heapUsed, seconds()]
  make(system, total, 's', all)
  await system.settled()
  say('create_per_cpu_s', total / (seconds() - before))
  collect()
  collect()
  say('rss_bytes_each', (resident() - memory) / total)
  say('heap_bytes_each', (process.memoryUsage().heapUsed - heap) / total)
  say('stop_per_cpu_s', total / (await stopAll(system, all)))
}

/**
 * @template T
 * @param {System<T>} system
 * @param {number} count
 * @param {string} prefix
 * @param {T[]} into
 */
function make(system, count, prefix, into) {
  for (let i = 0; i < count; i++) into[i] = system.create(`${prefix}${i}`)
  return into
}

/**
 * Gives how many seconds of the processor it took; fails unless every session was told that it stops.
 *
 * @template T
 * @param {System<T>} system
 * @param {readonly T[]} sessions
 */
async function stopAll(system, sessions) {
  await system.settled()
  const [before, start] = [system.stopped(), seconds()]
  for (const session of sessions) system.stop(session)
  await system.over()
  const took = seconds() - start
  const stopped = system.stopped() - before
  if (stopped !== sessions.length) throw new Error(`Only ${stopped} of ${sessions.length} sessions have stopped.`)
  return took
}

const resident = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) * 1024

function seconds() {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6
}
