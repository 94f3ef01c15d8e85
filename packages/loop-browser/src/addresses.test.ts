import { afterEach, describe, expect, it, vi } from 'vitest'
import { addressFor } from './bridge-address.ts'
import { noticeOf } from './bridge-protocol.ts'
import { closeError } from './close-error.ts'

afterEach(() => vi.unstubAllGlobals())

const address = (...args: Parameters<typeof addressFor>): string => addressFor(...args).href

describe('the address of a bridge', () => {
  const target = { host: 'irc.example', port: 6667 }

  it('gets the target as its query', () => {
    expect(address('wss://bridge.example/poe', target)).toBe('wss://bridge.example/poe?host=irc.example&port=6667')
    expect(address(new URL('ws://b/x?key=1'), { path: '/run/chat' })).toBe('ws://b/x?key=1&path=%2Frun%2Fchat')
  })

  it('is relative to the page, or to who started the worker, by TLS where that is', () => {
    vi.stubGlobal('location', { href: 'https://chat.example/room/1?x', protocol: 'https:' })
    expect(address('/poe', target)).toBe('wss://chat.example/poe?host=irc.example&port=6667')
    vi.stubGlobal('location', {
      href: 'blob:http://chat.example/1-2-3',
      protocol: 'blob:',
      origin: 'http://chat.example',
    })
    expect(address('/poe', { port: 5 })).toBe('ws://chat.example/poe?port=5')
  })

  it('may be what a function says, without a query', () => {
    expect(address(({ host, port }) => `ws://${host}:${port}/`, target)).toBe('ws://irc.example:6667/')
  })
})

describe('a text message', () => {
  it.each(['nonsense', 'null', '5', '[]'])('that is no notice says nothing: %s', (text) => {
    const { open, end, take } = noticeOf(text)
    expect([open, end, take]).toEqual([undefined, undefined, undefined])
  })
})

describe('a closed WebSocket', () => {
  const closed = (code: number, reason = ''): CloseEvent => ({ code, reason }) as CloseEvent

  it.each([
    [1000, '', null],
    [1001, 'going away', null],
    [1005, '', null],
    [1006, '', 'read ECONNRESET Connection reset by peer'],
    [1008, 'policy', 'read EACCES policy'],
    [1009, '', 'read EMSGSIZE Message too long'],
    [1013, '', 'read EAGAIN Resource temporarily unavailable'],
    [4000, 'ETIMEDOUT idle', 'idle ETIMEDOUT Connection timed out'],
    [4000, 'EPIPE', 'read EPIPE Broken pipe'],
    [4000, 'toString x', 'read ECONNRESET toString x'],
    [4123, 'their own', 'read ECONNRESET their own'],
  ])('of code %i and reason %j is told as %s', (code, reason, told) => {
    const error = closeError(closed(code, reason), 'read')
    expect(error === null ? null : `${error.syscall} ${error.code} ${error.message}`).toBe(told)
  })

  it('that never was open is refused', () => {
    expect(closeError(closed(1006), 'connect', { address: 'x', port: 5 })).toMatchObject({
      code: 'ECONNREFUSED',
      port: 5,
    })
  })
})
