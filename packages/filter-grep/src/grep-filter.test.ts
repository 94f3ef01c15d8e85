import { get } from '@poe/filter'
import { describe, expect, it } from 'vitest'
import { GrepFilter } from './index.ts'

const withCode = (code: string) => expect.objectContaining({ code })
const odd = (n: number) => n % 2 === 1

describe('GrepFilter', () => {
  it('lets through what one function wants, both ways', () => {
    const filter = new GrepFilter({ code: odd })
    expect(get(filter, [1, 2, 4, 3])).toEqual([1, 3])
    expect(filter.put([4, 5])).toEqual([5])
    expect(filter.getPending()).toBeNull()
  })

  it('asks a function for each way', () => {
    const filter = new GrepFilter({ get: odd, put: (text: string) => text !== '' })
    expect(get(filter, [1, 2])).toEqual([1])
    expect(filter.put(['', 'a'])).toEqual(['a'])
  })

  it('keeps what it has not looked at pending', () => {
    const filter = new GrepFilter({ code: odd })
    filter.getOneStart([2, 1, 4, 3])
    expect(filter.getOne()).toBe(1)
    expect(filter.getPending()).toEqual([4, 3])
  })

  it('loses no record where the function throws', () => {
    let broken = true
    const code = (n: number) => {
      if (broken && n === 2) throw new RangeError('two')
      return true
    }
    const filter = new GrepFilter({ code })
    filter.getOneStart([1, 2, 3])
    expect(filter.getOne()).toBe(1)
    for (let i = 0; i < 2; i++) expect(() => filter.getOne()).toThrow(RangeError)
    expect(filter.getPending()).toEqual([2, 3])
    broken = false
    expect(get(filter, [4])).toEqual([2, 3, 4])
  })

  it('takes other functions while it works, and clones them', () => {
    const filter = new GrepFilter({ code: odd })
    filter.modify({ put: () => false })
    expect([get(filter, [1, 2]), filter.put([1])]).toEqual([[1], []])
    filter.modify({ code: (n) => n > 1 })
    const clone = filter.clone()
    expect([get(clone, [1, 2]), clone.put([1, 2])]).toEqual([[2], [2]])
  })

  it('keeps no more than maxBuffer records, all of them pending', () => {
    const filter = new GrepFilter({ code: odd, maxBuffer: 2 }).clone()
    const full = withCode('ERR_POE_FILTER_BUFFER_FULL')
    expect(() => filter.getOneStart([1, 2, 3])).toThrow(full)
    expect(() => filter.getOne()).toThrow(full)
    expect(filter.getPending()).toEqual([1, 2, 3])
    filter.reset()
    expect(get(filter, [5])).toEqual([5])
  })

  it('refuses wrong options', () => {
    // @ts-expect-error a function is missing
    expect(() => new GrepFilter({ get: odd })).toThrow(withCode('ERR_POE_MISSING_OPTION'))
    // @ts-expect-error one too many
    expect(() => new GrepFilter({ code: odd, put: odd })).toThrow('left out where "code" is given')
    // @ts-expect-error no function
    expect(() => new GrepFilter({ code: /a/ })).toThrow('"code" must be a function')
    // @ts-expect-error misspelt
    expect(() => new GrepFilter({ cod: odd })).toThrow('did you mean "code"?')
    // @ts-expect-error misspelt
    expect(() => new GrepFilter({ code: odd }).modify({ gte: odd })).toThrow('did you mean "get"?')
  })
})
