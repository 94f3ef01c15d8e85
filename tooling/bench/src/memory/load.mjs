/**
 * `load.mjs PORT COUNT`: connects so many times, sends a line over each connection and reads it back, prints `connected COUNT`
 * and stays, idle, until it is ended.
 */
import { connected, fail, LINE } from '../lib/load.mjs'

const [port, count] = /** @type {[number, number]} */ (process.argv.slice(2).map(Number))
/** As many at once as a server has room for in its backlog. */
const AT_ONCE = 100

/** A connection over which a line has gone. */
async function used() {
  const socket = await connected(port)
  socket.on('end', () => fail('the server has ended a connection'))
  let got = ''
  socket.setEncoding('latin1').write(LINE)
  await new Promise((resolve) =>
    socket.on('data', (/** @type {string} */ more) => {
      got += more
      if (got.length < LINE.length) return
      if (got !== LINE.toString()) fail(`a wrong reply: ${JSON.stringify(got)}`)
      resolve(undefined)
    }),
  )
}

for (let left = count; left > 0; left -= AT_ONCE)
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, left) }, used))
console.log(`port ${count}\nready`)
