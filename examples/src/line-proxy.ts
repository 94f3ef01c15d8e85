/**
 * A proxy for lines: each client gets a connection of its own to `TARGET` (`host:port`). Both are wheels of one session, and
 * neither is read faster than the other one takes it.
 */
import { kernel, ReadWrite, SocketFactory, type SocketHandle, TcpServer, type WheelError } from '@poe/poe'

const [host = '', port] = (process.env.TARGET ?? '127.0.0.1:12345').split(':')

new TcpServer({
  port: Number(process.env.PORT ?? 12346),
  started: ({ heap: { address } }) => console.log(`Listening on port ${address.port}, for ${host}:${port}.`),
  clientHeap: () => ({}) as { far?: ReadWrite<string, string> },
  clientConnected(ctx) {
    // Nothing is read of the client before there is somebody to take it.
    ctx.heap.client.pauseInput()
    const events = { successEvent: 'reached', failureEvent: 'unreachable' }
    new SocketFactory(ctx, { remoteAddress: host, remotePort: Number(port), ...events })
  },
  clientInput: ({ heap }, line) => void heap.far?.put(line),
  // The output waiting for the client: at its high mark the server stops to read the client, and we the other side.
  clientHigh: ({ heap }) => heap.far?.pauseInput(),
  clientLow: ({ heap }) => heap.far?.resumeInput(),
  clientDisconnected: ({ heap }) => heap.far?.close(),
  inlineStates: {
    reached(ctx, handle: SocketHandle) {
      const marks = { highMark: 65_536, lowMark: 16_384, highEvent: 'farHigh', lowEvent: 'farLow' }
      ctx.heap.far = new ReadWrite(ctx, { handle, inputEvent: 'answered', errorEvent: 'farEnded', ...marks })
      ctx.heap.client.resumeInput()
    },
    answered: ({ heap }, line: string) => void heap.client.put(line),
    farHigh: ({ heap }) => heap.client.pauseInput(),
    farLow: ({ heap }) => heap.client.resumeInput(),
    farEnded: ({ kernel }) => void kernel.yield('shutdown'),
    unreachable({ kernel }, { message }: WheelError) {
      console.error(`${host}:${port}: ${message}`)
      kernel.yield('shutdown')
    },
  },
})

kernel.drainOn(['INT', 'TERM'])
await kernel.run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
