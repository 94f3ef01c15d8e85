/** An echo server that prints its error events, for tests that look at what hostile clients cause. */
import { kernel, TcpServer } from '@poe/poe'

new TcpServer({
  port: 0,
  address: '127.0.0.1',
  ...(process.env.STALL_TIMEOUT === undefined ? {} : { stallTimeout: Number(process.env.STALL_TIMEOUT) }),
  started: ({ heap }) => console.log(`listening ${heap.listener?.getSockName()?.port}`),
  clientInput({ heap }, line) {
    if (line === 'boom') throw new Error('The handler said boom.')
    heap.client.put(line)
  },
  clientError: (_ctx, error) => console.log(`error ${error.code || 'END'} ${error.operation}`),
  clientDisconnected: ({ session }) => console.log(`disconnected ${session.id}`),
})

kernel.drainOn()
kernel.run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
