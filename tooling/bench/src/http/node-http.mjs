/** `node-http.mjs keep|close`: hello world by the host's own server. */
import http from 'node:http'

const closing = process.argv[2] === 'close'
const server = http.createServer((_request, response) => {
  response.writeHead(200, {
    'Content-Type': 'text/plain',
    'Content-Length': 12,
    ...(closing ? { Connection: 'close' } : {}),
  })
  response.end('hello world\n')
})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }, () => {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address())
  console.log(`port ${address.port}\nready`)
})
