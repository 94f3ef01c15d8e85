/** The limit: a line echo by hand on node:net, one string per line, one write per read; wrong for all that is no Latin 1. */
import net from 'node:net'

const server = net.createServer((socket) => {
  let rest = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    const text = rest + chunk.toString('latin1')
    let out = ''
    let from = 0
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      out += `${text.slice(from, text[end - 1] === '\r' ? end - 1 : end)}\r\n`
      from = end + 1
    }
    rest = text.slice(from)
    if (out !== '') socket.write(out, 'latin1')
  })
})

server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  const address = /** @type {net.AddressInfo} */ (server.address())
  console.log(`port ${address.port}\nready`)
})
