import { existsSync, readdirSync } from 'node:fs'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import { isPoeError } from '@poe/errors'
import type { HandleError, SocketHandle } from '@poe/loop'
import { certificate, hasOpenssl } from '@poe/test-loops/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fill, follow, Peer, program, Rig, settle, until } from './rig.test-kit.ts'

if (!hasOpenssl) console.warn('TLS is not tested: there is no openssl to make a certificate with.')

/** Where Linux lists what the process has open. */
const DESCRIPTORS = '/proc/self/fd'

let rig: Rig
let key: string
let cert: string
const shelf = new Rig()

beforeAll(() => {
  if (!hasOpenssl) return
  ;({ key, cert } = certificate(shelf.folder(), 'localhost'))
})
afterAll(() => shelf.end())

beforeEach(() => {
  rig = new Rig()
})
afterEach(() => rig.end())

/** A TLS server that hands its handles out, and the port. */
async function tlsServer(more: object = {}) {
  const listener = await rig.run().listener({ host: '127.0.0.1', port: 0, tls: { key, cert }, ...more })
  const handles: SocketHandle[] = []
  listener.watch('read', () => {
    const handle = listener.accept()
    if (handle !== null) handles.push(rig.keep(handle))
  })
  return { listener, handles, port: listener.local.port }
}

/** A client by the host's own means. */
async function rawClient(port: number, more: object = {}): Promise<Peer> {
  const socket: TLSSocket = tlsConnect({ host: '127.0.0.1', port, ca: cert, servername: 'localhost', ...more })
  rig.later(() => socket.destroy())
  const peer = new Peer(socket)
  await until(() => socket.authorized || peer.error !== null || peer.closed)
  return peer
}

