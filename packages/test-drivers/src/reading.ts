import type { DriverHandle } from '@poe/driver'
import { assert, assertSame } from './assert.ts'
import type { Promises } from './driver-case.ts'
import { SlowHandle } from './slow-handle.ts'

/** A handle to read from, which refuses to be written to. */
class Source implements DriverHandle {
  readonly pending = 0
  /** How much was asked for, at each read. */
  readonly asked: number[] = []
  readonly #input: (Uint8Array | null)[]
  readonly #told: object

  /** @param told - the handle's state, of which a driver need not know */
  constructor(input: readonly (Uint8Array | null)[], told: object = {}) {
    this.#input = [...input]
    this.#told = told
  }

  read(max: number): Uint8Array | null {
    this.asked.push(max)
    Object.assign(this, this.#told)
    return this.#input.shift() ?? null
  }

  write(): null {
    throw new Error('The driver writes in get.')
  }
}

const FAILURE = { code: 'ECONNRESET', errno: 104, syscall: 'read', message: 'Connection reset by peer' }

/** What a driver does when it reads. */
export const READING: Promises = {
  'reads once, at most its block size': ({ create, blockSize }) => {
    const source = new Source([Uint8Array.of(1), Uint8Array.of(2)])
    const driver = create()
    driver.get(source)
    const [first = 0] = source.asked
    assertSame(source.asked.length, 1, 'reads of one get')
    assert(Number.isInteger(first) && first > 0, `get asks for ${first} octets, not for a whole number of them.`)
    if (blockSize !== undefined) assertSame(first, blockSize, 'get asks for')
    driver.get(source)
    assertSame(source.asked, [first, first], 'two gets ask for')
  },

  'gives what was read as it is': ({ create }) => {
    const octets = Uint8Array.of(0, 255, 13, 10, 0xf0, 0x9f)
    assert(create().get(new Source([octets])) === octets, 'get does not give the octets that were read.')
  },

  'gives null when there is nothing, at the end of input and after a failure': ({ create }) => {
    for (const told of [{ state: 'open' }, { state: 'ended' }, { state: 'failed', error: FAILURE }]) {
      const source = new Source([], told)
      assertSame(create().get(source), null, `get gives, with the handle ${told.state}`)
      assertSame(source.asked.length, 1, 'reads of one get')
      assertSame({ ...source }, { ...new Source([], told), ...told, asked: source.asked }, 'the handle afterwards')
    }
  },

  'goes on reading after it was told nothing': ({ create }) => {
    const driver = create()
    const source = new Source([null, Uint8Array.of(7), null, Uint8Array.of(8)])
    const got = [1, 2, 3, 4].map(() => driver.get(source))
    assertSame(got, [null, Uint8Array.of(7), null, Uint8Array.of(8)], 'four gets give')
  },

  'leaves its queue alone when it reads': ({ create }) => {
    const driver = create()
    driver.put(['a'])
    driver.get(new Source([Uint8Array.of(1)]))
    driver.get(new Source([]))
    const handle = new SlowHandle()
    driver.flush(handle)
    assertSame(handle.octets, Uint8Array.of(97), 'what is written')
  },
}
