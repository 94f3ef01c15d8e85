import { get } from '@poe/filter'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StreamFilter } from './index.ts'

const withCode = (code: string) => expect.objectContaining({ code })

describe('StreamFilter', () => {
  it('gives a single chunk as it is, without a copy', () => {
    const chunk = Uint8Array.of(1, 2)
    const filter = new StreamFilter()
    filter.getOneStart([chunk])
    expect(filter.getOne()).toBe(chunk)
    expect(filter.getOne()).toBeUndefined()
  })

  it('joins all that waits into one record', () => {
    const filter = new StreamFilter()
    filter.getOneStart([Uint8Array.of(1), new Uint8Array(0)])
    filter.getOneStart([Uint8Array.of(2, 3)])
    expect(filter.getOne()).toEqual(Uint8Array.of(1, 2, 3))
    expect(filter.getPending()).toBeNull()
  })

  it('gives no record of no octets', () => {
    expect(get(new StreamFilter(), [new Uint8Array(0)])).toEqual([])
  })

  it('loses and changes no octet', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(fc.uint8Array()), fc.boolean())), (steps) => {
        const filter = new StreamFilter()
        const given: number[] = []
        const taken: number[] = []
        for (const [chunks, take] of steps) {
          filter.getOneStart(chunks)
          for (const chunk of chunks) given.push(...chunk)
          if (take) taken.push(...(filter.getOne() ?? []))
        }
        const pending = (filter.getPending() ?? []).flatMap((chunk) => [...chunk])
        expect([...taken, ...pending]).toEqual(given)
      }),
    )
  })

  it('puts records as they are, text too', () => {
    const chunk = Uint8Array.of(1)
    const records = ['é', chunk, '']
    const put = new StreamFilter().put(records)
    expect(put).toEqual(records)
    expect(put).not.toBe(records)
    expect(put[1]).toBe(chunk)
  })

  it('has what waits pending, and clones without it', () => {
    const filter = new StreamFilter()
    filter.getOneStart([Uint8Array.of(1)])
    expect(filter.getPending()).toEqual([Uint8Array.of(1)])
    expect(filter.clone().getPending()).toBeNull()
    expect(filter.getOne()).toEqual(Uint8Array.of(1))
  })

  it('takes no more than maxBuffer octets, fails the same way until reset, and keeps what it has', () => {
    const filter = new StreamFilter({ maxBuffer: 2 }).clone()
    filter.getOneStart([Uint8Array.of(1, 2)])
    const full = withCode('ERR_POE_FILTER_BUFFER_FULL')
    expect(() => filter.getOneStart([Uint8Array.of(3)])).toThrow(full)
    expect(() => filter.getOne()).toThrow(full)
    expect(() => filter.getOneStart([Uint8Array.of(4)])).toThrow(full)
    expect(filter.getPending()).toEqual([Uint8Array.of(1, 2), Uint8Array.of(3)])
    filter.reset()
    expect(get(filter, [Uint8Array.of(5)])).toEqual([Uint8Array.of(5)])
  })

  it('refuses wrong options', () => {
    expect(() => new StreamFilter({ maxBuffer: 0 })).toThrow(withCode('ERR_POE_BAD_OPTION'))
    // @ts-expect-error the option is mistyped
    expect(() => new StreamFilter({ maxbuffer: 5 })).toThrow('did you mean "maxBuffer"?')
  })
})
