/** `tail -f` for many: who connects hears every line that is added to the file `LOG` from then on, through rotations too. */
import { FollowTail, kernel, Session, TcpServer, type WheelError } from '@poe/poe'

const filename = process.env.LOG ?? '/var/log/syslog'
const listeners = new Set<number>()

new TcpServer({
  port: Number(process.env.PORT ?? 12347),
  started: ({ heap: { address } }) => console.log(`Following ${filename}; listening on port ${address.port}.`),
  clientConnected: ({ session }) => void listeners.add(session.id),
  clientDisconnected: ({ session }) => void listeners.delete(session.id),
  clientInput: () => {},
  // Who reads slower than the file grows is let go, rather than kept waiting in memory for ever.
  clientHigh: ({ kernel }) => void kernel.yield('shutdown'),
  inlineStates: {
    added: ({ heap }, line: string) => void heap.client?.put(line),
  },
})

Session.create({
  inlineStates: {
    _start(ctx) {
      ctx.heap.tail = new FollowTail(ctx, { filename, inputEvent: 'line', resetEvent: 'rotated', errorEvent: 'failed' })
    },
    line({ kernel }, line: string) {
      for (const id of listeners) kernel.post(id, 'added', line)
    },
    rotated: () => console.log(`${filename} is another file now.`),
    failed: (_ctx, { message }: WheelError) => console.error(message),
    _drain: ({ heap }) => heap.tail.dispose(),
  },
})

kernel.drainOn(['INT', 'TERM'])
await kernel.run().catch((error: Error) => {
  console.error(error.message)
  process.exitCode = 1
})
