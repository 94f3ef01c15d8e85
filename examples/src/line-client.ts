/** A line client: sends what is typed, prints what is answered, connects again when it has to. `PORT` and `HOST` say where. */
import { createInterface } from 'node:readline'
import { kernel, TcpClient } from '@poe/poe'

const { HOST = '127.0.0.1', PORT = '12345' } = process.env

/** When the client connects again, as a sentence. */
const again = (delay = 0) => `Again in ${(delay / 1000).toFixed(1)} s.`

const client = new TcpClient({
  remoteAddress: HOST,
  remotePort: Number(PORT),
  reconnect: { initial: 500, max: 30_000 },
  connected: (_ctx, _socket, address, port) =>
    console.log(`Connected to ${address}, port ${port}. Type lines, Ctrl-D to end.`),
  connectError: ({ heap }, { message }) => console.log(`Not connected: ${message}. ${again(heap.retryDelay)}`),
  serverInput: (_ctx, line) => console.log(line),
  disconnected({ heap }) {
    console.log(heap.retryDelay === undefined ? 'Bye.' : `The connection is lost. ${again(heap.retryDelay)}`)
  },
  inlineStates: {
    typed({ heap }, line: string) {
      if (heap.connected) heap.server.put(line)
      else console.log('Not sent: there is no connection.')
    },
  },
})

const keyboard = createInterface({ input: process.stdin })
keyboard.on('line', (line) => kernel.post(client.session, 'typed', line))
keyboard.on('close', () => kernel.post(client.session, 'shutdown'))

kernel.drainOn(['INT', 'TERM'])
await kernel.run()
keyboard.close()
