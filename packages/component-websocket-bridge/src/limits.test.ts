import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { BridgeTarget, WebSocketBridgeOptions } from './index.ts'
import { Rig } from './rig.test-support.ts'

const echo = (socket: Socket): unknown => socket.pipe(socket)

let rig: Rig

afterEach(async () => {
  expect(await rig?.end()).toEqual([])
})

describe('WebSocketBridge', () => {
  it('leads to the targets of its list, and to none besides', async () => {
    const targets: BridgeTarget[] = [{ path: '/nowhere' }]
    rig = new Rig({ targets })
    const port = await rig.target(echo)
    targets.push({ host: '127.0.0.1', port })
    const page = await rig.page(`?host=127.0.0.1&port=${port}`)
    await page.until(() => page.has('open'))
    page.socket.close()
    expect(await page.closed).toBe('1005')
    expect(await (await rig.page('?path=/nowhere')).closed).toBe('4000 ENOENT connect')
    for (const query of [
      '',
      `?port=${port}`,
      `?host=127.0.0.1&port=${port + 1}`,
      '?path=/etc/passwd',
      `?host=127.0.0.1&port=${port}&path=/nowhere`,
      '?port=x',
      '?port=65536',
    ])
      expect([query, await (await rig.page(query)).closed]).toEqual([query, '4000 EACCES connect'])
    expect(rig.trace.filter((line) => line === 'refused target')).toHaveLength(7)
  })

  it('leads to its only target who asks for none', async () => {
    const targets: BridgeTarget[] = [{ path: '/nowhere' }]
    rig = new Rig({ targets })
    targets[0] = { host: '127.0.0.1', port: await rig.target(echo) }
    const page = await rig.page()
    await page.until(() => page.has('open'))
    page.socket.close()
    await page.closed
  })

  it.each<[string, Partial<WebSocketBridgeOptions>, string | undefined, number | undefined]>([
    ['of the same host', {}, 'http://HOST', undefined],
    ['of the same host, by TLS', {}, 'https://HOST', undefined],
    ['of no origin', {}, undefined, undefined],
    ['from elsewhere', {}, 'http://evil.example', 403],
    ['from nowhere', {}, 'null', 403],
    ['of the list', { origins: ['https://chat.example'] }, 'https://chat.example', undefined],
    ['not of the list', { origins: ['https://chat.example'] }, 'http://HOST', 403],
    ['from anywhere', { origins: '*' }, 'http://evil.example', undefined],
    ['as a function says', { origins: (origin) => origin.endsWith('.example') }, 'http://good.example', undefined],
    ['as a function denies', { origins: () => false }, 'http://good.example', 403],
  ])('serves pages %s, or refuses them', async (_, options, origin, status) => {
    rig = new Rig(options)
    const { address, port } = await rig.bridge.listening()
    const given = origin === undefined ? {} : { origin: origin.replace('HOST', `${address}:${port}`) }
    const page = await rig.page(`?port=${await rig.target(echo)}`, given)
    if (status === undefined) {
      await page.until(() => page.has('open'))
      page.socket.close()
    }
    await page.closed
    expect([page.status, rig.trace[0]]).toEqual([status, status === undefined ? 'connected' : 'refused origin'])
  })

  it('has so many connections at once, and takes the next when one has ended', async () => {
    rig = new Rig({ maxConnections: 1 })
    const query = `?port=${await rig.target(echo)}`
    const page = await rig.page(query)
    await page.until(() => page.has('open'))
    const second = await rig.page(query)
    await second.closed
    expect([second.status, rig.trace.at(-1)]).toEqual([503, 'refused busy'])
    page.tell({ end: true })
    await page.closed
    await expect.poll(() => rig.trace.at(-1)).toBe('disconnected 0 0')
    const third = await rig.page(query)
    await third.until(() => third.has('open'))
    third.socket.close()
    await third.closed
  })

  it('takes WebSockets at its path only, and refuses what is none', async () => {
    rig = new Rig({ path: '/socket' })
    const { port } = await rig.bridge.listening()
    const page = await rig.page()
    await page.closed
    const upgrade = { connection: 'upgrade', upgrade: 'websocket' }
    const { get } = await import('node:http')
    const status = await new Promise((resolve) =>
      get({ port, host: '127.0.0.1', path: '/socket', headers: upgrade }, ({ statusCode }) => resolve(statusCode)),
    )
    expect([page.status, status, (await fetch(`http://127.0.0.1:${port}/`)).status]).toEqual([404, 400, 426])
    expect(rig.trace).toEqual(['refused path', 'refused request'])
  })

  it('ends a connection whose message is too large, or means nothing', async () => {
    rig = new Rig({ maxMessage: 1000 })
    const query = `?port=${await rig.target(echo)}`
    const page = await rig.page(query)
    await page.until(() => page.has('open'))
    page.say(new Uint8Array(1001))
    expect(await page.closed).toMatch(/^1009/)
    const second = await rig.page(query)
    await second.until(() => second.has('open'))
    second.socket.send('nonsense')
    expect(await second.closed).toBe('1008 a text message that means nothing')
  })

  it('ends a connection of a page that says more than it was asked for', async () => {
    rig = new Rig({ highMark: 1000, maxMessage: 100_000 })
    const page = await rig.page(`?port=${await rig.target((socket) => socket.pause())}`)
    await page.until(() => page.has('open'))
    const more = setInterval(() => page.socket.send(new Uint8Array(100_000)), 1)
    expect(await page.closed).toMatch(/^(4000 ENOBUFS write|1006)$/)
    clearInterval(more)
  })

  it('ends a connection by which nothing has come for a while', async () => {
    rig = new Rig({ idleTimeout: 30 })
    const page = await rig.page(`?port=${await rig.target(echo)}`)
    expect(await page.closed).toBe('4000 ETIMEDOUT idle')
  })

  it('ends a connection whose target takes nothing', async () => {
    rig = new Rig({ stallTimeout: 50, highMark: 64 * 1024 * 1024, maxMessage: 64 * 1024 * 1024 })
    const page = await rig.page(`?port=${await rig.target((socket) => socket.pause())}`)
    await page.until(() => page.has('open'))
    page.say(new Uint8Array(32 * 1024 * 1024))
    expect(await page.closed).toBe('4000 ETIMEDOUT write')
  })

  it('gives up a target that does not connect', async () => {
    const targets: BridgeTarget[] = [{ path: '/nowhere' }]
    rig = new Rig({ connectTimeout: 50, targets })
    // Nobody answers a handshake here.
    targets[0] = { host: '127.0.0.1', port: await rig.target(() => {}), tls: {} }
    expect(await (await rig.page()).closed).toBe('4000 ETIMEDOUT connect')
  })

  it('drops a browser that answers no more', async () => {
    rig = new Rig({ pingInterval: 30 })
    const query = `?port=${await rig.target(echo)}`
    const answering = await rig.page(query)
    const silent = await rig.page(query, { autoPong: false })
    expect(await silent.closed).toBe('1006')
    expect(answering.socket.readyState).toBe(answering.socket.OPEN)
    answering.socket.close()
    await answering.closed
  })
})
