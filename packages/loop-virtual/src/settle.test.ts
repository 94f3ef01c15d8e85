import { afterEach, describe, expect, it, vi } from 'vitest'

/** The hop of a runtime that lacks some things. */
async function hopWithout(...names: ('setImmediate' | 'MessageChannel')[]): Promise<() => Promise<void>> {
  vi.resetModules()
  for (const name of names) vi.stubGlobal(name, undefined)
  const { hostHop } = await import('./settle.ts')
  return hostHop()
}

describe('hostHop', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it.each([[[]], [['setImmediate']], [['setImmediate', 'MessageChannel']]] as const)(
    'lets a long chain of promises settle, without %j',
    async (names) => {
      const hop = await hopWithout(...names)
      let settled = 0
      const chain = async (): Promise<void> => {
        for (let i = 0; i < 1000; i++) await null
        settled++
      }
      void chain()
      await hop()
      void chain()
      await hop()
      expect(settled).toBe(2)
    },
  )
})
