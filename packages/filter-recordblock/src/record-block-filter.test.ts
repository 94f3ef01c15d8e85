import { type Filter, get } from '@poe/filter'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { RecordBlockFilter } from './index.ts'

const withCode = (code: string) => expect.objectContaining({ code })

describe('RecordBlockFilter', () => {
  it('gathers records into lists', () => {
    const filter = new RecordBlockFilter<string>({ blockSize: 2 })
    expect(get(filter, ['a'])).toEqual([])
    expect(get(filter, ['b', 'c', 'd', 'e'])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(filter.getPending()).toEqual(['e'])
  })

  it('gives a shorter last block when it finishes', () => {
    const filter = new RecordBlockFilter<string>({ blockSize: 2 })
    expect(get(filter, ['a', 'b', 'c'])).toEqual([['a', 'b']])
    filter.finish()
    expect([...get(filter, []), filter.getPending()]).toEqual([['c'], null])
  })

  it('takes lists of any size apart', () => {
    const filter = new RecordBlockFilter<number>({ blockSize: 3 })
    expect(filter.put([[1], [2, 3, 4, 5], []])).toEqual([1, 2, 3, 4, 5])
    expect(filter.putPending()).toBeNull()
  })

  it('holds back what is no whole block when it checks', () => {
    const filter = new RecordBlockFilter<number>({ blockSize: 3, checkPut: true })
    expect(filter.put([[1, 2], [3, 4], [5]])).toEqual([1, 2, 3])
    expect(filter.putPending()).toEqual([4, 5])
    expect(filter.put([[6, 7]])).toEqual([4, 5, 6])
    filter.checkPut = false
    expect(filter.putPending()).toEqual([7])
    expect(filter.put([[8]])).toEqual([7, 8])
    expect(filter.putPending()).toBeNull()
  })

  it('puts nothing where something is no list', () => {
    const filter = new RecordBlockFilter<number>({ blockSize: 3, checkPut: true })
    // @ts-expect-error a number is no list
    expect(() => filter.put([[1], 2])).toThrow(withCode('ERR_POE_NOT_A_BLOCK'))
    expect(filter.putPending()).toBeNull()
  })

  it('takes another size for the blocks to come', () => {
    const filter = new RecordBlockFilter<number>({ blockSize: 2 })
    filter.getOneStart([1, 2, 3, 4, 5])
    expect(filter.getOne()).toEqual([1, 2])
    filter.blockSize = 3
    expect(filter.blockSize).toBe(3)
    expect(filter.getOne()).toEqual([3, 4, 5])
    expect(() => (filter.blockSize = 0)).toThrow(withCode('ERR_POE_BAD_OPTION'))
    expect(filter.blockSize).toBe(3)
  })

  it('clones the settings of the moment and nothing else', () => {
    const filter = new RecordBlockFilter<number>({ blockSize: 2, checkPut: true, maxBuffer: 4 })
    filter.getOneStart([1])
    filter.put([[1]])
    filter.blockSize = 3
    const clone = filter.clone()
    expect([clone.blockSize, clone.checkPut, clone.getPending(), clone.putPending()]).toEqual([3, true, null, null])
    expect(() => clone.getOneStart([1, 2, 3, 4, 5])).toThrow(withCode('ERR_POE_FILTER_BUFFER_FULL'))
  })

  it('keeps no more than maxBuffer records, all of them pending, and forgets all at reset', () => {
    const filter = new RecordBlockFilter<number>({ blockSize: 2, maxBuffer: 2, checkPut: true })
    const full = withCode('ERR_POE_FILTER_BUFFER_FULL')
    filter.put([[1]])
    expect(() => filter.getOneStart([1, 2, 3])).toThrow(full)
    expect(() => filter.getOne()).toThrow(full)
    expect(filter.getPending()).toEqual([1, 2, 3])
    filter.reset()
    expect(filter.putPending()).toBeNull()
    expect(get(filter, [4, 5])).toEqual([[4, 5]])
  })

  it('takes many records in linear time', () => {
    const filter = new RecordBlockFilter<number>({ blockSize: 1, maxBuffer: 300_000 })
    expect(get(filter, new Array(300_000).fill(1))).toHaveLength(300_000)
  })

  it('refuses wrong options', () => {
    // @ts-expect-error the size is missing
    expect(() => new RecordBlockFilter({})).toThrow(withCode('ERR_POE_MISSING_OPTION'))
    expect(() => new RecordBlockFilter({ blockSize: 0 })).toThrow(withCode('ERR_POE_BAD_OPTION'))
    expect(() => new RecordBlockFilter({ blockSize: 5, maxBuffer: 4 })).toThrow('no more than maxBuffer, 4')
    // @ts-expect-error misspelt
    expect(() => new RecordBlockFilter({ blocksize: 5 })).toThrow('did you mean "blockSize"?')
  })

  it('knows the types', () => {
    expectTypeOf(new RecordBlockFilter<string>({ blockSize: 1 })).toExtend<
      Filter<string[], readonly string[], string, string>
    >()
  })
})
