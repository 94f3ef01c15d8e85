import { describe, expect, it } from 'vitest'
import { openLibrary } from './library.ts'
import { type Host, native } from './native.ts'

const host: Host = { platform: 'linux', versions: { node: '20.19.0' }, isMainThread: true }

describe('native', () => {
  const lacking: [Partial<Host>, string][] = [
    [{ versions: { node: '26.3.0', bun: '1.4.5' } }, 'needs Node: bun has no libuv that could be watched'],
    [{ versions: { deno: '2.5.0' } }, 'needs Node: deno has no libuv that could be watched'],
    [{ platform: 'darwin' }, 'needs Linux, and this is darwin'],
    [{ isMainThread: false }, 'needs the main thread, and this is a worker'],
  ]
  for (const [given, message] of lacking)
    it(`${message}`, () => {
      expect(() => native({ ...host, ...given })).toThrow(message)
      expect(() => native({ ...host, ...given })).toThrow(expect.objectContaining({ code: 'ERR_POE_RUNTIME' }))
    })

  it('is the same each time', () => {
    expect(native(host)).toBe(native())
  })
})

describe('openLibrary', () => {
  it('opens a library by its name', () => {
    const library = openLibrary({ file: 'libc.so.6', remedy: 'install a system' })
    expect(library.func('toupper', 'int', ['int'])(97)).toBe(65)
  })

  it('says what to install where there is none', () => {
    const open = () => openLibrary({ file: 'libnowhere.so.1', remedy: 'on Debian, apt-get install libnowhere1' })
    expect(open).toThrow(expect.objectContaining({ code: 'ERR_POE_NO_LIBRARY' }))
    expect(open).toThrow(
      /^The library libnowhere\.so\.1 cannot be opened \(.+\): on Debian, apt-get install libnowhere1\.$/,
    )
  })

  it('refuses options that mean nothing', () => {
    expect(() => openLibrary({ file: 'libc.so.6' } as never)).toThrow('needs the option "remedy"')
  })
})
