import { describe, expect, it } from 'vitest'
import { PollLoop } from './index.ts'
import { load, native } from './native.ts'

describe('where descriptors cannot be waited for', () => {
  it('says which system it is, and what to use there', () => {
    const wanted = {
      code: 'ERR_POE_RUNTIME',
      message: expect.stringMatching(/only Linux has, and this is darwin; .*loop-select/),
    }
    expect(() => native({ platform: 'darwin', versions: {} })).toThrow(expect.objectContaining(wanted))
  })

  it('says which runtime it is, and what to use there', () => {
    const wanted = {
      code: 'ERR_POE_RUNTIME',
      message: expect.stringMatching(/needs Node or Bun: .* Deno gives are numbers of its own.*; use what files/),
    }
    expect(() => native({ platform: 'linux', versions: { deno: '2' } })).toThrow(expect.objectContaining(wanted))
  })

  it('says what to install where the binary is missing', () => {
    const missing = (): never => {
      throw new Error('Cannot find the native Koffi module\nRequire stack: …')
    }
    const message = expect.stringMatching(/cannot load koffi on \S+ \S+: Cannot find the native Koffi module; install/)
    expect(() => load(missing)).toThrow(expect.objectContaining({ code: 'ERR_POE_RUNTIME', message }))
  })

  it('says so when it is asked for a descriptor, and works where it can', () => {
    const watch = (): void => new PollLoop().descriptors.watch(0).close()
    if (process.versions.deno === undefined) expect(() => native()).not.toThrow()
    else expect(watch).toThrow(expect.objectContaining({ code: 'ERR_POE_RUNTIME' }))
  })
})
