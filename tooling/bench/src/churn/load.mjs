/**
 * The load: `load.mjs PORT CLIENTS SECONDS PID` connects, sends a line, reads it back and waits until the server has closed, so
 * many at a time, again and again; prints connections per second, the server's CPU time of each, and how long one takes,
 * measured after a warm-up.
 */
import net from 'node:net'
import { fail, Latencies, LINE, measured, wait } from '../lib/load.mjs'

const [port, clients, seconds, pid] = /** @type {[number, number, number, number]} */ (
  process.argv.slice(2).map(Number)
)
/** As long as is measured: a connection is much to be compiled. */
const WARM_UP = Math.max(1, seconds)

const latencies = new Latencies()
let connections = 0

function client() {
  const began = performance.now()
  let got = ''
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(LINE))
  socket.on('error', (error) => fail(error.message))
  socket.setEncoding('latin1').on('data', (/** @type {string} */ more) => (got += more))
  socket.on('close', () => {
    if (got !== LINE.toString()) fail(`closed after ${JSON.stringify(got)}`)
    latencies.add(performance.now() - began)
    connections++
    client()
  })
}

for (let i = 0; i < clients; i++) client()
await wait(WARM_UP * 1000)
latencies.clear()
const { units, seconds: took, cpu_us } = await measured(pid, seconds, () => connections)
console.log(`connections_per_s ${(units / took).toFixed(0)}`)
console.log(`cpu_us_per_connection ${cpu_us.toFixed(3)}`)
console.log(`p99_us ${latencies.percentile(0.99)}`)
process.exit(0)
