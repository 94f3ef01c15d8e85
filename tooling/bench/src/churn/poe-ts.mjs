/** A server that sends one line back and closes. */
import { kernel, TcpServer } from '@poe/poe'

new TcpServer({
  address: '127.0.0.1',
  listenQueue: 1024,
  clientInput({ heap, kernel }, line) {
    heap.client.put(line)
    kernel.yield('shutdown')
  },
  started({ heap }) {
    console.log(`port ${heap.listener?.getSockName()?.port}\nready`)
  },
})

await kernel.run()
