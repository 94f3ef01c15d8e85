/**
 * The load: `load.mjs PORT CLIENTS keep|close SECONDS PID` asks again and again on each connection, or on a new one each time, and
 * looks at each answer; prints requests per second and the server's CPU time of each, measured after a warm-up.
 */
import net from 'node:net'
import { fail, measured, wait } from '../lib/load.mjs'

const [port, clients] = /** @type {[number, number]} */ (process.argv.slice(2, 4).map(Number))
const closing = process.argv[4] === 'close'
const [seconds, pid] = /** @type {[number, number]} */ (process.argv.slice(5).map(Number))
const REQUEST = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${closing ? 'Connection: close\r\n' : ''}\r\n`
/** As long as is measured: a connection for each request is much to be compiled. */
const WARM_UP = Math.max(1, seconds)

let answered = 0

function client() {
  let got = ''
  const socket = net.connect({ port, host: '127.0.0.1', noDelay: true }, () => socket.write(REQUEST))
  socket.on('error', (error) => fail(error.message))
  socket.setEncoding('latin1').on('data', (/** @type {string} */ more) => {
    got += more
    if (!got.endsWith('\r\n\r\nhello world\n')) return
    if (!got.startsWith('HTTP/1.1 200 OK\r\n')) fail(`a wrong answer: ${got}`)
    got = ''
    answered++
    if (!closing) socket.write(REQUEST)
  })
  socket.on('close', () => (closing && got === '' ? client() : fail(`closed after ${JSON.stringify(got)}`)))
}

for (let i = 0; i < clients; i++) client()
await wait(WARM_UP * 1000)
const { units, seconds: took, cpu_us } = await measured(pid, seconds, () => answered)
console.log(`requests_per_s ${(units / took).toFixed(0)}`)
console.log(`cpu_us_per_request ${cpu_us.toFixed(3)}`)
process.exit(0)
