import { describe, expect, it } from 'vitest'
import { check, type OptionCheck, show } from './index.ts'

class Thing {}
const nameless = (() => () => {})()

const rows: readonly [string, OptionCheck, readonly unknown[], readonly unknown[], string][] = [
  ['text', check.text, ['', 'a'], [5, null, {}], 'a string'],
  ['name', check.name, ['a'], ['', 5], 'a string of at least one character'],
  ['flag', check.flag, [true, false], [0, 'true', null], 'true or false'],
  ['callable', check.callable, [() => {}, Thing], [{}, 'f'], 'a function'],
  ['object', check.object, [{}, new Thing()], [null, [], 'a', () => {}], 'an object'],
  ['list', check.list, [[], [1]], [{ length: 0 }, 'a'], 'an array'],
  ['integer', check.integer(1), [1, 5], [0, 1.5, NaN, Infinity, '1', 2 ** 53], 'a whole number of at least 1'],
  ['integer to', check.integer(0, 65_535), [0, 65_535], [-1, 65_536], 'a whole number from 0 to 65535'],
  ['milliseconds', check.milliseconds, [0, 0.5, Infinity], [-1, NaN, '5'], 'a number of milliseconds, 0 or more'],
  ['oneOf', check.oneOf('inet', 'unix'), ['inet', 'unix'], ['inet6', 5], '"inet" or "unix"'],
  ['having', check.having('a driver', 'get'), [{ get() {} }], [null, 'a'], 'a driver'],
]

describe.each(rows)('check.%s', (_, verdict, good, bad, wanted) => {
  it('passes what is right', () => {
    for (const value of good) expect(verdict(value)).toBeUndefined()
  })

  it('says what it must be', () => {
    for (const value of bad) expect(verdict(value)).toBe(wanted)
  })
})

describe('check.anything', () => {
  it('passes whatever there is', () => {
    for (const value of [undefined, null, 0, Thing]) expect(check.anything(value)).toBeUndefined()
  })
})

describe('check.having', () => {
  it('names the method that is missing', () => {
    expect(check.having('a driver', 'get', 'put')({ get() {} })).toBe('a driver (it has no method "put")')
  })
})

describe('show', () => {
  it.each([
    ['a "b"\n', '"a \\"b\\"\\n"'],
    ['x'.repeat(61), `"${'x'.repeat(60)}…"`],
    [5n, '5n'],
    [-0.5, '-0.5'],
    [Symbol('s'), 'Symbol(s)'],
    [undefined, 'undefined'],
    [null, 'null'],
    [true, 'true'],
    [[1], 'an array of 1'],
    [{}, 'an object'],
    [Object.create(null), 'an object'],
    [Object.create({ constructor: 5 }), 'an object'],
    [new Thing(), 'a Thing'],
    [Thing, 'function Thing'],
    [nameless, 'a function'],
  ])('shows %s', (value, shown) => {
    expect(show(value)).toBe(shown)
  })
})
