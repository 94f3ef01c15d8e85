/** `http-server.mjs keep|close`: answers every request by `hello world`, and says `port N` and `ready`. */
import { HttpdFilter } from '@poe/filter-httpd'
import { kernel, TcpServer } from '@poe/poe'

const headers =
  process.argv[2] === 'close' ? { 'Content-Type': 'text/plain', Connection: 'close' } : { 'Content-Type': 'text/plain' }
const hello = { headers, body: 'hello world\n' }
const closing = process.argv[2] === 'close'

new TcpServer({
  address: '127.0.0.1',
  listenQueue: 1024,
  clientFilter: new HttpdFilter({ date: () => new Date().toUTCString() }),
  clientInput({ heap, kernel }, record) {
    heap.client.put(record.kind === 'answer' ? record.response : hello)
    if (closing || !record.keepAlive) kernel.yield('shutdown')
  },
  clientError() {},
  started({ heap }) {
    console.log(`port ${heap.listener?.getSockName()?.port}\nready`)
  },
})

await kernel.run()
