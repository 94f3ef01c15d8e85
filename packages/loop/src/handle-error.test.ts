import { describe, expect, it } from 'vitest'
import { errnoOf, handleError, isHandleError } from './handle-error.ts'

describe('handleError', () => {
  it('takes number and words from the table', () => {
    expect(handleError('ECONNREFUSED', 'connect', { address: '127.0.0.1', port: 9 })).toEqual({
      code: 'ECONNREFUSED',
      errno: 111,
      syscall: 'connect',
      message: 'Connection refused',
      address: '127.0.0.1',
      port: 9,
    })
  })

  it('keeps the words it was given', () => {
    expect(handleError('EIO', 'read', { message: 'torn cable' }).message).toBe('torn cable')
  })

  it('gives 0 and the code itself for a word that is no errno', () => {
    expect(handleError('CERT_HAS_EXPIRED', 'connect')).toMatchObject({ errno: 0, message: 'CERT_HAS_EXPIRED' })
    expect(errnoOf('CERT_HAS_EXPIRED')).toBe(0)
    expect(handleError('toString', 'read')).toMatchObject({ errno: 0, message: 'toString' })
  })

  it('gives failed name look-ups the number POE gives them', () => {
    expect(errnoOf('ENOTFOUND')).toBe(errnoOf('EADDRNOTAVAIL'))
  })
})

describe('isHandleError', () => {
  it('knows the shape', () => {
    expect(isHandleError(handleError('EPIPE', 'write'))).toBe(true)
    expect(isHandleError(new Error('no'))).toBe(false)
    expect(isHandleError(null)).toBe(false)
    expect(isHandleError({ code: 'EPIPE' })).toBe(false)
  })
})
