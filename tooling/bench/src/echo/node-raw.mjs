/** The limit: a line echo by hand on node:net, one string per line, one write per read. */
import net from 'node:net'

const server = net.createServer((socket) => {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  socket.on('data', (/** @type {string} */ chunk) => {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = lines.pop() ?? ''
    let out = ''
    for (const line of lines) out += `${line}\r\n`
    if (out !== '') socket.write(out)
  })
})

server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  const address = /** @type {net.AddressInfo} */ (server.address())
  console.log(`port ${address.port}\nready`)
})
