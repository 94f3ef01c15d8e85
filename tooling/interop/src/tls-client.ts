/** Connects by TLS to `PORT`, trusting `TLS_CA`, sends a line, prints what it knows of the server and its answer. */
import { readFileSync } from 'node:fs'
import { kernel, ReadWrite, Session, SocketFactory, type SocketHandle, type WheelError } from '@poe/poe'

const { PORT, TLS_CA = '', TLS_NAME = 'localhost' } = process.env

Session.create({
  inlineStates: {
    _start(ctx) {
      const tls = { ca: readFileSync(TLS_CA, 'utf8'), serverName: TLS_NAME, alpn: ['poe/1'] }
      const events = { successEvent: 'connected', failureEvent: 'failed' }
      new SocketFactory(ctx, { remoteAddress: '127.0.0.1', remotePort: Number(PORT), tls, ...events })
    },
    connected(ctx, handle: SocketHandle) {
      console.log(`connected ${handle.tls?.authorized} ${handle.tls?.alpn} ${handle.tls?.peer?.subject.CN}`)
      ctx.heap.wheel = new ReadWrite(ctx, { handle, inputEvent: 'got', errorEvent: 'failed' })
      ctx.heap.wheel.put('hello')
    },
    got({ heap }, line: string) {
      console.log(`got ${line}`)
      heap.wheel.close()
    },
    failed: (_ctx, { operation, code }: WheelError) => console.log(`failed ${operation} ${code}`),
  },
})

await kernel.run()
