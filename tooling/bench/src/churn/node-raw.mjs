/** The limit: a server by hand on node:net that sends one line back and closes. */
import net from 'node:net'

const server = net.createServer((socket) => {
  let text = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
    const end = text.indexOf('\n')
    if (end < 0) return
    socket.write(`${text.slice(0, text[end - 1] === '\r' ? end - 1 : end)}\r\n`, 'latin1')
    socket.end()
  })
})

server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  const address = /** @type {net.AddressInfo} */ (server.address())
  console.log(`port ${address.port}\nready`)
})
