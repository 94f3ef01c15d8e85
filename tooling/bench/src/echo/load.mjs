/**
 * The load: `load.mjs PORT CLIENTS DEPTH SECONDS PID` keeps DEPTH lines in flight on each connection, compares every octet
 * that comes back, and prints lines per second and the server's CPU time per line, measured after a warm-up.
 */
import { readFileSync } from 'node:fs'
import net from 'node:net'

const [port, clients, depth, seconds, pid] = /** @type {[number, number, number, number, number]} */ (
  process.argv.slice(2).map(Number)
)
const LINE = Buffer.from(`${'0123456789'.repeat(6)}ab\r\n`)
const PATTERN = Buffer.alloc(LINE.length * 4096, LINE)
const WARM_UP = 500

let octets = 0

/** The server's CPU time so far, in milliseconds. */
function serverCpu() {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** @param {net.Socket} socket */
function drive(socket) {
  let at = 0
  socket.on('data', (chunk) => {
    if (!chunk.equals(PATTERN.subarray(at, at + chunk.length))) fail('a reply differs from what was sent')
    octets += chunk.length
    at += chunk.length
    const lines = Math.floor(at / LINE.length)
    at %= LINE.length
    if (lines > 0) socket.write(PATTERN.subarray(0, lines * LINE.length))
  })
  socket.write(PATTERN.subarray(0, depth * LINE.length))
}

/** @param {string} why @returns {never} */
function fail(why) {
  console.error(why)
  process.exit(1)
}

const sockets = await Promise.all(
  Array.from(
    { length: clients },
    () =>
      /** @type {Promise<net.Socket>} */ (
        new Promise((resolve, reject) => {
          const socket = net.connect({ port, host: '127.0.0.1', noDelay: true })
          socket.once('connect', () => resolve(socket)).once('error', reject)
        })
      ),
  ),
)
for (const socket of sockets) {
  socket.on('error', (error) => fail(error.message))
  drive(socket)
}
await new Promise((resolve) => setTimeout(resolve, WARM_UP))
const before = { octets, cpu: serverCpu(), at: performance.now() }
await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
const lines = (octets - before.octets) / LINE.length
console.log(`lines_per_s ${(lines / ((performance.now() - before.at) / 1000)).toFixed(0)}`)
console.log(`cpu_us_per_line ${(((serverCpu() - before.cpu) * 1000) / lines).toFixed(3)}`)
process.exit(0)
