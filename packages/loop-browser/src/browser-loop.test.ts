import { testLoop } from '@poe/test-loops'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BrowserLoop, webSockets } from './index.ts'

/** What is here is what any runtime has; in Chromium, `tooling/browser` runs the kit, and everything about pages. */
testLoop(
  { describe, it },
  {
    name: 'BrowserLoop where there is no page',
    create: () => new BrowserLoop(),
    timeout: 28_000,
    lacks: ['signals', 'net', 'pipes', 'descriptors', 'process', 'terminal', 'files'],
    stepWallClock: (_, milliseconds) => {
      const { now } = Date
      vi.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds)
    },
    dispose: () => void vi.restoreAllMocks(),
  },
)

afterEach(() => vi.unstubAllGlobals())

describe('BrowserLoop', () => {
  it('asks the host for nothing before it runs, and holds nothing afterwards', async () => {
    const opened: MessagePort[] = []
    const closed: MessagePort[] = []
    vi.stubGlobal(
      'MessageChannel',
      class extends MessageChannel {
        constructor() {
          super()
          opened.push(this.port2)
          this.port2.addEventListener('close', () => closed.push(this.port2))
        }
      },
    )
    const loop = new BrowserLoop()
    loop.attach({ turn: () => loop.halt(), signal() {}, exited() {} })
    loop.wake()
    expect(opened).toEqual([])
    await loop.run()
    await vi.waitFor(() => expect(closed).toEqual(opened))
    expect(opened).toHaveLength(1)
  })

  it('lacks what there is no page for, and sockets unless they are asked for', () => {
    const loop = new BrowserLoop()
    expect([loop.watchDestroyed, loop.net, 'watchSignal' in loop, loop.name]).toEqual([
      undefined,
      undefined,
      false,
      'browser',
    ])
    expect(new BrowserLoop({ net: webSockets() }).net).toBeDefined()
  })

  it.each<[string, () => unknown, string]>([
    ['an unknown option', () => new BrowserLoop({ elment: {} } as never), 'did you mean "element"?'],
    [
      'no element',
      () => new BrowserLoop({ element: {} as never }),
      'option "element" must be a window, or a node of a document, not an object',
    ],
    ['no function for sockets', () => new BrowserLoop({ net: {} as never }), 'option "net" must be a function'],
    ['no flag', () => new BrowserLoop({ timerWorker: 1 as never }), 'option "timerWorker" must be true or false'],
    [
      'no address of a bridge',
      () => webSockets({ bridge: 5 as never }),
      'option "bridge" must be the address of a bridge',
    ],
    ['no protocols', () => webSockets({ protocols: 'x' as never }), 'option "protocols" must be an array'],
    [
      'no number of octets',
      () => webSockets({ maxUnread: 0 }),
      'option "maxUnread" must be a whole number of at least 1',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message)
  })
})

describe('webSockets', () => {
  const connect = (options: object) => new BrowserLoop({ net: webSockets() }).net?.connect(options)

  it.each<[string, object, string]>([
    ['no place', {}, 'ERR_POE_MISSING_OPTION'],
    ['two places', { port: 1, path: '/x' }, 'ERR_POE_BAD_OPTION'],
    ['a word it does not know', { port: 1, hots: 'x' }, 'ERR_POE_UNKNOWN_OPTION'],
    ['a relative address where there is no page', { port: 1 }, 'ERR_POE_BAD_OPTION'],
  ])('rejects %s', async (_, options, code) => {
    await expect(connect(options)).rejects.toMatchObject({ code })
  })

  it('rejects a signal that has aborted', async () => {
    await expect(connect({ port: 1, signal: AbortSignal.abort('reason') })).rejects.toBe('reason')
  })
})
