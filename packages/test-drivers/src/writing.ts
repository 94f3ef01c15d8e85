import type { Chunk, Driver, DriverHandle } from '@poe/driver'
import { assert, assertSame } from './assert.ts'
import { assertQueued } from './counts.ts'
import type { Promises } from './driver-case.ts'
import { joined } from './octets.ts'
import { NOTHING, SlowHandle } from './slow-handle.ts'

/** A handle whose writes throw. */
const broken = (): DriverHandle => ({
  pending: 0,
  read: () => null,
  write() {
    throw new Error('a broken handle')
  },
})

/** What a driver does when it writes. */
export const WRITING: Promises = {
  'writes nothing before flush': ({ create }) => {
    const driver = create()
    const handle = new SlowHandle()
    driver.put(['a'])
    driver.flush(handle)
    const offered = handle.offered.length
    driver.put(['b', Uint8Array.of(1)])
    assertSame(handle.offered.length, offered, 'writes after put')
    assertQueued(driver, 2, 2, 'after put')
  },

  'writes all there is, in order, to a handle that takes it': ({ create }) => {
    const { driver, handle, chunks } = mixed(create)
    assertSame(driver.flush(handle), 0, 'flush gives')
    assertSame(handle.octets, joined(chunks), 'what is written')
    assertQueued(driver, 0, 0, 'when all is written')
    assertSame(driver.flush(handle), 0, 'the next flush gives')
    assertSame(handle.octets, joined(chunks), 'what is written by two flushes')
  },

  'keeps all of what a handle does not take, and does not ask twice': ({ create }) => {
    const { driver, handle, chunks } = mixed(create)
    for (let time = 1; time <= 3; time++) {
      assertSame(driver.flush(handle.next(NOTHING)), joined(chunks).length, 'flush gives')
      assertSame(handle.offered.length, time, 'writes')
      assertQueued(driver, joined(chunks).length, chunks.length, 'after a refusal')
    }
    assertSame(handle.octets, new Uint8Array(0), 'what was taken')
    assertSame(driver.flush(handle.next()), 0, 'flush of all gives')
    assertSame(handle.octets, joined(chunks), 'what is written')
  },

  'writes what was not taken before what was put since': ({ create }) => {
    const driver = create()
    const handle = new SlowHandle({ take: 2 })
    driver.put([Uint8Array.of(1, 2, 3)])
    assertSame(driver.flush(handle), 1, 'flush gives')
    driver.put([Uint8Array.of(4), 'a'])
    assertSame(driver.flush(handle.next()), 0, 'flush gives')
    assertSame(handle.octets, Uint8Array.of(1, 2, 3, 4, 97), 'what is written')
  },

  'counts what the handle has not handed on': ({ create }) => {
    const driver = create()
    const handle = new SlowHandle({ take: 1 })
    handle.pending = 100
    driver.put([Uint8Array.of(1, 2)])
    assertSame(driver.flush(handle), 101, 'flush gives, with 1 octet queued and 100 pending')
    assertSame(driver.flush(handle.next()), 100, 'flush gives, with 100 pending')
    assertQueued(driver, 0, 0, 'with octets pending in the handle alone')
  },

  'takes back octets of a text, cut inside a character': ({ create }) => {
    for (let take = 0; take <= 10; take++) {
      const driver = create()
      const handle = new SlowHandle({ take, back: 'octets' }, NOTHING)
      driver.put(['é€', '😀a'])
      driver.flush(handle)
      driver.put(['z'])
      for (let left = driver.flush(handle.next(NOTHING)); left > 0; ) {
        const now = driver.flush(handle.next({ take: 1, back: 'octets' }, NOTHING))
        assert(now < left, `flush gives ${now} after ${left}, though an octet was taken.`)
        left = now
      }
      assertSame(handle.octets, joined(['é€😀az']), `what is written, ${take} octets of it at first`)
    }
  },

  'cuts no character in two, wherever a text is cut': ({ create }) => {
    const text = 'a😀𝄞éb'.repeat(30)
    for (let take = 1; take <= 9; take++) {
      const driver = create()
      const handle = new SlowHandle()
      driver.put([text, '😀', text])
      for (let flushes = 0; !driver.empty; flushes++) {
        // Of a whole character nothing less than the whole is taken.
        driver.flush(handle.next({ take: Math.max(take, 2) }, NOTHING))
        assert(flushes < 1000, `after ${flushes} flushes the queue is not empty.`)
      }
      assertSame(handle.octets, joined([text, '😀', text]), `what is written, ${take} at a time`)
    }
  },

  'counts down to nothing where characters were put in halves': ({ create }) => {
    const driver = create()
    const handle = new SlowHandle()
    const halves = ['\ud83d', '\ude00', 'a\ud83d', '\ude00\ude00', '\ud83d']
    driver.put(halves)
    assertSame(driver.outMessages, 5, 'chunks')
    for (let flushes = 0; flushes < 12; flushes++)
      assertSame(driver.flush(handle.next({ take: 2 }, NOTHING)), driver.outOctets, 'flush gives')
    assertSame(driver.flush(handle.next()), 0, 'flush of all gives')
    assertQueued(driver, 0, 0, 'when all is written')
    // Two halves that leave together are one character; by themselves, each is as a decoder shows what is none.
    const { length } = handle.octets
    const [least, most] = [joined([halves.join('')]).length, joined(halves).length]
    assert(length >= least && length <= most, `${length} octets are written, not ${least} to ${most}.`)
  },

  'keeps what is queued when a write throws': ({ create }) => {
    const { driver, handle, chunks } = mixed(create)
    driver.flush(handle.next({ take: 2 }, NOTHING))
    const gone = handle.octets.length
    assertThrows(() => driver.flush(broken()))
    assertSame(driver.outOctets, joined(chunks).length - gone, 'octets queued after a write that threw')
    driver.put(['!'])
    assertSame(driver.flush(handle.next()), 0, 'flush gives')
    assertSame(handle.octets, joined([...chunks, '!']), 'what is written')
  },

  'hands its queue from one handle to another': ({ create }) => {
    const { driver, handle, chunks } = mixed(create)
    driver.flush(handle.next({ take: 2 }, NOTHING))
    const other = new SlowHandle()
    assertSame(driver.flush(other), 0, 'flush to another handle gives')
    assertSame(joined([handle.octets, other.octets]), joined(chunks), 'what both were given')
  },
}

/** A driver with text and octets queued. */
function mixed(create: () => Driver): { driver: Driver; handle: SlowHandle; chunks: Chunk[] } {
  const chunks: Chunk[] = ['one\r\n', Uint8Array.of(0, 255), Uint8Array.of(128), 'é😀', 'two', Uint8Array.of(7)]
  const driver = create()
  driver.put(chunks)
  return { driver, handle: new SlowHandle(), chunks }
}

function assertThrows(act: () => unknown): void {
  let threw = false
  try {
    act()
  } catch {
    threw = true
  }
  assert(threw, 'flush swallows what a write throws.')
}
