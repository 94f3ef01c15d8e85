import type { SocketHandle } from '@poe/loop'
import { encodeProxyHeader, type ProxyHeader } from '@poe/proxy-protocol'
import { describe, expect, it } from 'vitest'
import { follow, VirtualRig } from './virtual-rig.test-support.ts'

const LINE = 'PROXY TCP4 192.0.2.7 192.0.2.1 5000 443\r\n'
const listening = { bindPort: 80, proxyProtocol: true } as const
const tls = { key: 'k', cert: 'localhost' }

const address = (text: string, port: number) =>
  ({ family: text.includes(':') ? 'inet6' : 'inet', address: text, port }) as const

describe('SocketFactory with proxyProtocol', () => {
  it('tells the connection, with the ends of the header, once that is whole; what follows is left to be read', async () => {
    const rig = new VirtualRig(listening)
    const headers: unknown[] = []
    rig.onSuccess = (_socket, ...args) => headers.push(args[3])
    await rig.advance()
    const client = await rig.connect()
    for (const octet of LINE) {
      expect(rig.trace).toEqual([])
      client.write(octet)
      await rig.advance()
    }
    expect(rig.trace).toEqual(['success 192.0.2.7 5000'])
    client.write('hello')
    await rig.advance()
    const [socket] = rig.sockets as [SocketHandle]
    const heard = follow(socket)
    await rig.advance()
    expect(heard.text).toBe('hello')
    expect([socket.remote, socket.local]).toEqual([address('192.0.2.7', 5000), address('192.0.2.1', 443)])
    expect(socket.direct).toEqual({ local: client.remote, remote: client.local })
    expect(headers).toMatchObject([{ version: 1, transport: 'stream' } satisfies Partial<ProxyHeader>])
    expect(await rig.end()).toEqual([])
  })

  it('loses no octet that came with the header', async () => {
    const rig = new VirtualRig(listening)
    await rig.advance()
    const client = await rig.connect()
    client.write(`${LINE}GET / HTTP/1.1\r\n`)
    client.shutdown()
    await rig.advance()
    const heard = follow(rig.sockets[0] as SocketHandle)
    await rig.advance()
    expect(heard).toEqual({ text: 'GET / HTTP/1.1\r\n', ending: 'ended' })
    expect(await rig.end()).toEqual([])
  })

  it.each<[string, Uint8Array | string, string, object]>([
    [
      'version 2',
      encodeProxyHeader({ source: address('2001:db8::7', 7), destination: address('::1', 8) }),
      '2001:db8::7 7',
      {},
    ],
    [
      'an IPv4 peer of an IPv6 proxy',
      'PROXY TCP6 ::ffff:192.0.2.7 ::ffff:192.0.2.1 1 2\r\n',
      '192.0.2.7 1',
      { remote: address('192.0.2.7', 1), local: address('192.0.2.1', 2) },
    ],
    [
      'a unix peer',
      encodeProxyHeader({
        source: { family: 'unix', address: '/run/a', port: 0 },
        destination: { family: 'unix', address: '/run/b', port: 0 },
      }),
      '/run/a 0',
      {},
    ],
  ])('takes %s', async (_, header, told, ends) => {
    const rig = new VirtualRig(listening)
    await rig.advance()
    ;(await rig.connect()).write(header)
    await rig.advance()
    expect(rig.trace).toEqual([`success ${told}`])
    expect(rig.sockets[0]).toMatchObject(ends)
    expect(await rig.end()).toEqual([])
  })

  it.each<[string, Uint8Array | string]>([
    ['LOCAL', encodeProxyHeader({ local: true })],
    ['UNKNOWN', 'PROXY UNKNOWN\r\n'],
  ])('keeps its own ends where the header says %s', async (_, header) => {
    const rig = new VirtualRig(listening)
    await rig.advance()
    const client = await rig.connect()
    client.write(header)
    await rig.advance()
    expect(rig.sockets.map(({ remote, direct }) => [remote, direct])).toEqual([[client.local, undefined]])
    expect(await rig.end()).toEqual([])
  })

  it.each<[string, Uint8Array | string, string]>([
    [
      'no header',
      'GET / HTTP/1.1\r\n',
      'proxy ERR_POE_PROXY_MISSING 71: The connection does not begin with a PROXY header',
    ],
    ['a wrong one', 'PROXY TCP5 \r\n', 'proxy ERR_POE_PROXY_MALFORMED 71: The PROXY header names the family "TCP5"'],
    [
      'one too long',
      `PROXY UNKNOWN ${'x'.repeat(200)}`,
      'proxy ERR_POE_PROXY_TOO_LONG 90: The PROXY header has 108 octets',
    ],
    [
      'one of datagrams',
      encodeProxyHeader({ transport: 'datagram', source: address('1.2.3.4', 5), destination: address('1.2.3.4', 5) }),
      'proxy ERR_POE_PROXY_MALFORMED 71: The PROXY header tells of datagrams, on a stream.',
    ],
  ])('refuses a connection with %s, tells why and from where, and listens on', async (_, header, message) => {
    const rig = new VirtualRig(listening)
    await rig.advance()
    const client = await rig.connect()
    const { port } = client.local
    const told = follow(client)
    client.write(header)
    await rig.advance()
    expect(rig.trace).toEqual([expect.stringContaining(message)])
    expect(rig.trace[0]).toContain(`(from 127.0.0.1:${port})`)
    expect(told.ending).not.toBe('')
    ;(await rig.connect()).write(LINE)
    await rig.advance()
    expect(rig.sockets).toHaveLength(1)
    expect(await rig.end()).toEqual([])
  })

  it('refuses who takes too long, at the time that is allowed and not before', async () => {
    const rig = new VirtualRig({ ...listening, proxyProtocol: { timeout: 200 } })
    await rig.advance()
    const [slow, late] = [await rig.connect(), await rig.connect()]
    const told = [follow(slow), follow(late)]
    slow.write('PROXY TCP4 ')
    await rig.advance(199)
    slow.write('192.0')
    expect(told.map(({ ending }) => ending)).toEqual(['', ''])
    await rig.advance(1)
    await rig.advance()
    expect(rig.trace).toEqual([
      expect.stringMatching(/^proxy ETIMEDOUT 110: No PROXY header within 200 ms \(from 127/),
      expect.stringMatching(/^proxy ETIMEDOUT 110/),
    ])
    expect(told.every(({ ending }) => ending !== '')).toBe(true)
    expect(await rig.end()).toEqual([])
  })

  it('tells of who leaves, or is lost, before the header is whole', async () => {
    const rig = new VirtualRig(listening)
    await rig.advance()
    ;(await rig.connect()).close()
    await rig.advance()
    await rig.connect()
    rig.loop.net.resetAll()
    await rig.advance()
    expect(rig.trace).toEqual([
      expect.stringContaining('proxy ECONNRESET 104: The peer left before its PROXY header was whole'),
      expect.stringContaining('proxy ECONNRESET 104: Connection reset by peer'),
    ])
    expect(await rig.end()).toEqual([])
  })

  it('refuses whom it does not trust, by their own address', async () => {
    const asked: unknown[] = []
    const trusted = (peer: unknown) => asked.push(peer) === 2
    const rig = new VirtualRig({ ...listening, proxyProtocol: { trusted } })
    await rig.advance()
    const [first, second] = [await rig.connect(), await rig.connect()]
    for (const client of [first, second]) client.write(LINE)
    await rig.advance()
    expect(asked).toEqual([first.local, second.local])
    expect(rig.trace).toEqual([
      expect.stringContaining('proxy EACCES 13: The peer is not trusted to send a PROXY header'),
      'success 192.0.2.7 5000',
    ])
    expect(await rig.end()).toEqual([])
  })

  it('takes the versions and lengths it is told to', async () => {
    const rig = new VirtualRig({ ...listening, proxyProtocol: { versions: [2], maxLength: 20 } })
    await rig.advance()
    ;(await rig.connect()).write(LINE)
    ;(await rig.connect()).write(encodeProxyHeader({ tlvs: [{ type: 0xe0, value: new Uint8Array(9) }] }))
    ;(await rig.connect()).write(encodeProxyHeader({ tlvs: [{ type: 0xe0, value: new Uint8Array(1) }] }))
    await rig.advance()
    expect(rig.trace.map((line) => line.split(':')[0])).toEqual([
      'proxy ERR_POE_PROXY_MALFORMED 71',
      'proxy ERR_POE_PROXY_TOO_LONG 90',
      expect.stringMatching(/^success/),
    ])
    expect(await rig.end()).toEqual([])
  })

  it('has no more connections on their way than are allowed: others wait to be accepted', async () => {
    const rig = new VirtualRig({ ...listening, proxyProtocol: { maxPending: 2 } })
    await rig.advance()
    const clients = [await rig.connect(), await rig.connect(), await rig.connect()] as const
    clients[2].write(LINE)
    await rig.advance()
    expect(rig.trace).toEqual([])
    clients[0].write(LINE)
    await rig.advance()
    expect(rig.trace).toHaveLength(2)
    clients[1].close()
    await rig.advance()
    ;(await rig.connect()).write(LINE)
    await rig.advance()
    expect(rig.trace.filter((line) => line.startsWith('success'))).toHaveLength(3)
    expect(await rig.end()).toEqual([])
  })

  it('tells of no connection while paused, headers notwithstanding', async () => {
    const rig = new VirtualRig(listening)
    await rig.advance()
    const clients = [await rig.connect(), await rig.connect()]
    await rig.advance()
    rig.wheel.pauseAccept()
    for (const client of clients) client.write(LINE)
    await rig.advance()
    expect(rig.trace).toEqual([])
    rig.onSuccess = () => rig.wheel.pauseAccept()
    rig.wheel.resumeAccept()
    // Never inside the call.
    expect(rig.trace).toEqual([])
    await rig.advance()
    expect(rig.trace).toHaveLength(1)
    rig.wheel.resumeAccept()
    await rig.advance()
    expect(rig.trace).toHaveLength(2)
    expect(await rig.end()).toEqual([])
  })

  it('closes who is on the way when it is disposed of, and tells nothing', async () => {
    const rig = new VirtualRig({ ...listening, tls })
    await rig.advance()
    const [waiting, shaking, paused] = [await rig.connect(), await rig.connect(), await rig.connect()] as const
    shaking.write(LINE)
    await rig.advance()
    rig.wheel.pauseAccept()
    paused.write(LINE)
    await rig.advance()
    const secured = rig.loop.net.secure(paused, { server: false })
    await rig.advance()
    const told = [follow(waiting), follow(shaking), follow(await secured)]
    rig.wheel.dispose()
    await rig.advance()
    expect(told.map(({ ending }) => ending !== '')).toEqual([true, true, true])
    expect(rig.trace).toEqual([])
    expect(await rig.end()).toEqual([])
  })
})

describe('SocketFactory with proxyProtocol and tls', () => {
  const secured = { ...listening, tls: { ...tls, handshakeTimeout: 300 } }

  it('speaks TLS behind the header, and keeps its ends', async () => {
    const rig = new VirtualRig(secured)
    await rig.advance()
    const client = await rig.connect()
    client.write(LINE)
    await rig.advance()
    expect(rig.trace).toEqual([])
    const upgrading = rig.loop.net.secure(client, { server: false, serverName: 'example.net' })
    await rig.advance()
    await upgrading
    expect(rig.trace).toEqual(['success 192.0.2.7 5000'])
    expect(rig.sockets[0]).toMatchObject({
      remote: address('192.0.2.7', 5000),
      direct: { remote: client.local },
      tls: { serverName: 'example.net' },
    })
    expect(await rig.end()).toEqual([])
  })

  it('tells of a handshake that fails or takes too long, and listens on', async () => {
    const rig = new VirtualRig(secured)
    await rig.advance()
    const plain = await rig.connect()
    plain.write(`${LINE}in the clear`)
    const silent = await rig.connect()
    silent.write(LINE)
    await rig.advance(300)
    await rig.advance()
    expect(rig.trace).toEqual([
      expect.stringMatching(/^handshake EPROTO 71: Protocol error \(from 127\.0\.0\.1:\d+\)$/),
      expect.stringMatching(/^handshake ETIMEDOUT 110: The TLS handshake takes too long \(from 127\.0\.0\.1:\d+\)$/),
    ])
    expect(await rig.end()).toEqual([])
  })

  it('makes an exception of options that cannot be meant', async () => {
    const rig = new VirtualRig({ ...listening, tls: { key: 'k' } })
    await rig.advance()
    ;(await rig.connect()).write(LINE)
    await rig.advance()
    await expect(rig.running).rejects.toMatchObject({ code: 'ERR_POE_MISSING_OPTION' })
    expect(rig.kernel.ledger()).toEqual([])
  })
})

describe('SocketFactory without proxyProtocol, with tls', () => {
  it('tells of a failed handshake, and listens on', async () => {
    const rig = new VirtualRig({ bindPort: 80, tls })
    await rig.advance()
    const client = await rig.connect()
    await rig.advance()
    expect(rig.trace).toEqual([`handshake EPROTO 71: Protocol error (from 127.0.0.1:${client.local.port})`])
    await rig.connect({ port: 80, tls: {} })
    await rig.advance()
    expect(rig.sockets[0]?.tls?.serverName).toBe('localhost')
    expect(await rig.end()).toEqual([])
  })
})