describe.skipIf(!hasOpenssl)('TLS', () => {
  it('listens: gives octets in order, then the end, and answers', async () => {
    const { handles, port } = await tlsServer()
    const peer = await rawClient(port)
    await until(() => handles.length === 1)
    const [handle] = handles as [SocketHandle]
    const trace = follow(handle)
    peer.socket.write('hello')
    await until(() => trace.length === 1)
    handle.write('wörld')
    await until(() => peer.text === 'wörld')
    peer.socket.end('bye')
    await until(() => trace.includes('ended'))
    expect(trace).toEqual(['hello', 'bye', 'ended'])
    expect(handle.remote?.port).toBe(peer.socket.localPort)
  })

  it('connects to what it listens on, and both ways close by halves', async () => {
    const { handles, port } = await tlsServer()
    const client = rig.keep(await rig.loop.net.connect({ host: 'localhost', port, tls: { ca: cert } }))
    await until(() => handles.length === 1)
    const [server] = handles as [SocketHandle]
    const [atServer, atClient] = [follow(server), follow(client)]
    client.write('question')
    client.shutdown()
    await until(() => atServer.includes('ended'))
    expect(server.write(new TextEncoder().encode('answer'))).toBeNull()
    server.shutdown()
    await until(() => atClient.includes('ended'))
    expect(atServer).toEqual(['question', 'ended'])
    expect(atClient.join('')).toBe('answerended')
  })

  it('carries octets beyond what a handle takes at once', async () => {
    const { handles, port } = await tlsServer()
    const client = rig.keep(await rig.loop.net.connect({ host: 'localhost', port, tls: { ca: cert } }))
    await until(() => handles.length === 1)
    let got = 0
    const taken = fill(client)
    let flushed = false
    client.watch('write', () => {
      flushed = true
      client.ignore('write')
    })
    handles[0]!.watch('read', () => void (got += handles[0]!.read(5000)?.byteLength ?? 0))
    await until(() => got === taken && flushed)
    expect(client.pending).toBe(0)
  })

  it('reads nothing further while paused', async () => {
    const { handles, port } = await tlsServer()
    const peer = await rawClient(port)
    await until(() => handles.length === 1)
    const trace = follow(handles[0]!)
    handles[0]!.pause('read')
    peer.socket.end('later')
    await settle()
    expect(trace).toEqual([])
    handles[0]!.resume('read')
    await until(() => trace.includes('ended'))
    expect(trace).toEqual(['later', 'ended'])
  })

  it('hands up no connection whose handshake failed, and goes on', async () => {
    const { handles, port } = await tlsServer()
    const plain = await rig.peer({ port })
    plain.socket.write('GET / HTTP/1.0\r\n\r\n')
    await until(() => plain.closed || plain.ended)
    await rawClient(port)
    await until(() => handles.length > 0)
    expect(handles.length).toBe(1)
  })

  it('fails to connect where the certificate is not trusted, unless told not to care', async () => {
    const { port } = await tlsServer()
    const { net } = rig.loop
    await expect(net.connect({ host: 'localhost', port, tls: {} })).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
      errno: 0,
      syscall: 'connect',
      address: 'localhost',
      port,
    })
    rig.keep(await net.connect({ host: 'localhost', port, tls: { verify: false } }))
  })

  it('checks the name, and the address where there is no name', async () => {
    const { port } = await tlsServer()
    const { net } = rig.loop
    rig.keep(await net.connect({ host: '127.0.0.1', port, tls: { ca: cert } }))
    await expect(
      net.connect({ host: '127.0.0.1', port, tls: { ca: cert, serverName: 'elsewhere' } }),
    ).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' })
  })

  it('asks for a certificate, and takes only valid ones, where told to', async () => {
    const { handles, port } = await tlsServer({
      tls: { key, cert, ca: cert, requestCertificate: true, verify: true },
    })
    const without = await rawClient(port)
    await until(() => without.closed || without.error !== null)
    expect(handles.length).toBe(0)
    await rawClient(port, { key, cert })
    await until(() => handles.length === 1)
  })

  it('takes octets where PEM is text elsewhere, and agrees on a protocol', async () => {
    const octets = new TextEncoder()
    const { port } = await tlsServer({ tls: { key: octets.encode(key), cert: octets.encode(cert), alpn: ['poe/1'] } })
    const peer = await rawClient(port, { ALPNProtocols: ['poe/1'] })
    expect((peer.socket as TLSSocket).alpnProtocol).toBe('poe/1')
  })

  it('knows on both sides what was agreed on', async () => {
    const { handles, port } = await tlsServer({ tls: { key, cert, alpn: ['poe/2', 'poe/1'] } })
    const tls = { ca: cert, alpn: ['poe/1'] }
    const client = rig.keep(await rig.loop.net.connect({ host: 'localhost', port, tls }))
    await until(() => handles.length === 1)
    const [server] = handles as [SocketHandle]
    const agreed = {
      protocol: 'TLSv1.3',
      cipher: expect.stringMatching(/^TLS_/),
      alpn: 'poe/1',
      serverName: 'localhost',
    }
    expect(server.tls).toEqual({ ...agreed, authorized: false, authorizationError: null, peer: null })
    expect(client.tls).toEqual({
      ...agreed,
      authorized: true,
      authorizationError: null,
      peer: {
        subject: { CN: 'localhost', O: 'POE, "Ltd"' },
        issuer: { CN: 'localhost', O: 'POE, "Ltd"' },
        subjectAltNames: ['DNS:localhost', 'IP Address:127.0.0.1'],
        serialNumber: expect.stringMatching(/^[0-9A-F]+$/),
        fingerprint256: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
        validFrom: expect.any(Number),
        validTo: expect.any(Number),
      },
    })
    const { validFrom = 0, validTo = 0 } = client.tls?.peer ?? {}
    expect(validTo - validFrom).toBe(2 * 86_400_000)
    const plain = await rig.accepted()
    expect(plain.handle.tls).toBeUndefined()
  })

  it('knows who the client is, valid or not, where it is asked for a certificate', async () => {
    for (const [ca, authorized] of [
      [cert, true],
      [undefined, false],
    ] as const) {
      const more = ca === undefined ? {} : { ca }
      const { handles, port } = await tlsServer({ tls: { key, cert, requestCertificate: true, ...more } })
      const client = await rawClient(port, { key, cert })
      await until(() => handles.length === 1)
      const facts = handles[0]?.tls
      expect([facts?.authorized, facts?.peer?.subject.CN]).toEqual([authorized, 'localhost'])
      expect(facts?.authorizationError).toBe(authorized ? null : 'DEPTH_ZERO_SELF_SIGNED_CERT')
      client.socket.destroy()
      const nobody = await rawClient(port)
      await until(() => handles.length === 2)
      expect(handles[1]?.tls).toMatchObject({ authorized: false, authorizationError: null, peer: null })
      nobody.socket.destroy()
    }
  })

  it('fails where there is no protocol to agree on', async () => {
    const { port } = await tlsServer({ tls: { key, cert, alpn: ['poe/1'] } })
    const connecting = rig.loop.net.connect({ host: 'localhost', port, tls: { ca: cert, alpn: ['poe/9'] } })
    await expect(connecting).rejects.toMatchObject({
      errno: 0,
      code: expect.stringContaining('NO_APPLICATION_PROTOCOL'),
    })
  })

  /** A listener, and what its failed accepts told. */
  async function tellingServer(tls: object = {}) {
    const listener = await rig.run().listener({ host: '127.0.0.1', port: 0, tls: { key, cert, ...tls } })
    const told: HandleError[] = []
    listener.watch('read', () => {
      const handle = listener.accept()
      if (handle !== null) rig.keep(handle)
      else if (listener.error !== null) told.push(listener.error)
    })
    return { listener, told, port: listener.local.port }
  }

  it('tells of a handshake that failed as of an accept that failed, and goes on', async () => {
    const { listener, told, port } = await tellingServer()
    const plain = await rig.peer({ port })
    const from = plain.socket.localPort
    plain.socket.write('GET / HTTP/1.0\r\n\r\n')
    await until(() => told.length === 1)
    expect(told).toMatchObject([{ code: 'ERR_SSL_HTTP_REQUEST', errno: 0, syscall: 'handshake', port: from }])
    const gone = await rig.peer({ port })
    gone.socket.resetAndDestroy()
    await until(() => told.length === 2)
    expect(told[1]).toMatchObject({ code: 'ECONNRESET', errno: 104, syscall: 'handshake' })
    expect([listener.state, listener.accept(), listener.error]).toEqual(['open', null, null])
    await rawClient(port)
  })

  it.skipIf(!existsSync(DESCRIPTORS))(
    'leaves no descriptor behind where the peer leaves in the handshake',
    async () => {
      const { told, port } = await tellingServer()
      const open = () => readdirSync(DESCRIPTORS).length
      const before = open()
      for (let i = 0; i < 20; i++) {
        const { socket } = await rig.peer({ port })
        socket.write(Uint8Array.of(22, 3, 1, 2, 0), () => (i % 2 === 0 ? socket.resetAndDestroy() : socket.end()))
      }
      await until(() => told.length === 20 && open() <= before)
      expect(new Set(told.map(({ code }) => code))).toEqual(new Set(['ECONNRESET']))
    },
  )

  it('gives a handshake so long and no longer, however often an octet comes', async () => {
    const { told, port } = await tellingServer({ handshakeTimeout: 60 })
    const over = ({ ended, closed }: Peer) => ended || closed
    const silent = await rig.peer({ port })
    const trickling = await rig.peer({ port })
    const from = [silent, trickling].map(({ socket }) => socket.localPort)
    // The head of a record that is never whole.
    const hello = Uint8Array.of(22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3)
    let at = 0
    while (told.length < 2 || !over(silent) || !over(trickling)) {
      if (!over(trickling)) trickling.socket.write(hello.subarray(at, ++at))
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    expect(told).toMatchObject([
      { code: 'ETIMEDOUT', errno: 110, syscall: 'handshake', message: 'The TLS handshake takes too long' },
      { code: 'ETIMEDOUT', address: '127.0.0.1' },
    ])
    expect(told.map((error) => error.port).sort()).toEqual(from.sort())
    const served = await rawClient(port)
    // Whoever has come through is not cut off afterwards.
    await new Promise((resolve) => setTimeout(resolve, 150))
    expect([served.closed, served.ended]).toEqual([false, false])
  })

  it('fails at once where the server leaves in the handshake', async () => {
    const { server, port } = await rig.server()
    server.on('connection', (socket) => socket.end())
    const connecting = rig.loop.net.connect({ host: '127.0.0.1', port, tls: {} })
    await expect(connecting).rejects.toMatchObject({ code: 'ECONNRESET', errno: 104, syscall: 'connect' })
  })

  it('gives up connecting to a server that does not go on with its handshake', async () => {
    const { port, accepted } = await rig.server()
    const connecting = rig.loop.net.connect({ host: '127.0.0.1', port, tls: { handshakeTimeout: 40 } })
    await expect(connecting).rejects.toMatchObject({ code: 'ETIMEDOUT', errno: 110, syscall: 'connect' })
    await until(() => accepted[0]?.closed === true || accepted[0]?.ended === true)
  })

  it('rejects to listen with a key that is none', async () => {
    await expect(rig.loop.net.listen({ port: 0, tls: { key: 'no key', cert } })).rejects.toMatchObject({
      errno: 0,
      code: expect.stringContaining('ERR_'),
    })
  })

  it('holds no process for a handshake that nobody goes on with', async () => {
    const { output, code } = await program(`
      import { spawn } from 'node:child_process'
      import { once } from 'node:events'
      const [key, cert] = ${JSON.stringify([key, cert])}
      const loop = new SelectLoop()
      const listener = await loop.net.listen({ host: '127.0.0.1', port: 0, tls: { key, cert } })
      const child = spawn(process.execPath, ['-e', \`
        const socket = require('node:net').connect(\${listener.local.port}, '127.0.0.1', () => console.log('there'))
        socket.on('close', () => process.exit())
      \`], { stdio: ['ignore', 'pipe', 'inherit'] })
      child.unref()
      const over = loop.run()
      await once(child.stdout, 'data')
      child.stdout.unref()
      loop.halt()
      await over
      console.log('halted')
    `)
    expect({ output, code }).toEqual({ output: 'halted\n', code: 0 })
  })
})

