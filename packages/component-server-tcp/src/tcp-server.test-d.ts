import type { Filter } from '@poe/filter'
import { LineFilter } from '@poe/filter-line'
import type { Address } from '@poe/loop'
import type { ReadWrite } from '@poe/wheel-readwrite'
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

// @ts-expect-error options that nobody knows
new TcpServer({ clientInput() {}, prot: 5 })
