import type { Chunk } from '@poe/driver'
import { assert, assertSame } from './assert.ts'
import type { DriverCase, Promises } from './driver-case.ts'
import { joined, octetsOf } from './octets.ts'
import { SlowHandle } from './slow-handle.ts'

/** How few writes a driver makes of what is queued. */
export const JOINING: Promises = {
  'writes all texts at once': (given) => {
    assertWrites(given, [['one\r\n', 'two\r\n'], ['three é\r\n']], 1)
  },

  'writes small chunks of octets at once': (given) => {
    assertWrites(given, [[Uint8Array.of(1), Uint8Array.of(2, 3)], [Uint8Array.of(4)]], 1)
  },

  'writes text and octets by turns, no more often than they change': (given) => {
    assertWrites(given, [['a', 'b', Uint8Array.of(1), Uint8Array.of(2), 'c', 'd', Uint8Array.of(3)]], 4)
  },

  'makes few writes of thousands of chunks': (given) => {
    const chunks = Array.from({ length: 5000 }, (_, i) => new Uint8Array(100).fill(i))
    assertWrites(given, [chunks], chunks.length / 50)
    assertWrites(given, [Array.from({ length: 5000 }, (_, i) => `${i}\r\n`)], 1)
  },

  'writes what was left over and what was put since at once': ({ create }) => {
    for (const [first, second] of [
      ['one', 'two'],
      [Uint8Array.of(1, 2, 3), Uint8Array.of(4)],
    ] as const) {
      const driver = create()
      const handle = new SlowHandle({ take: 2 })
      driver.put([first])
      driver.flush(handle)
      driver.put([second])
      driver.flush(handle.next())
      assertSame(handle.octets, joined([first, second]), 'what is written')
      assertSame(handle.offered.length, 2, 'writes')
    }
  },

  'copies nothing over and over for a handle that takes little': ({ create }) => {
    const driver = create()
    driver.put(Array.from({ length: 4000 }, (_, i) => new Uint8Array(50).fill(i)))
    const buffers = new Set<ArrayBufferLike>()
    const write = (chunk: Chunk): Chunk | null => takeView(octetsOf(chunk), buffers)
    for (let flushes = 0; !driver.empty; flushes++) {
      driver.flush({ pending: 0, read: () => null, write })
      assert(flushes < 10_000, `after ${flushes} flushes the queue is not empty.`)
    }
    assert(
      buffers.size < 200,
      `of 4000 chunks ${buffers.size} copies were made, for a handle that took 100 octets at a time.`,
    )
  },
}

/** Takes a hundred octets, gives back a view of the others, and notes which memory they lie in. */
function takeView(octets: Uint8Array, buffers: Set<ArrayBufferLike>): Chunk | null {
  buffers.add(octets.buffer)
  return octets.length > 100 ? octets.subarray(100) : null
}

function assertWrites({ create }: DriverCase, puts: readonly (readonly Chunk[])[], most: number): void {
  const driver = create()
  for (const chunks of puts) driver.put(chunks)
  const handle = new SlowHandle()
  assertSame(driver.flush(handle), 0, 'flush gives')
  assertSame(handle.octets, joined(puts.flat()), 'what is written')
  assert(handle.offered.length <= most, `one flush makes ${handle.offered.length} writes, not ${most}.`)
}
