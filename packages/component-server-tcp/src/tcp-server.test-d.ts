import type { Filter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Address, TlsFacts } from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import { Session } from '@poe/session'
import type { LastRecord, ReadWrite } from '@poe/wheel-readwrite'
import { expectTypeOf } from 'vitest'
import { TcpServer } from './index.ts'

declare const numbers: Filter<number, bigint>

new TcpServer({
  started({ heap }) {
    expectTypeOf(heap.address).toEqualTypeOf<Address>()
  },
  clientInput({ heap, session }, line, id) {
    expectTypeOf(line).toEqualTypeOf<string>()
    expectTypeOf(id).toEqualTypeOf<number>()
    expectTypeOf(session.id).toEqualTypeOf<number>()
    expectTypeOf(heap.client).toEqualTypeOf<ReadWrite<string, string>>()
    heap.client.put(line)
    // @ts-expect-error lines are text
    heap.client.put(5)
    heap.anything = 'a program keeps what it likes'
  },
})

const server = new TcpServer({
  port: 0,
  // Naming the server within its own options asks for the type of the parameters only.
  started: ({ heap }) => console.log(heap.address.port),
  clientInput: ({ heap }, line) => heap.client.put(line),
})
expectTypeOf(server.address()).toEqualTypeOf<Address | undefined>()

new TcpServer({
  clientFilter: new LineFilter({ encoding: 'bytes' }),
  clientInput({ heap }, line) {
    expectTypeOf(line).toEqualTypeOf<Uint8Array>()
    heap.client.put(line, 'text too')
  },
})

new TcpServer({
  clientFilter: () => numbers,
  clientInput({ heap }, record) {
    expectTypeOf(record).toEqualTypeOf<number>()
    heap.client.put(1n)
    // @ts-expect-error the filter takes bigints
    heap.client.put(record)
  },
})

new TcpServer({
  clientHeap: () => ({ name: '', count: 0 }),
  clientInput({ heap }, line) {
    expectTypeOf(heap.name).toEqualTypeOf<string>()
    heap.count++
    heap.client.put(line)
    // @ts-expect-error clientHeap makes no such field
    heap.other
  },
})

new TcpServer({
  proxyProtocol: { timeout: 1000, trusted: (peer) => peer?.address === '10.0.0.1' },
  maxPerAddress: 10,
  idleTimeout: 60_000,
  sessionType: Session,
  sessionParams: { options: { trace: true } },
  refused: (_ctx, address) => expectTypeOf(address).toEqualTypeOf<string>(),
  async clientPreConnect({ kernel }, socket) {
    return kernel.loop.net?.secure?.(socket, { server: true, key: '', cert: '' })
  },
  clientConnected({ heap }) {
    expectTypeOf(heap.tls).toEqualTypeOf<TlsFacts | undefined>()
    expectTypeOf(heap.proxy).toEqualTypeOf<ProxyHeader | undefined>()
    expectTypeOf(heap.remoteAddr).toEqualTypeOf<Address | null>()
  },
  async clientInput({ heap }, line, _id, last) {
    expectTypeOf(last).toEqualTypeOf<LastRecord | undefined>()
    heap.client.put(line)
  },
})

// @ts-expect-error a connection is a socket, a promise of one, or nothing
new TcpServer({ clientInput() {}, clientPreConnect: () => 5 })

// @ts-expect-error a session is made by a class of sessions
new TcpServer({ clientInput() {}, sessionType: Map })

// @ts-expect-error options that nobody knows
new TcpServer({ clientInput() {}, prot: 5 })
