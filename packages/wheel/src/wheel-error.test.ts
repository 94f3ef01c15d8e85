import { PoeError } from '@poe/errors'
import { handleError } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { endOfInput, filterError, wheelError, wheelErrorOf } from './index.ts'

describe('endOfInput', () => {
  it('is an error of reading that is none', () => {
    expect(endOfInput(7)).toEqual({ operation: 'read', code: '', errno: 0, message: '', wheelId: 7 })
  })
})

describe('wheelError', () => {
  it('tells what a handle told, and for which wheel', () => {
    const message = 'Connection reset by peer'
    expect(wheelError('write', handleError('ECONNRESET', 'read'), 3)).toEqual({
      operation: 'write',
      code: 'ECONNRESET',
      errno: 104,
      message,
      wheelId: 3,
    })
  })
})

describe('wheelErrorOf', () => {
  it('knows number and words of a code', () => {
    const error = { operation: 'connect', code: 'ETIMEDOUT', errno: 110, message: 'Connection timed out', wheelId: 1 }
    expect(wheelErrorOf('connect', 'ETIMEDOUT', 1)).toEqual(error)
    expect(wheelErrorOf('connect', 'ETIMEDOUT', 1, 'Nobody came').message).toBe('Nobody came')
  })
})

describe('filterError', () => {
  it.each([
    ['ERR_POE_FILTER_LINE_TOO_LONG', 90],
    ['ERR_POE_FILTER_BUFFER_FULL', 90],
    ['ERR_POE_FILTER_SYNTAX', 71],
  ])('makes of %s an error of reading, number %i', (code, errno) => {
    const error = { operation: 'read', code, errno, message: 'The input is at fault.', wheelId: 2 }
    expect(filterError(new PoeError(code, 'The input is at fault.'), 2)).toEqual(error)
  })

  it.each([
    new PoeError('ERR_POE_OPTIONS', 'x'),
    new Error('ERR_POE_FILTER_SYNTAX'),
    'ERR_POE_FILTER_SYNTAX',
    undefined,
  ])('leaves %s alone', (error) => {
    expect(filterError(error, 2)).toBeUndefined()
  })
})

describe('the cause of a WheelError', () => {
  it('is what was told below, and is neither compared nor sent along', () => {
    const [told, thrown] = [handleError('EPIPE', 'write'), new PoeError('ERR_POE_FILTER_SYNTAX', 'x')]
    const errors = [wheelError('write', told, 1), filterError(thrown, 1), wheelErrorOf('connect', 'ETIMEDOUT', 1)]
    expect(errors.map((error) => error?.cause)).toEqual([told, thrown, undefined])
    expect(errors.map((error) => Object.keys(error ?? {}).includes('cause'))).toEqual([false, false, false])
    expect(structuredClone(errors[0])).toEqual(errors[0])
  })
})
