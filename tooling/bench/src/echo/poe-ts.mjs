/** The recipe's echo server, quiet. */
import { kernel, TcpServer } from '@poe/poe'

new TcpServer({
  address: '127.0.0.1',
  listenQueue: 1024,
  clientInput({ heap }, line) {
    heap.client.put(line)
  },
  started({ heap }) {
    console.log(`port ${heap.listener?.getSockName()?.port}\nready`)
  },
})

await kernel.run()
