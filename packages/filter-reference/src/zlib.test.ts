import { randomBytes } from 'node:crypto'
import { deflateRawSync, deflateSync } from 'node:zlib'
import { get } from '@poe/filter'
import { testFilter } from '@poe/test-filters'
import { describe, expect, it } from 'vitest'
import { ReferenceFilter } from './index.ts'
import { zlibCompression } from './zlib.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const withCode = (code: string) => expect.objectContaining({ code })
const MIB = 1024 * 1024

testFilter(
  { describe, it },
  {
    name: 'ReferenceFilter with zlib',
    create: () => new ReferenceFilter({ compression: zlibCompression() }),
    records: [{ a: 'é€😀' }, [1]],
  },
)

describe('zlibCompression', () => {
  it('gives back what it compressed, and makes it smaller', () => {
    const { compress, uncompress } = zlibCompression()
    for (const given of [octets(''), octets('a'.repeat(10_000)), new Uint8Array(randomBytes(10_000))])
      expect(new Uint8Array(uncompress(compress(given)))).toEqual(given)
    expect(compress(octets('a'.repeat(10_000))).length).toBeLessThan(100)
    const hardly = zlibCompression({ level: 0 })
    expect(hardly.compress(octets('a'.repeat(10_000))).length).toBeGreaterThan(10_000)
  })

  it('refuses a bomb before it is as large as it would be', () => {
    const bomb = deflateSync(new Uint8Array(200 * MIB))
    expect(bomb.length).toBeLessThan(MIB)
    const before = process.memoryUsage().arrayBuffers
    expect(() => zlibCompression().uncompress(bomb)).toThrow(withCode('ERR_POE_FILTER_RECORD_TOO_LONG'))
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MIB)
    expect(() => zlibCompression({ maxOutput: 9 }).uncompress(deflateSync(octets('0123456789')))).toThrow(
      'A frame becomes more than maxOutput, 9 octets.',
    )
    expect(zlibCompression({ maxOutput: 10 }).uncompress(deflateSync(octets('0123456789')))).toHaveLength(10)
  })

  it.each([
    ['nothing', octets('')],
    ['text', octets('not compressed at all')],
    ['what is cut short', deflateSync(octets('0123456789')).subarray(0, -3)],
    ['what has no header', deflateRawSync(octets('0123456789'))],
    ['what was changed', deflateSync(octets('0123456789')).map((octet, at) => (at === 8 ? octet ^ 1 : octet))],
  ])('refuses %s', (_, given) => {
    expect(() => zlibCompression().uncompress(given)).toThrow(withCode('ERR_POE_FILTER_RECORD_ZLIB'))
  })

  it('is refused in a filter for one frame only', () => {
    const filter = new ReferenceFilter({ compression: zlibCompression({ maxOutput: 100 }), noFatals: true })
    const [bomb, good] = filter.put(['x'.repeat(100), 'y']) as [Uint8Array, Uint8Array]
    expect(get(filter, [bomb, octets('1\x00z'), good])).toEqual([
      withCode('ERR_POE_FILTER_RECORD_TOO_LONG'),
      withCode('ERR_POE_FILTER_RECORD_ZLIB'),
      'y',
    ])
  })

  it('refuses options by name', () => {
    expect(() => zlibCompression({ maxOutput: 0 })).toThrow(withCode('ERR_POE_BAD_OPTION'))
    expect(() => zlibCompression({ level: 10 })).toThrow('a whole number from 0 to 9')
    expect(() => zlibCompression({ limit: 10 } as never)).toThrow(withCode('ERR_POE_UNKNOWN_OPTION'))
  })
})
