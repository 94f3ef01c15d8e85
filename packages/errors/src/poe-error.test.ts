import { describe, expect, expectTypeOf, it } from 'vitest'
import { isPoeError, PoeError } from './index.ts'

describe('PoeError', () => {
  it('is an Error with a code, a message and a cause', () => {
    const cause = new Error('below')
    const error = new PoeError('ERR_POE_TEST', 'Something is wrong.', { cause })
    expect(error).toBeInstanceOf(Error)
    expect([error.name, error.code, error.message, error.cause]).toEqual([
      'PoeError',
      'ERR_POE_TEST',
      'Something is wrong.',
      cause,
    ])
    expect(String(error)).toBe('PoeError: Something is wrong.')
    expect(error.stack).toContain('poe-error.test.ts')
  })

  it('has no cause unless one is given', () => {
    expect('cause' in new PoeError('ERR_POE_TEST', 'x')).toBe(false)
  })
})

describe('isPoeError', () => {
  it('knows a PoeError, and one of a code', () => {
    const error: unknown = new PoeError('ERR_POE_TEST', 'x')
    expect(isPoeError(error)).toBe(true)
    expect(isPoeError(error, 'ERR_POE_TEST')).toBe(true)
    expect(isPoeError(error, 'ERR_POE_OTHER')).toBe(false)
    if (isPoeError(error)) expectTypeOf(error).toEqualTypeOf<PoeError>()
  })

  it('knows one of another installed copy by its mark', () => {
    const foreign = Object.defineProperty(
      Object.assign(new Error('x'), { code: 'ERR_POE_TEST' }),
      Symbol.for('@poe/error'),
      {
        value: 1,
      },
    )
    expect(isPoeError(foreign, 'ERR_POE_TEST')).toBe(true)
  })

  it.each([
    undefined,
    null,
    'ERR_POE_TEST',
    5,
    {},
    new Error('x'),
    Object.assign(new Error('x'), { code: 'ERR_POE_TEST' }),
  ])('takes %s for none', (value) => {
    expect(isPoeError(value)).toBe(false)
  })

  it('keeps the mark out of what is enumerated', () => {
    expect(Object.keys(new PoeError('ERR_POE_TEST', 'x'))).toEqual(['code'])
  })
})