describe.skipIf(!hasOpenssl)('secure', () => {
  /** Two ends of one connection, both of the loop. */
  async function ends(): Promise<{ server: SocketHandle; client: SocketHandle }> {
    const listener = await rig.run().listener()
    let server: SocketHandle | null = null
    listener.watch('read', () => void (server = listener.accept()))
    const client = rig.keep(
      await rig.loop.net
        .connect({ host: 'localhost', port: listener.local.port })
        .catch(() => rig.loop.net.connect({ host: '127.0.0.1', port: listener.local.port })),
    )
    await until(() => server !== null)
    return { server: rig.keep(server as unknown as SocketHandle), client }
  }

  it('upgrades both sides in place', async () => {
    const { server, client } = await ends()
    const [said, heard] = [follow(client), follow(server)]
    client.write('STARTTLS\n')
    await until(() => heard.length === 1)
    server.write('go ahead\n')
    await until(() => said.length === 1)
    const [secured, securing] = await Promise.all([
      rig.loop.net.secure(server, { server: true, key, cert }),
      rig.loop.net.secure(client, { server: false, ca: cert, serverName: 'localhost' }),
    ])
    expect([server.state, client.state]).toEqual(['closed', 'closed'])
    const [inside, answers] = [follow(rig.keep(secured)), follow(rig.keep(securing))]
    securing.write('secret')
    await until(() => inside.length === 1)
    secured.write('reply')
    secured.shutdown()
    await until(() => answers.includes('ended'))
    expect([said, heard, inside, answers]).toEqual([['go ahead\n'], ['STARTTLS\n'], ['secret'], ['reply', 'ended']])
    expect(secured.remote).toMatchObject({ address: '127.0.0.1' })
  })

  it('gives TLS what was unread and put back: the hello that came with the request', async () => {
    const { server, client } = await ends()
    const trace: string[] = []
    let securing: Promise<SocketHandle> | undefined
    server.watch('read', () => {
      const octets = server.read(65_536)!
      const end = octets.indexOf(10) + 1
      trace.push(new TextDecoder().decode(octets.subarray(0, end)))
      server.unread(octets.subarray(end))
      server.pause('read')
      // All of the hello is here before anybody upgrades.
      void settle().then(() => (securing = rig.loop.net.secure(server, { server: true, key, cert })))
    })
    client.write('STARTTLS\n')
    const secured = rig.keep(await rig.loop.net.secure(client, { server: false, ca: cert, serverName: 'localhost' }))
    await until(() => securing !== undefined)
    const inside = follow(rig.keep(await securing!))
    secured.write('secret')
    await until(() => inside.length === 1)
    expect([trace, inside]).toEqual([['STARTTLS\n'], ['secret']])
  })

  it('sends what was taken before, in the clear, first', async () => {
    const { handle, peer } = await rig.run().accepted()
    peer.socket.pause()
    const taken = fill(handle)
    const securing = rig.loop.net.secure(handle, { server: false, verify: false })
    securing.catch(() => {})
    await settle()
    peer.socket.resume()
    await until(() => peer.octets > taken)
    peer.socket.destroy()
    await expect(securing).rejects.toMatchObject({ syscall: expect.any(String) })
  })

  it('fails where the peer does not speak TLS', async () => {
    const { handle, peer } = await rig.run().accepted()
    const securing = rig.loop.net.secure(handle, { server: true, key, cert })
    peer.socket.write('no TLS at all\n')
    await expect(securing).rejects.toMatchObject({ errno: 0 })
    await until(() => peer.closed || peer.ended)
  })

  it('fails where the peer goes away', async () => {
    const { handle, peer } = await rig.run().accepted()
    const securing = rig.loop.net.secure(handle, { server: true, key, cert })
    peer.socket.resetAndDestroy()
    await expect(securing).rejects.toMatchObject({ code: 'ECONNRESET' })
    for (const side of [{ server: true, key, cert }, { server: false }]) {
      const { handle, peer } = await rig.accepted()
      const securing = rig.loop.net.secure(handle, side)
      peer.socket.end()
      await expect(securing).rejects.toMatchObject({ code: 'ECONNRESET', syscall: 'handshake' })
    }
  })

  it('keeps the ends a proxy has told, and knows what was agreed on', async () => {
    const { server, client } = await ends()
    const told = { local: server.local, remote: { family: 'inet', address: '192.0.2.7', port: 7 } as const }
    server.readdress?.(told)
    const own = server.direct?.remote
    const [secured] = await Promise.all([
      rig.loop.net.secure(server, { server: true, key, cert }).then((handle) => rig.keep(handle)),
      rig.loop.net.secure(client, { server: false, verify: false }).then((handle) => rig.keep(handle)),
    ])
    expect([secured.remote, secured.direct?.remote]).toEqual([told.remote, own])
    expect(secured.tls).toMatchObject({ protocol: 'TLSv1.3', serverName: 'localhost' })
  })

  it('fails where the handshake takes too long, on either side, and closes the connection', async () => {
    for (const more of [{ server: true, key, cert }, { server: false }]) {
      const { handle, peer } = await rig.run().accepted()
      const securing = rig.loop.net.secure(handle, { ...more, handshakeTimeout: 30 })
      await expect(securing).rejects.toMatchObject({ code: 'ETIMEDOUT', errno: 110, syscall: 'handshake' })
      await until(() => peer.closed || peer.ended)
      rig.loop.halt()
    }
  })

  it('is given up when its signal aborts, and closes the connection', async () => {
    const { handle, peer } = await rig.run().accepted()
    const abort = new AbortController()
    const securing = rig.loop.net.secure(handle, { server: true, key, cert, signal: abort.signal })
    const reason = new Error('enough')
    abort.abort(reason)
    await expect(securing).rejects.toBe(reason)
    await until(() => peer.closed || peer.ended)
    const { handle: other } = await rig.accepted()
    await expect(rig.loop.net.secure(other, { server: false, signal: abort.signal })).rejects.toBe(reason)
    expect(other.state).toBe('open')
  })

  it('fails for a closed handle, and refuses what is not a socket of its loop', async () => {
    const { handle } = await rig.run().accepted()
    handle.close()
    const { net } = rig.loop
    await expect(net.secure(handle, { server: false })).rejects.toMatchObject({ code: 'ENOTCONN' })
    await expect(net.secure({} as SocketHandle, { server: false })).rejects.toSatisfy((error) =>
      isPoeError(error, 'ERR_POE_FOREIGN_HANDLE'),
    )
    await expect(net.secure(handle, {} as { server: boolean })).rejects.toSatisfy((error) =>
      isPoeError(error, 'ERR_POE_MISSING_OPTION'),
    )
  })
})
