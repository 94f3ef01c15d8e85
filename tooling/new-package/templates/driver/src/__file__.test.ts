import type { Chunk, DriverHandle } from '@poe/driver'
import { testDriver } from '@poe/test-drivers'
import { describe, expect, it } from 'vitest'
import { __Class__ } from './__file__.ts'

// What every driver promises.
testDriver({ describe, it }, { name: '__Class__', create: () => new __Class__({ blockSize: 777 }), blockSize: 777 })

/** A handle that has some octets to read and takes a number of writes; any further one it gives back. */
function handle(octets: readonly number[], writes: number) {
  const written: Chunk[] = []
  return {
    written,
    pending: 0,
    read: (max: number) => Uint8Array.from(octets.slice(0, max)),
    write(chunk: Chunk): Chunk | null {
      if (written.length === writes) return chunk
      written.push(chunk)
      return null
    },
  } satisfies DriverHandle & { written: Chunk[] }
}

describe('__Class__', () => {
  it('reads a block at most', () => {
    expect(new __Class__({ blockSize: 2 }).get(handle([1, 2, 3], 0))).toEqual(Uint8Array.of(1, 2))
  })

  it('writes nothing before it is flushed, then everything in order', () => {
    const driver = new __Class__()
    const target = handle([], 10)
    driver.put(['one', '', Uint8Array.of(1)])
    expect([target.written.length, driver.outMessages, driver.outOctets]).toEqual([0, 2, 4])
    expect(driver.flush(target)).toBe(0)
    expect(target.written).toEqual(['one', Uint8Array.of(1)])
    expect(driver.empty).toBe(true)
  })

  it('keeps what the handle does not take', () => {
    const driver = new __Class__()
    driver.put(['one', Uint8Array.of(1), 'é', 'two'])
    expect(driver.flush(handle([], 1))).toBe(6)
    const later = handle([], 10)
    expect(driver.flush(later)).toBe(0)
    expect(later.written).toEqual([Uint8Array.of(1), 'étwo'])
  })

  it('counts what the handle holds', () => {
    expect(new __Class__().flush({ ...handle([], 1), pending: 7 })).toBe(7)
  })

  it('clones its settings, not its queue', () => {
    const driver = new __Class__({ blockSize: 1 })
    driver.put(['one'])
    expect(driver.clone().empty).toBe(true)
    expect(driver.clone().get(handle([1, 2], 0))).toHaveLength(1)
  })

  it('refuses options of the wrong type', () => {
    expect(() => new __Class__({ blockSize: 0 })).toThrow(
      'option "blockSize" must be a whole number of at least 1, not 0',
    )
  })
})
