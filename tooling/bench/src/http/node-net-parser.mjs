/** `node-net-parser.mjs keep|close`: hello world by hand, trusting every client: the limit of what a filter could reach. */
import net from 'node:net'

const closing = process.argv[2] === 'close'

/** @param {string} head */
function parse(head) {
  const [line = '', ...fields] = head.split('\r\n')
  const [method, target] = line.split(' ')
  /** @type {Map<string, string>} */
  const headers = new Map()
  for (const field of fields) {
    const colon = field.indexOf(':')
    headers.set(field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim())
  }
  return { method, target, headers }
}

const server = net.createServer({ noDelay: true }, (socket) => {
  let rest = ''
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1')
    let out = ''
    for (let end = rest.indexOf('\r\n\r\n'); end >= 0; end = rest.indexOf('\r\n\r\n')) {
      if (parse(rest.slice(0, end)).method !== 'GET') return socket.destroy()
      rest = rest.slice(end + 4)
      out += `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nDate: ${new Date().toUTCString()}\r\n${closing ? 'Connection: close\r\n' : ''}Content-Length: 12\r\n\r\nhello world\n`
    }
    if (out === '') return undefined
    return closing ? socket.end(out) : socket.write(out)
  })
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  const address = /** @type {net.AddressInfo} */ (server.address())
  console.log(`port ${address.port}\nready`)
})
