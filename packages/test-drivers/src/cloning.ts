import type { Chunk, Driver, DriverHandle } from '@poe/driver'
import { assert, assertSame } from './assert.ts'
import { assertQueued } from './counts.ts'
import type { Promises } from './driver-case.ts'
import { octetsOf } from './octets.ts'
import { NOTHING, SlowHandle } from './slow-handle.ts'

/** What is octets, and no octets any more. */
const CHUNKS = 32
const SIZE = 100_000
/** Octets that are made at once so that the host looks what it can free; how often between two looks, and how many looks. */
const PRESSURE = 16_000_000
const TURNS = 20
const LOOKS = 10

/** What a clone is, and what a driver forgets. */
export const CLONING: Promises = {
  'is cloned with the same settings and nothing queued': ({ create }) => {
    const driver = create()
    driver.put(['a', Uint8Array.of(1)])
    const clone = driver.clone()
    assert(clone !== driver, 'clone gives the driver itself.')
    assertQueued(clone, 0, 0, 'a clone')
    assertSame(asks(clone), asks(driver), 'a clone asks for')
    assertSame(asks(clone.clone()), asks(driver), "a clone's clone asks for")
    assertQueued(driver, 2, 2, 'the cloned one')
  },

  'has nothing to do with its clones': ({ create }) => {
    const driver = create()
    driver.put(['a'])
    const clone = driver.clone()
    clone.put(['b'])
    driver.put(['c'])
    const [handle, other] = [new SlowHandle(), new SlowHandle()]
    assertSame([clone.flush(other), driver.flush(handle)], [0, 0], 'flush gives')
    assertSame([handle.octets, other.octets], [Uint8Array.of(97, 99), Uint8Array.of(98)], 'what is written')
    assertSame([create().outMessages, create().clone().outMessages], [0, 0], 'what new ones have queued')
  },

  'does not keep what was written': async ({ create }) => {
    const driver = create()
    const kept = putLarge(driver)
    driver.flush(taker(CHUNKS * SIZE))
    assertQueued(driver, 0, 0, 'when all is written')
    await assertForgotten(kept, driver)
  },

  'does not keep what was written while something is still queued': async ({ create }) => {
    const driver = create()
    const kept = putLarge(driver)
    driver.put([Uint8Array.of(1, 2)])
    assertSame(driver.flush(taker(CHUNKS * SIZE)), 2, 'flush gives')
    driver.put(['a'])
    await assertForgotten(kept, driver)
    assertSame(driver.flush(new SlowHandle(NOTHING)), 3, 'flush gives')
  },
}

function asks(driver: Driver): number {
  let asked = 0
  driver.get({
    pending: 0,
    write: () => null,
    read(max) {
      asked = max
      return null
    },
  })
  return asked
}

/** A handle that takes so many octets, and keeps none. */
function taker(most: number): DriverHandle {
  let left = most
  const write = (chunk: Chunk): Chunk | null => {
    const octets = octetsOf(chunk)
    const taken = Math.min(left, octets.length)
    left -= taken
    return taken === octets.length ? null : octets.slice(taken)
  }
  return { pending: 0, read: () => null, write }
}

function putLarge(driver: Driver): WeakRef<object>[] {
  return Array.from({ length: CHUNKS }, () => {
    const octets = new Uint8Array(SIZE)
    driver.put([octets])
    return new WeakRef(octets)
  })
}

/** Fails if most are still there after the host has had every reason to free them. */
async function assertForgotten(kept: readonly WeakRef<object>[], driver: Driver): Promise<void> {
  let left = kept.length
  for (let look = 0; look < LOOKS && left > CHUNKS / 4; look++) {
    // Who is looked at is held for a while, so looks are rare.
    await makeRoom()
    left = kept.filter((one) => one.deref() !== undefined).length
  }
  // Mentioned here, so that the driver itself is there all the while.
  assert(left <= CHUNKS / 4, `${left} of ${CHUNKS} written chunks are kept; the queue has ${driver.outMessages}.`)
}

/**
 * Gives the host reasons to free what nobody holds. What is made is held for a while: what is young when it
 * is forgotten goes without a look at what is old.
 */
async function makeRoom(): Promise<void> {
  const held: Uint8Array[] = []
  for (let turn = 0; turn < TURNS; turn++) {
    await nextTurn()
    held.push(new Uint8Array(PRESSURE).fill(1, 0, 1))
  }
  held.length = 0
  await nextTurn()
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, 0))
}
