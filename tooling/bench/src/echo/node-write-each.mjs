/** What people write by hand: readline and one write per line. */
import net from 'node:net'
import readline from 'node:readline'

const server = net.createServer((socket) => {
  socket.on('error', () => socket.destroy())
  const lines = readline.createInterface({ input: socket })
  // It passes on the errors of its input, which the socket has dealt with.
  lines.on('error', () => lines.close())
  lines.on('line', (line) => socket.write(`${line}\r\n`))
})

server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  const address = /** @type {net.AddressInfo} */ (server.address())
  console.log(`port ${address.port}\nready`)
})
