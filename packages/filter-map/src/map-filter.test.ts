import { get } from '@poe/filter'
import { describe, expect, it } from 'vitest'
import { MapFilter, several } from './index.ts'

const withCode = (code: string) => expect.objectContaining({ code })
const upper = (text: string) => text.toUpperCase()

describe('MapFilter', () => {
  it('changes both ways by one function', () => {
    const filter = new MapFilter({ code: upper })
    expect(get(filter, ['a', 'b'])).toEqual(['A', 'B'])
    expect(filter.put(['c'])).toEqual(['C'])
  })

  it('changes each way by its own', () => {
    const filter = new MapFilter({ get: Number, put: (size: number) => `${size}` })
    expect(get(filter, ['1', '20'])).toEqual([1, 20])
    expect(filter.put([3])).toEqual(['3'])
  })

  it('goes on behind a record that is left out', () => {
    const filter = new MapFilter({ code: (text: string) => (text === '' ? undefined : text) })
    expect(get(filter, ['', 'a', '', '', 'b', ''])).toEqual(['a', 'b'])
    expect(filter.getPending()).toBeNull()
    expect(filter.put(['', 'a'])).toEqual(['a'])
  })

  it('makes several records of one, lists being records like others', () => {
    const filter = new MapFilter({ code: (text: string) => several(...text.split(',').map((part) => [part])) })
    expect(get(filter, ['a,b', 'c'])).toEqual([['a'], ['b'], ['c']])
    expect(filter.put(['a,b'])).toEqual([['a'], ['b']])
    expect(get(new MapFilter({ code: () => several<number>() }), [1, 2])).toEqual([])
  })

  it('keeps a record pending until all that was made of it is taken', () => {
    const filter = new MapFilter({ code: (text: string) => several(...text) })
    filter.getOneStart(['ab', 'c'])
    expect(filter.getOne()).toBe('a')
    expect(filter.getPending()).toEqual(['ab', 'c'])
    expect(filter.getOne()).toBe('b')
    expect(filter.getPending()).toEqual(['c'])
  })

  it('calls a function once for each record, when its record is asked for', () => {
    const seen: string[] = []
    const filter = new MapFilter({ code: (text: string) => several(seen.push(text), 0) })
    filter.getOneStart(['a', 'b'])
    filter.getOne()
    filter.getOne()
    expect(seen).toEqual(['a'])
  })

  it('loses no record where the function throws', () => {
    let broken = true
    const code = (text: string) => {
      if (broken && text === 'b') throw new RangeError(text)
      return text
    }
    const filter = new MapFilter({ code })
    filter.getOneStart(['a', 'b', 'c'])
    expect(filter.getOne()).toBe('a')
    for (let i = 0; i < 2; i++) expect(() => filter.getOne()).toThrow(RangeError)
    expect(filter.getPending()).toEqual(['b', 'c'])
    broken = false
    expect(get(filter, ['d'])).toEqual(['b', 'c', 'd'])
  })

  it('takes other functions while it works, and clones them', () => {
    const filter = new MapFilter({ code: upper })
    filter.getOneStart(['a', 'b'])
    expect(filter.getOne()).toBe('A')
    filter.modify({ get: (text) => `<${text}>` })
    expect(filter.getOne()).toBe('<b>')
    expect(filter.put(['c'])).toEqual(['C'])
    expect(get(filter.clone(), ['d'])).toEqual(['<d>'])
    filter.modify({ code: (text) => `${text}!` })
    expect([filter.put(['c']), get(filter, ['d'])]).toEqual([['c!'], ['d!']])
  })

  it('keeps no more than maxBuffer records, all of them pending', () => {
    const filter = new MapFilter({ code: upper, maxBuffer: 2 }).clone()
    const full = withCode('ERR_POE_FILTER_BUFFER_FULL')
    expect(() => filter.getOneStart(['a', 'b', 'c'])).toThrow(full)
    expect(() => filter.getOneStart(['d'])).toThrow(full)
    expect(() => filter.getOne()).toThrow(full)
    expect(filter.getPending()).toEqual(['a', 'b', 'c'])
    filter.reset()
    expect(get(filter, ['e'])).toEqual(['E'])
  })

  it('takes many records in linear time', () => {
    const filter = new MapFilter({ code: (n: number) => n + 1, maxBuffer: 300_000 })
    expect(get(filter, new Array(300_000).fill(1))).toHaveLength(300_000)
  })

  it('refuses wrong options', () => {
    const put = upper
    // @ts-expect-error a function is missing
    expect(() => new MapFilter({ put })).toThrow(withCode('ERR_POE_MISSING_OPTION'))
    // @ts-expect-error no function at all
    expect(() => new MapFilter({})).toThrow(withCode('ERR_POE_MISSING_OPTION'))
    // @ts-expect-error one too many
    expect(() => new MapFilter({ code: upper, put })).toThrow('left out where "code" is given')
    // @ts-expect-error no function
    expect(() => new MapFilter({ code: 'upper' })).toThrow('"code" must be a function')
    // @ts-expect-error misspelt
    expect(() => new MapFilter({ cod: upper })).toThrow('did you mean "code"?')
    // @ts-expect-error misspelt
    expect(() => new MapFilter({ code: upper }).modify({ gte: upper })).toThrow('did you mean "get"?')
  })
})
