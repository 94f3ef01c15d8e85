import { encodeProxyHeader } from '@poe/proxy-protocol'
import { describe, expect, it } from 'vitest'
import { shown, World } from './world.test-support.ts'

const header = (address: string) => `PROXY TCP4 ${address} 192.0.2.1 5000 443\r\n`

describe('TcpServer with proxyProtocol', () => {
  it('knows the client the header tells of, and the header', async () => {
    const world: World = new World({
      proxyProtocol: true,
      clientConnected({ heap }) {
        const { remoteIp, remotePort, remoteAddr, proxy } = heap
        world.note(`${remoteIp} ${remotePort} ${remoteAddr.family} ${proxy.version}`)
      },
    })
    await world.advance()
    const guest = await world.client()
    guest.send(`${header('192.0.2.7')}hello\n`)
    const six = await world.client()
    const ends = { family: 'inet6', address: '2001:db8::7', port: 7 } as const
    six.send(encodeProxyHeader({ source: ends, destination: ends }))
    await world.advance()
    expect(world.trace).toEqual(['192.0.2.7 5000 inet 1', '2001:db8::7 7 inet6 2'])
    expect(guest.text).toBe('hello\r\n')
    expect(await world.end()).toEqual([])
  })

  it('counts addresses and connections as the header tells', async () => {
    const world: World = new World({
      proxyProtocol: true,
      maxPerAddress: 1,
      concurrency: 2,
      clientConnected: ({ heap }) => world.note(heap.remoteIp),
      refused: (_ctx, address) => world.note(`refused ${address}`),
    })
    await world.advance()
    const guests = []
    for (const address of ['192.0.2.7', '192.0.2.7', '192.0.2.8', '192.0.2.9']) {
      const guest = await world.client()
      guest.send(header(address))
      guests.push(guest)
    }
    await world.advance()
    expect(world.trace).toEqual(['192.0.2.7', 'refused 192.0.2.7', '192.0.2.8'])
    guests[0]?.socket.close()
    await world.advance()
    expect(world.trace.slice(3)).toEqual(['192.0.2.9'])
    expect(await world.end()).toEqual([])
  })

  it('tells its error callback of whom it refuses, or warns, unless they have just gone', async () => {
    const told: World = new World({ proxyProtocol: true, error: (_ctx, error) => told.note(shown(error)) })
    const silent = new World({ proxyProtocol: true })
    for (const world of [told, silent]) {
      await world.advance()
      ;(await world.client()).send('hello\n')
      ;(await world.client()).socket.close()
      await world.advance()
      const next = await world.client()
      next.send(`${header('192.0.2.7')}hello\n`)
      await world.advance()
      expect(next.text).toBe('hello\r\n')
    }
    expect(told.trace).toEqual(['proxy ERR_POE_PROXY_MISSING 71', 'proxy ECONNRESET 104'])
    expect(await told.end()).toEqual([])
    expect(await silent.end()).toEqual([
      expect.stringMatching(/^TcpServer could not accept a connection: proxy failed, The connection does not begin/),
    ])
  })

  it('speaks TLS behind the header', async () => {
    const world: World = new World({
      proxyProtocol: true,
      tls: { key: 'k', cert: 'c', alpn: ['poe'] },
      clientInput: ({ heap }, line) => heap.client.put(`${line} ${heap.remoteIp} ${heap.tls.alpn}`),
    })
    await world.advance()
    const guest = await world.client()
    guest.send(header('192.0.2.7'))
    await world.advance()
    guest.replace(await world.comes(world.loop.net.secure(guest.socket, { server: false, alpn: ['poe'] })))
    guest.send('hello\n')
    await world.advance()
    expect(guest.text).toBe('hello 192.0.2.7 poe\r\n')
    expect(await world.end()).toEqual([])
  })

  it('hands the header to an acceptor', async () => {
    const world: World = new World({
      proxyProtocol: true,
      acceptor(_ctx, socket, address, port, given) {
        world.note(`${address} ${port} ${given?.version} ${socket.direct?.remote?.address}`)
        socket.close()
      },
    })
    await world.advance()
    ;(await world.client()).send(header('192.0.2.7'))
    await world.advance()
    expect(world.trace).toEqual(['192.0.2.7 5000 1 127.0.0.1'])
    expect(await world.end()).toEqual([])
  })
})

describe('TcpServer with tls', () => {
  it('tells its error callback of a failed handshake, or warns, and serves on', async () => {
    const tls = { key: 'k', cert: 'c' }
    const told: World = new World({ tls, error: (_ctx, error) => told.note(shown(error)) })
    const silent = new World({ tls })
    for (const world of [told, silent]) {
      await world.advance()
      await world.client()
      await world.advance()
      const guest = await world.client({ port: 80, tls: {} })
      guest.send('hello\n')
      await world.advance()
      expect(guest.text).toBe('hello\r\n')
    }
    expect([told.trace, await told.end()]).toEqual([['handshake EPROTO 71'], []])
    expect(await silent.end()).toEqual([
      expect.stringMatching(/^TcpServer could not accept a connection: handshake failed, Protocol error/),
    ])
  })

  it('lets handlers know what was agreed on, the certificate of the client included', async () => {
    const world: World = new World({
      tls: { key: 'k', cert: 'c', requestCertificate: true, ca: 'client' },
      clientConnected: ({ heap }) => world.note(`${heap.tls.authorized} ${heap.tls.peer?.subject.CN}`),
    })
    await world.advance()
    for (const cert of ['client', 'other', undefined]) {
      await world.client({ port: 80, tls: cert === undefined ? {} : { cert, key: 'k' } })
      await world.advance()
    }
    expect(world.trace).toEqual(['true client', 'false other', 'false undefined'])
    expect(await world.end()).toEqual([])
  })
})
