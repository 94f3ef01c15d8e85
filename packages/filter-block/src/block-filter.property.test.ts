import { get } from '@poe/filter'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BlockFilter, type LengthCodec } from './index.ts'

/** Lengths of two octets, the greater first. */
const TWO: LengthCodec = {
  encode: (length) => Uint8Array.of(length >> 8, length & 255),
  decode: (front) => (front.length < 2 ? undefined : { length: front[0]! * 256 + front[1]!, size: 2 }),
  maxSize: 2,
}

describe('BlockFilter, whatever the chunks', () => {
  const blocks = fc.array(fc.uint8Array({ maxLength: 70 }), { maxLength: 20 })
  const sizes = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 })

  it.each([
    ['decimal lengths', {}],
    ['lengths of two octets', { lengthCodec: TWO }],
  ])('gives the blocks that were put, and has the rest pending (%s)', (_, options) => {
    fc.assert(
      fc.property(blocks, sizes, (records, cuts) => {
        const filter = new BlockFilter(options)
        const wire = Uint8Array.from((filter.put(records) as Uint8Array[]).flatMap((chunk) => [...chunk]))
        const taken: Uint8Array[] = []
        let at = 0
        for (const size of [...cuts, wire.length]) {
          taken.push(...get(filter, [wire.slice(at, (at = Math.min(wire.length, at + size)))]))
          const used = (filter.put(taken) as Uint8Array[]).reduce((sum, chunk) => sum + chunk.length, 0)
          expect((filter.getPending() ?? []).flatMap((chunk) => [...chunk])).toEqual([...wire.subarray(used, at)])
        }
        expect(taken).toEqual(records)
      }),
      { numRuns: 200 },
    )
  })

  it('takes a block of many small chunks in linear time', () => {
    const filter = new BlockFilter({ blockSize: 1_000_000 })
    const before = performance.now()
    for (let i = 0; i < 1_000_000; i++) {
      filter.getOneStart([Uint8Array.of(i)])
      const block = filter.getOne()
      if (block !== undefined) expect([i, block.length]).toEqual([999_999, 1_000_000])
    }
    expect(performance.now() - before).toBeLessThan(10_000)
  })
})
