import { describe, expect, it } from 'vitest'
import { badOption, check, checkOptions, isPoeError, nearest } from './index.ts'

const CHECKS = { maxLength: check.integer(1), literal: check.text, filter: check.having('a filter', 'getOne', 'put') }

/** Code and message of what is thrown. */
function thrown(given: unknown, required: readonly string[] = []): string | undefined {
  try {
    checkOptions('LineFilter', given, CHECKS, required)
    return undefined
  } catch (error) {
    return isPoeError(error) ? `${error.code}: ${error.message}` : `not ours: ${String(error)}`
  }
}

describe('checkOptions', () => {
  it('takes what passes its checks', () => {
    expect(thrown({})).toBeUndefined()
    expect(thrown({ maxLength: 5, literal: '' }, ['literal'])).toBeUndefined()
  })

  it('takes undefined as not given', () => {
    expect(thrown({ maxLength: undefined })).toBeUndefined()
    expect(thrown({ maxLength: undefined }, ['maxLength'])).toBe(
      'ERR_POE_MISSING_OPTION: LineFilter needs the option "maxLength", which was not given.',
    )
  })

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [5, '5'],
    ['x', '"x"'],
    [[1, 2], 'an array of 2'],
    [Math.max, 'function max'],
  ])('takes no %s for options', (given, shown) => {
    expect(thrown(given)).toBe(`ERR_POE_OPTIONS: LineFilter takes an object of options, not ${shown}.`)
  })

  it('names an unknown option and the one that was meant', () => {
    expect(thrown({ maxlen: 5 })).toBe(
      'ERR_POE_UNKNOWN_OPTION: LineFilter: unknown option "maxlen"; did you mean "maxLength"?',
    )
    expect(thrown({ litteral: '' })).toContain('did you mean "literal"?')
  })

  it('lists what there is when none is near', () => {
    expect(thrown({ colour: 5 })).toBe(
      'ERR_POE_UNKNOWN_OPTION: LineFilter: unknown option "colour"; it takes maxLength, literal, filter',
    )
  })

  it('takes a name of Object.prototype for an unknown one', () => {
    expect(thrown({ toString: 5 })).toContain('unknown option "toString"')
  })

  it('names an option of a wrong value, what it must be, and the value', () => {
    expect(thrown({ maxLength: '5' })).toBe(
      'ERR_POE_BAD_OPTION: LineFilter: option "maxLength" must be a whole number of at least 1, not "5".',
    )
    expect(thrown({ filter: { getOne() {} } })).toBe(
      'ERR_POE_BAD_OPTION: LineFilter: option "filter" must be a filter (it has no method "put"), not an object.',
    )
  })
})

describe('badOption', () => {
  it('makes the same error for what a check of one value cannot see', () => {
    const error = badOption('LineFilter', 'maxBuffer', 5, 'at least maxLength, 9')
    expect([error.code, error.message]).toEqual([
      'ERR_POE_BAD_OPTION',
      'LineFilter: option "maxBuffer" must be at least maxLength, 9, not 5.',
    ])
  })
})

describe('nearest', () => {
  it.each([
    ['maxlen', 'maxLength'],
    ['MAXLENGTH', 'maxLength'],
    ['maxLenght', 'maxLength'],
    ['literals', 'literal'],
    ['inputFilters', 'inputFilter'],
    ['host', undefined],
    ['li', undefined],
    ['', undefined],
  ])('finds for %j %j', (given, wanted) => {
    expect(nearest(given, ['maxLength', 'literal', 'inputFilter'])).toBe(wanted)
  })
})
