import { get } from '@poe/filter'
import { describe, expect, it } from 'vitest'
import { Characters, octets, Pairs, Semicolons } from './filters.test-support.ts'
import { StackableFilter } from './index.ts'

const withCode = (code: string) => expect.objectContaining({ code })
const text = (chunks: readonly Uint8Array[] | null) => chunks?.map((one) => String.fromCharCode(...one)).join('')
const pairs = () => new StackableFilter({ filters: [new Semicolons(), new Pairs()] })

describe('StackableFilter', () => {
  it('leads input from the first to the last, output from the last to the first', () => {
    expect(get(pairs(), [octets('a;b;c'), octets(';d;e')])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
    expect(pairs().put([['a', 'b']])).toEqual(['a;', 'b;'])
    expect(pairs().put([])).toEqual([])
  })

  it('gives all records where one makes several', () => {
    const stack = new StackableFilter({ filters: [new Semicolons(), new Characters(), new Pairs()] })
    expect(get(stack, [octets('abc;d;')])).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('finishes one filter after the other', () => {
    const stack = new StackableFilter({ filters: [new Semicolons(), new Characters(), new Pairs()] })
    expect(get(stack, [octets('ab;c;def')])).toEqual([['a', 'b']])
    stack.finish?.()
    expect(get(stack, [])).toEqual([
      ['c', 'd'],
      ['e', 'f'],
    ])
    expect(stack.getPending()).toBeNull()
  })

  it('leaves pending what a filter cannot finish', () => {
    const stack = pairs()
    expect(get(stack, [octets('a;b;c')])).toHaveLength(1)
    stack.finish?.()
    expect(get(stack, [])).toEqual([])
    expect(text(stack.getPending())).toBe('c;')
  })

  it('has pending what any of its filters has not used, in order', () => {
    const stack = pairs()
    expect(get(stack, [octets('a;b;c;part')])).toHaveLength(1)
    expect(text(stack.getPending())).toBe('c;part')
    expect(text(stack.getPending())).toBe('c;part')
    expect(get(stack, [octets('d;')])).toEqual([['c', 'partd']])
    expect(stack.getPending()).toBeNull()
  })

  it('leaves text that was its input as text', () => {
    const stack = new StackableFilter({ filters: [new Characters(), new Pairs()] })
    expect(get(stack, ['abc'])).toEqual([['a', 'b']])
    expect(stack.getPending()).toEqual(['c'])
  })

  it('loses nothing of the others by an error in the middle', () => {
    const characters = new Characters()
    const stack = new StackableFilter({ filters: [new Semicolons(), characters, new Pairs()] })
    stack.getOneStart([octets('ab;c;!;d;e')])
    expect(stack.getOne()).toEqual(['a', 'b'])
    for (let i = 0; i < 2; i++) expect(() => stack.getOne()).toThrow(withCode('ERR_POE_FILTER_SHOUT'))
    expect(text(stack.getPending())).toBe('c;!;d;e')
    characters.reset()
    expect(stack.getOne()).toEqual(['c', 'd'])
  })

  it('clones all its filters, and resets them', () => {
    const stack = pairs()
    get(stack, [octets('a;b')])
    const clone = stack.clone()
    expect(clone.getPending()).toBeNull()
    expect(clone.filterTypes).toEqual(['Semicolons', 'Pairs'])
    expect(get(clone, [octets('x;y;')])).toEqual([['x', 'y']])
    stack.reset()
    expect(stack.getPending()).toBeNull()
  })

  it('takes no input without filters, and puts what it is given', () => {
    const none = new StackableFilter()
    expect(() => none.getOneStart([octets('a')])).toThrow(withCode('ERR_POE_EMPTY_STACK'))
    expect([none.getOne(), none.put(['a']), none.getPending()]).toEqual([undefined, ['a'], null])
    expect([none.pop(), none.shift()]).toEqual([undefined, undefined])
  })
})

describe('a stack that changes', () => {
  it('takes filters at both ends', () => {
    const [first, last] = [new Semicolons(), new Characters()]
    const stack = new StackableFilter({ filters: [first] })
    expect(stack.push(last)).toBe(2)
    expect(stack.filters).toEqual([first, last])
    expect(stack.filterTypes).toEqual(['Semicolons', 'Characters'])
    const texts = new StackableFilter({ filters: [new Characters()] })
    expect(texts.unshift(new Characters(), new Characters())).toBe(3)
    expect(get(texts, ['ab'])).toEqual(['a', 'b'])
  })

  it('gives out what a filter taken off the end had not used', () => {
    const characters = new Characters()
    const stack = new StackableFilter({ filters: [new Semicolons(), characters] })
    stack.getOneStart([octets('abc;d;e')])
    expect(stack.getOne()).toBe('a')
    expect(stack.pop()).toBe(characters)
    expect(characters.getPending()).toBeNull()
    expect(text(stack.getPending())).toBe('bc;d;e')
    expect(stack.getOne()).toBe('bc')
    stack.push(characters)
    expect(get(stack, [octets(';')])).toEqual(['d', 'e'])
  })

  it('leads what was ready into a filter put behind', () => {
    const stack = new StackableFilter({ filters: [new Semicolons(), new Characters()] })
    stack.getOneStart([octets('abc;d;')])
    stack.getOne()
    stack.pop()
    expect(stack.push()).toBe(1)
    stack.push(new Characters())
    expect(get(stack, [])).toEqual(['b', 'c', 'd'])
  })

  it('leads what a filter taken off the front had not used into the next', () => {
    const stack = new StackableFilter({ filters: [new Characters(), new Characters()] })
    stack.getOneStart(['ab', 'c'])
    expect(stack.getOne()).toBe('a')
    stack.shift()
    expect(get(stack, ['d'])).toEqual(['b', 'c', 'd'])
  })

  it('keeps its only filter while that has input', () => {
    const only = new Semicolons()
    const stack = new StackableFilter({ filters: [only] })
    stack.getOneStart([octets('a')])
    expect(() => stack.pop()).toThrow(withCode('ERR_POE_EMPTY_STACK'))
    expect(() => stack.shift()).toThrow(withCode('ERR_POE_EMPTY_STACK'))
    expect(text(stack.getPending())).toBe('a')
    stack.reset()
    expect(stack.pop()).toBe(only)
  })

  it('refuses what is no filter, all or none', () => {
    const stack = new StackableFilter({ filters: [new Semicolons()] })
    // @ts-expect-error no filter
    expect(() => stack.push(new Characters(), {})).toThrow(withCode('ERR_POE_NOT_A_FILTER'))
    // @ts-expect-error no filter
    expect(() => stack.unshift(null)).toThrow(withCode('ERR_POE_NOT_A_FILTER'))
    expect(stack.filterTypes).toEqual(['Semicolons'])
    // @ts-expect-error no filter
    expect(() => new StackableFilter({ filters: [{}] })).toThrow('it has no method "getOneStart"')
    // @ts-expect-error misspelt
    expect(() => new StackableFilter({ filter: [] })).toThrow('did you mean "filters"?')
  })
})
