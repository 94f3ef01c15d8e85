import { describe, expect, it } from 'vitest'
import { listenError, nodeError } from './node-error.ts'

const hostError = (code: string, more: object = {}) => Object.assign(new Error(`host says ${code}`), { code, ...more })

describe('nodeError', () => {
  it('counts positive, in the words of the table, whatever the host says', () => {
    const error = hostError('ECONNRESET', { errno: -104, syscall: 'read' })
    expect(nodeError(error, 'write')).toEqual({
      code: 'ECONNRESET',
      errno: 104,
      syscall: 'read',
      message: 'Connection reset by peer',
    })
  })

  it('keeps the words of the host for what is no errno', () => {
    expect(nodeError(hostError('CERT_HAS_EXPIRED'), 'connect')).toEqual({
      code: 'CERT_HAS_EXPIRED',
      errno: 0,
      syscall: 'connect',
      message: 'host says CERT_HAS_EXPIRED',
    })
  })

  it('takes the first of several', () => {
    const several = new AggregateError([hostError('ECONNREFUSED', { port: 1 }), hostError('ETIMEDOUT')])
    expect(nodeError(several, 'connect')).toMatchObject({ code: 'ECONNREFUSED', port: 1 })
  })

  it('never shows how the host calls a stream that has gone', () => {
    for (const code of ['ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END', 'EPIPE'])
      expect(nodeError(hostError(code), 'write')).toMatchObject({ code: 'EPIPE', errno: 32, message: 'Broken pipe' })
  })

  it('says what the caller was doing where the host has a word of its own', () => {
    expect(nodeError(hostError('EIO', { syscall: 'shutdown' }), 'write').syscall).toBe('write')
  })

  it('adds what is known, unless the host knows better', () => {
    const known = { address: 'host', port: 1 }
    expect(nodeError(hostError('EIO'), 'connect', known)).toMatchObject(known)
    expect(nodeError(hostError('EIO', { address: '::1', port: 2 }), 'connect', known)).toMatchObject({
      address: '::1',
      port: 2,
    })
  })

  it('makes something of anything thrown', () => {
    expect(nodeError('oops', 'read')).toMatchObject({ code: 'UNKNOWN', errno: 0, message: 'oops' })
    expect(nodeError(null, 'read').code).toBe('UNKNOWN')
  })
})

describe('listenError', () => {
  it('tells binding from listening', () => {
    expect(listenError(hostError('EADDRINUSE', { syscall: 'listen' }), {}).syscall).toBe('bind')
    expect(listenError(hostError('EMFILE', { syscall: 'listen' }), {}).syscall).toBe('listen')
    expect(listenError(hostError('ENOTFOUND', { syscall: 'getaddrinfo' }), {}).syscall).toBe('getaddrinfo')
  })
})
