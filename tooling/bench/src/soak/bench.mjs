/** The echo server at full speed for a while: whether its memory, looked at ten times after a collection, stays what it was. */
import { fileURLToPath } from 'node:url'
import { wait } from '../lib/load.mjs'
import { collecting, memoryOf } from '../lib/memory.mjs'
import { hasPerlPoe, numbersOf, startServer } from '../lib/server.mjs'

const url = (/** @type {string} */ name) => new URL(name, import.meta.url)
const CLIENTS = 50
const DEPTH = 16
const LOOKS = 10
const WARM_UP = 1
/** What a heap may have grown by without being said to grow: compiled code, feedback, tables of the host's. */
const ALLOWANCE = 512 * 1024

/** The first is what the others are compared with. */
function systems() {
  const node = (/** @type {string} */ name) => collecting(name, url(`../echo/${name}.mjs`))
  const all = [node('node-raw'), node('poe-ts')]
  if (hasPerlPoe()) return [...all, { name: 'perl-poe', command: ['perl', fileURLToPath(url('../echo/poe.pl'))] }]
  console.error('Perl POE is not installed (Debian: libpoe-perl); its row is left out.')
  return all
}

/** @param {{ soak: number }} settings - seconds of each system */
export async function soak({ soak: seconds }) {
  /** @type {Record<string, Awaited<ReturnType<typeof soaked>>>} */
  const results = {}
  for (const system of systems()) results[system.name] = await soaked(system, seconds)
  const head = ['', 'M lines', 'ratio', 'heap', 'most', 'at the end', 'resident', 'most', 'at the end', 'heap is']
  const base = results['node-raw']?.lines ?? Number.NaN
  const rows = Object.entries(results).map(([name, { lines, looks }]) => {
    const figures = [...summary(looks.map(({ heap }) => heap)), ...summary(looks.map(({ resident }) => resident))]
    return [name, (lines / 1e6).toFixed(2), (lines / base).toFixed(2), ...figures, verdict(looks)]
  })
  console.log(
    `\nsoak, ${CLIENTS} clients, depth ${DEPTH}, ${seconds} s: MiB after a collection, at the beginning, most, at the end`,
  )
  for (const [name = '', ...cells] of [head, ...rows])
    console.log(`${name.padEnd(18)}${cells.map((cell) => cell.padStart(11)).join('')}`)
  return results
}

/** @param {import('../lib/server.mjs').System} system @param {number} seconds */
async function soaked(system, seconds) {
  const server = await startServer(system)
  const asked = system.command[0] === process.execPath
  const load = [process.execPath, fileURLToPath(url('../echo/load.mjs')), server.port, CLIENTS, DEPTH]
  try {
    await numbersOf([...load, WARM_UP, server.pid].map(String))
    const running = numbersOf([...load, seconds, server.pid].map(String))
    /** @type {Awaited<ReturnType<typeof memoryOf>>[]} */
    const looks = []
    for (let look = 0; look < LOOKS; look++) {
      await wait((seconds * 1000) / LOOKS)
      looks.push(await memoryOf(server, asked))
    }
    const { lines_per_s = Number.NaN } = await running
    return { lines: lines_per_s * seconds, looks }
  } finally {
    await server.stop()
  }
}

/** The first, the most, the last. @param {number[]} octets */
function summary(octets) {
  return [octets[0], Math.max(...octets), octets.at(-1)].map((value) =>
    value === 0 ? '' : (Number(value) / 2 ** 20).toFixed(2),
  )
}

/**
 * What is there in the last third of the time beside what was in the first: the least of each, as what is under way when it
 * is looked at differs.
 * @param {{ heap: number }[]} looks
 */
function verdict(looks) {
  const third = Math.ceil(looks.length / 3)
  const least = (/** @type {{ heap: number }[]} */ some) => Math.min(...some.map(({ heap }) => heap))
  const [first, last] = [least(looks.slice(0, third)), least(looks.slice(-third))]
  if (first === 0) return ''
  return last - first <= ALLOWANCE ? 'flat' : 'growing'
}
