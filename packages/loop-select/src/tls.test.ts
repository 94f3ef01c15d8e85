import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import { isPoeError } from '@poe/errors'
import type { SocketHandle } from '@poe/loop'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { fill, follow, Peer, program, Rig, settle, until } from './rig.test-kit.ts'

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) console.warn('TLS is not tested: there is no openssl to make a certificate with.')

let rig: Rig
let key: string
let cert: string
const shelf = new Rig()

beforeAll(() => {
  if (!hasOpenssl) return
  const folder = shelf.folder()
  const [keyFile, certFile] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
    ...['-keyout', keyFile, '-out', certFile],
  ])
  if (made.status !== 0) throw new Error(String(made.stderr))
  key = readFileSync(keyFile, 'utf8')
  cert = readFileSync(certFile, 'utf8')
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
  listener.watch('read', () => void handles.push(rig.keep(listener.accept()!)))
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
