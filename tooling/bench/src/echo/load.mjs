/**
 * The load: `load.mjs PORT CLIENTS DEPTH SECONDS PID` keeps DEPTH lines in flight on each connection, compares every octet
 * that comes back, and prints lines per second, the server's CPU time per line, and how long a reply takes to what was
 * written at once, measured after a warm-up.
 */
import { connected, fail, Latencies, LINE, measured, wait } from '../lib/load.mjs'

const [port, clients, depth, seconds, pid] = /** @type {[number, number, number, number, number]} */ (
  process.argv.slice(2).map(Number)
)
/** Of a reply, the most that is compared at once. */
const MOST = 65_536
const PATTERN = Buffer.alloc(LINE.length * (depth + MOST / LINE.length), LINE)
const WARM_UP = 500

const latencies = new Latencies()
let octets = 0

/** @param {import('node:net').Socket} socket */
function drive(socket) {
  let at = 0
  let sent = performance.now()
  socket.on('data', (chunk) => {
    if (!chunk.equals(PATTERN.subarray(at, at + chunk.length))) fail('a reply differs from what was sent')
    octets += chunk.length
    at += chunk.length
    const lines = Math.floor(at / LINE.length)
    at %= LINE.length
    if (lines === 0) return
    const now = performance.now()
    latencies.add(now - sent)
    sent = now
    socket.write(PATTERN.subarray(0, lines * LINE.length))
  })
  socket.write(PATTERN.subarray(0, depth * LINE.length))
}

const sockets = await Promise.all(Array.from({ length: clients }, () => connected(port)))
for (const socket of sockets) drive(socket)
await wait(WARM_UP)
latencies.clear()
const { units, seconds: took, cpu_us } = await measured(pid, seconds, () => octets / LINE.length)
console.log(`lines_per_s ${(units / took).toFixed(0)}`)
console.log(`cpu_us_per_line ${cpu_us.toFixed(3)}`)
console.log(`p99_us ${latencies.percentile(0.99)}`)
process.exit(0)
