import type { Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocketBridge } from './index.ts'
import { Rig } from './rig.test-support.ts'

const echo = (socket: Socket): unknown => socket.pipe(socket)

describe('WebSocketBridge', () => {
  it('ends well: takes nobody any more, and both sides get what was said', async () => {
    const rig = new Rig()
    let heard = ''
    const port = await rig.target((socket) =>
      socket.on('data', (octets) => (heard += octets)).on('end', () => socket.end()),
    )
    const page = await rig.page(`?port=${port}`)
    await page.until(() => page.has('open'))
    page.say('said before')
    await expect.poll(() => heard).toBe('said before')
    const { port: at } = await rig.bridge.listening()
    const [report, code] = await Promise.all([rig.bridge.close({ timeout: 5000 }), page.closed])
    await rig.running
    expect([report, code, rig.kernel.ledger()]).toEqual([{ late: [] }, '1001', []])
    await expect(fetch(`http://127.0.0.1:${at}/`)).rejects.toThrow()
    expect(await rig.end()).toEqual([])
  })

  it('stops who is late, and tells who that was', async () => {
    const rig = new Rig()
    const page = await rig.page(`?port=${await rig.target(echo)}`)
    await page.until(() => page.has('open'))
    page.socket.pause()
    const { late } = await rig.bridge.close({ timeout: 20 })
    expect(late.length).toBeGreaterThan(0)
    await rig.running
    page.socket.resume()
    expect(await page.closed).toMatch(/^(1001|1006)/)
    expect(await rig.end()).toEqual([])
  })

  it('ends now', async () => {
    const rig = new Rig()
    const page = await rig.page(`?port=${await rig.target(echo)}`)
    await page.until(() => page.has('open'))
    rig.bridge.abort()
    await rig.running
    expect(await page.closed).toBe('1006')
    expect(await rig.end()).toEqual([])
  })

  it('takes nobody any more after shutdown, and keeps who is there', async () => {
    const rig = new Rig({ alias: 'bridge' })
    const page = await rig.page(`?port=${await rig.target(echo)}`)
    await page.until(() => page.has('open'))
    rig.kernel.post('bridge', 'shutdown')
    await (await rig.page()).closed
    page.tell({ take: 5 })
    page.say('hello')
    await page.until(() => page.text === 'hello')
    page.socket.close()
    await rig.running
    expect(rig.kernel.ledger()).toEqual([])
    expect(await rig.end()).toEqual([])
  })

  it('says that it was ended before it listened', async () => {
    const rig = new Rig()
    const second = new WebSocketBridge({ kernel: rig.kernel, targets: [{ port: 1 }], address: '127.0.0.1' })
    const listening = second.listening()
    second.abort()
    await expect(listening).rejects.toMatchObject({ code: 'ERR_POE_STOPPED' })
    await expect(second.listening()).rejects.toMatchObject({ code: 'ERR_POE_STOPPED' })
    expect([second.address(), await rig.end()]).toEqual([undefined, []])
  })

  it.each<[string, object, string]>([
    ['no targets', {}, 'needs the option "targets"'],
    ['an empty list', { targets: [] }, 'option "targets" must be a list of at least one target'],
    [
      'a target that is nowhere',
      { targets: [{ host: 'x' }] },
      'option "targets", number 1: option "port" must be given, or "path"',
    ],
    [
      'a target of two places',
      { targets: [{ port: 1 }, { port: 1, path: '/x' }] },
      'number 2: option "port" must be given, or "path"',
    ],
    [
      'a path with a host',
      { targets: [{ host: 'x', path: '/x' }] },
      'option "host" must be left out where "path" is given',
    ],
    ['TLS to a path', { targets: [{ path: '/x', tls: {} }] }, 'option "tls" must be left out where "path" is given'],
    [
      'a port and a server',
      { targets: [{ port: 1 }], port: 0, server: { on() {}, off() {}, address() {} } },
      'option "port" must be left out where "server" is given',
    ],
    ['a path that is none', { targets: [{ port: 1 }], path: 'poe' }, 'option "path" must be a path, from "/" on'],
    ['origins that are none', { targets: [{ port: 1 }], origins: [5] }, 'option "origins" must be "*", a list'],
    [
      'no time at all',
      { targets: [{ port: 1 }], pingInterval: 0 },
      'option "pingInterval" must be a number of milliseconds, more than 0',
    ],
    ['a word it does not know', { targets: [{ port: 1 }], maxConection: 1 }, 'did you mean "maxConnections"?'],
  ])('refuses %s', (_, options, message) => {
    expect(() => new WebSocketBridge(options as never)).toThrow(message)
  })
})
