import type { Filter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { SessionRef } from '@poe/kernel'
import type { Address, SocketHandle } from '@poe/loop'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import type { LastRecord, ReadWrite } from '@poe/wheel-readwrite'
import type { SocketFactory } from '@poe/wheel-socketfactory'
import { expectTypeOf } from 'vitest'
import { TcpClient } from './index.ts'

declare const numbers: Filter<number, bigint>

const client = new TcpClient({
  remotePort: 80,
  connected({ heap }, socket, address, port, id) {
    expectTypeOf(heap.server).toEqualTypeOf<ReadWrite<string, string>>()
    expectTypeOf(socket).toEqualTypeOf<SocketHandle>()
    expectTypeOf(address).toEqualTypeOf<string>()
    expectTypeOf(port).toEqualTypeOf<number>()
    expectTypeOf(id).toEqualTypeOf<number>()
  },
  connectError({ heap, kernel }, error) {
    expectTypeOf(error).toEqualTypeOf<WheelError>()
    expectTypeOf(heap.retryDelay).toEqualTypeOf<number | undefined>()
    kernel.delay('reconnect', 60_000)
    // @ts-expect-error there is no connection
    heap.server.put('hello')
    // @ts-expect-error the client says what it is doing
    heap.connected = true
  },
  serverInput({ heap, session }, line, id, last) {
    expectTypeOf(line).toEqualTypeOf<string>()
    expectTypeOf(id).toEqualTypeOf<number>()
    expectTypeOf(last).toEqualTypeOf<LastRecord | undefined>()
    expectTypeOf(session.id).toEqualTypeOf<number>()
    heap.server.put(line)
    heap.shutdownOnError = false
    // @ts-expect-error lines are text
    heap.server.put(5)
    heap.anything = 'a program keeps what it likes'
  },
  inlineStates: {
    say({ heap }, line: string) {
      if (heap.connected) expectTypeOf(heap.server).toEqualTypeOf<ReadWrite<string, string>>()
      else expectTypeOf(heap.server).toEqualTypeOf<SocketFactory | ReadWrite<string, string> | undefined>()
      if (heap.connected) heap.server.put(line)
    },
  },
})
expectTypeOf(client.session).toEqualTypeOf<SessionRef>()
expectTypeOf(client.address()).toEqualTypeOf<Address | undefined>()
expectTypeOf(client.connect('localhost', 80)).toEqualTypeOf<Promise<Address>>()
// @ts-expect-error a port is a number
client.connect('localhost', '80')

new TcpClient({
  remotePort: 80,
  async connected({ heap }) {
    for await (const line of heap.server) expectTypeOf(line).toEqualTypeOf<string>()
  },
})

new TcpClient({
  remotePort: 80,
  filter: new LineFilter({ encoding: 'bytes' }),
  serverInput({ heap }, line) {
    expectTypeOf(line).toEqualTypeOf<Uint8Array>()
    heap.server.put(line, 'text too')
  },
})

new TcpClient({
  remotePort: 80,
  filter: () => numbers,
  serverInput({ heap }, record) {
    expectTypeOf(record).toEqualTypeOf<number>()
    heap.server.put(1n)
    // @ts-expect-error the filter takes bigints
    heap.server.put(record)
  },
})

new TcpClient({
  remotePort: 80,
  heap: { name: '', count: 0 },
  serverInput({ heap }, line) {
    expectTypeOf(heap.name).toEqualTypeOf<string>()
    heap.count++
    heap.server.put(line)
    // @ts-expect-error there is no such field
    heap.other
  },
})

class Named extends Session {
  title = ''
}

new TcpClient({ remotePort: 80, sessionType: Named, sessionParams: { options: { trace: true } }, connected() {} })

// @ts-expect-error options that nobody knows
new TcpClient({ remotePort: 80, serverInput() {}, remotePrt: 5 })
// @ts-expect-error a class that makes no sessions
new TcpClient({ remotePort: 80, serverInput() {}, sessionType: Map })
// @ts-expect-error how to connect again is mistyped
new TcpClient({ remotePort: 80, serverInput() {}, reconnect: { delay: 5 } })
