/** Where a server's processor time goes, by layer, out of a profile that V8 took. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { numbersOf, startServer } from '../lib/server.mjs'

const file = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url))

/** A profile is written when a program ends by itself. */
const ENDS = `data:text/javascript,process.on('SIGTERM',()=>process.exit(0))`

/** Layers by what their code is called, in the order they are shown. @type {[string, RegExp][]} */
const LAYERS = [
  ['the system, by Node: writing', /^(?:writeUtf8String|writeLatin1String|writeBuffer|writev)$/],
  ['Node’s sockets and streams', /node:|^\(program\)/],
  ['loop-select', /packages\/(?:loop-select|loop|host-loop)\//],
  ['kernel and session', /packages\/(?:kernel|session|queue|queue-heap)\//],
  ['wheel and driver', /packages\/(?:wheel|wheel-readwrite|wheel-socketfactory|driver|driver-sysrw)\//],
  ['filter', /packages\/(?:filter|filter-line)\//],
  ['component and handler', /packages\/component|echo-server\.mjs/],
  ['collecting garbage', /^\(garbage collector\)/],
  ['other', /./],
]

/**
 * Runs the echo server under load; gives microseconds of processor time for each line, by layer.
 * @param {{ clients: number, depth: number, seconds: number }} load
 * @returns {Promise<[layer: string, microseconds: number][]>}
 */
export async function echoByLayer({ clients, depth, seconds }) {
  const folder = mkdtempSync(join(tmpdir(), 'poe-profile-'))
  try {
    const flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`, '--import', ENDS]
    const server = await startServer({
      name: 'poe-ts',
      command: [process.execPath, ...flags, file('../../echo-server.mjs')],
    })
    const load = [file('../echo/load.mjs'), server.port, clients, depth, seconds, server.pid]
    const figures = await numbersOf([process.execPath, ...load.map(String)])
    process.kill(server.pid, 'SIGTERM')
    await server.ended
    return scaled(sharesOf(join(folder, String(readdirSync(folder)[0]))), figures.cpu_us_per_line ?? Number.NaN)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** @param {string} path @returns {Map<string, number>} */
function sharesOf(path) {
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(path, 'utf8'))
  const names = new Map()
  for (const { id, callFrame } of nodes) names.set(id, layerOf(callFrame.functionName, callFrame.url))
  /** @type {Map<string, number>} */
  const shares = new Map()
  for (const [i, id] of samples.entries()) {
    const name = names.get(id)
    if (name !== null) shares.set(name, (shares.get(name) ?? 0) + timeDeltas[i])
  }
  return shares
}

/** @param {string} name @param {string} url @returns {string | null} */
function layerOf(name, url) {
  if (name === '(idle)' || name === '(root)') return null
  const what = url === '' ? name : url
  return LAYERS.find(([, pattern]) => pattern.test(what))?.[0] ?? null
}

/** @param {Map<string, number>} shares @param {number} each @returns {[string, number][]} */
function scaled(shares, each) {
  const total = [...shares.values()].reduce((sum, share) => sum + share, 0)
  return LAYERS.map(([name]) => [name, ((shares.get(name) ?? 0) / total) * each])
}
