import type { Chunk } from '@poe/driver'
import { assertSame } from './assert.ts'
import { assertQueued } from './counts.ts'
import type { Promises } from './driver-case.ts'
import { ALL, NOTHING, SlowHandle } from './slow-handle.ts'

/** What a driver does with what it is given to write, and what it says of it. */
export const QUEUEING: Promises = {
  'is empty at first, and has nothing to flush': ({ create }) => {
    const driver = create()
    assertQueued(driver, 0, 0, 'at first')
    const handle = new SlowHandle()
    assertSame(driver.flush(handle), 0, 'flush gives')
    handle.pending = 12
    assertSame(driver.flush(handle), 12, 'flush gives, with 12 octets pending in the handle')
    assertSame(handle.offered, [], 'what is written')
  },

  'lets empty chunks vanish': ({ create }) => {
    const driver = create()
    driver.put([])
    driver.put(['', new Uint8Array(0)])
    assertQueued(driver, 0, 0, 'with nothing but empty chunks')
    driver.put(['', 'a', new Uint8Array(0), 'b', ''])
    assertQueued(driver, 2, 2, 'with two chunks among empty ones')
    const handle = new SlowHandle()
    driver.flush(handle)
    assertSame(handle.octets, Uint8Array.of(97, 98), 'what is written')
  },

  'counts octets and chunks': ({ create }) => {
    const driver = create()
    driver.put([Uint8Array.of(1, 2, 3), 'abc'])
    driver.put([Uint8Array.of(4)])
    assertQueued(driver, 7, 3, 'with three chunks')
    assertQueued(driver, 7, 3, 'asked again')
  },

  'counts text as its UTF-8': ({ create }) => {
    const driver = create()
    driver.put(['aé€😀'])
    assertQueued(driver, 10, 1, 'with characters of one to four octets')
    driver.put(['é'])
    assertQueued(driver, 12, 2, 'with another')
  },

  'counts a half-written chunk until its last octet is taken': ({ create }) => {
    const driver = create()
    const handle = new SlowHandle()
    driver.put([Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5, 6)])
    for (const [take, octets, messages] of [
      [2, 4, 2],
      [1, 3, 1],
      [2, 1, 1],
    ] as const) {
      flushSome(driver.flush.bind(driver), handle, take)
      assertQueued(driver, octets, messages, `with ${6 - octets} of 3 and 3 octets written`)
    }
    driver.flush(handle.next())
    assertQueued(driver, 0, 0, 'when all is written')
  },

  'keeps neither the list nor what becomes of it': ({ create }) => {
    const driver = create()
    const list: Chunk[] = ['a', Uint8Array.of(98)]
    driver.put(list)
    assertSame(list, ['a', Uint8Array.of(98)], 'the list after put')
    list[0] = 'x'
    list.push('y')
    const handle = new SlowHandle(NOTHING)
    driver.flush(handle)
    driver.flush(handle.next(ALL))
    assertSame(handle.octets, Uint8Array.of(97, 98), 'what is written')
    assertSame(list, ['x', Uint8Array.of(98), 'y'], 'the list after flush')
  },

  'takes a list that cannot be changed': ({ create }) => {
    const driver = create()
    driver.put(Object.freeze(['a', 'b']))
    const handle = new SlowHandle()
    assertSame(driver.flush(handle), 0, 'flush gives')
    assertSame(handle.octets, Uint8Array.of(97, 98), 'what is written')
  },
}

/** Has exactly so many octets taken, in whatever writes the driver makes of its queue. */
function flushSome(flush: (handle: SlowHandle) => number, handle: SlowHandle, octets: number): void {
  for (let i = 0; i < octets; i++) flush(handle.next({ take: 1 }, NOTHING))
}
