/**
 * The load: `load.mjs PORT CLIENTS keep|close SECONDS PID` asks again and again on each connection, or on a new one each time, and
 * looks at each answer; prints requests per second and the server's CPU time of each, measured after a warm-up.
 */
import { readFileSync } from 'node:fs'
import net from 'node:net'

const [port, clients] = /** @type {[number, number]} */ (process.argv.slice(2, 4).map(Number))
const closing = process.argv[4] === 'close'
const [seconds, pid] = /** @type {[number, number]} */ (process.argv.slice(5).map(Number))
const REQUEST = `GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${closing ? 'Connection: close\r\n' : ''}\r\n`
const WARM_UP = 1000

let answered = 0

/** The server's CPU time so far, in milliseconds. */
function serverCpu() {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ')
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** @param {string} why @returns {never} */
function fail(why) {
  console.error(why)
  process.exit(1)
}

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
await new Promise((resolve) => setTimeout(resolve, WARM_UP))
const before = { answered, cpu: serverCpu(), at: performance.now() }
await new Promise((resolve) => setTimeout(resolve, seconds * 1000))
const requests = answered - before.answered
console.log(`requests_per_s ${(requests / ((performance.now() - before.at) / 1000)).toFixed(0)}`)
console.log(`cpu_us_per_request ${(((serverCpu() - before.cpu) * 1000) / requests).toFixed(3)}`)
process.exit(0)
