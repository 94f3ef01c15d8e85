/**
 * Three servers on ports of the system's choice: one echoes lines, one octets as they come, one a line and then closes. Says
 * `port N`, `stream_port N`, `once_port N` and `ready`.
 */
import { StreamFilter } from '@poe/filter-stream'
import { kernel, TcpServer } from '@poe/poe'

let up = 0

/** @param {string} name */
const saysPort =
  (name) =>
  (/** @type {{ heap: { listener?: { getSockName(): { port: number } | undefined } } }} */ { heap }) => {
    console.log(`${name} ${heap.listener?.getSockName()?.port}`)
    if (++up === 3) console.log('ready')
  }

const common = { address: '127.0.0.1', listenQueue: 1024, clientError() {} }

new TcpServer({
  ...common,
  clientInput({ heap }, line) {
    heap.client.put(line)
  },
  started: saysPort('port'),
})

new TcpServer({
  ...common,
  clientFilter: new StreamFilter(),
  clientInput({ heap }, octets) {
    heap.client.put(octets)
  },
  started: saysPort('stream_port'),
})

new TcpServer({
  ...common,
  clientInput({ heap, kernel }, line) {
    heap.client.put(line)
    kernel.yield('shutdown')
  },
  started: saysPort('once_port'),
})

await kernel.run()
