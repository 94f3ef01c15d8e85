import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Kernel, type Untyped } from '@poe/kernel'
import type { DatagramHandle, SocketHandle } from '@poe/loop'
import { SelectLoop } from '@poe/loop-select'
import { encodeProxyHeader, type ProxyHeader } from '@poe/proxy-protocol'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { afterAll, describe, expect, it } from 'vitest'
import { SocketFactory, type SocketFactoryOptions } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-'))
afterAll(() => rmSync(folder, { recursive: true }))

const hasOpenssl = spawnSync('openssl', ['version']).status === 0
if (!hasOpenssl) console.warn('TLS is not tested: there is no openssl to make a certificate with.')

function certificate() {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
  ])
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}

type Place = Pick<SocketFactoryOptions, 'socketDomain' | 'bindAddress' | 'bindPort' | 'remoteAddress' | 'remotePort'>

/** A server and a client in one program; gives who met whom. */
async function meet(server: Place, client: (port: number) => Place): Promise<unknown[]> {
  const kernel = new Kernel({ loop: new SelectLoop() })
  const trace: unknown[] = []
  Session.create({
    kernel,
    heap: { sockets: [] as SocketHandle[], listener: undefined as Untyped },
    inlineStates: {
      _start(ctx) {
        const listeningEvent = 'listening'
        ctx.heap.listener = new SocketFactory(ctx, {
          ...server,
          successEvent: 'met',
          failureEvent: 'failed',
          listeningEvent,
        })
      },
      listening(ctx, { port }) {
        new SocketFactory(ctx, { ...client(port), successEvent: 'met', failureEvent: 'failed' })
      },
      met({ heap }, socket: SocketHandle, address: string, port: number, id: number) {
        trace.push([id === 1 ? 'accepted' : 'connected', address, socket.remote?.port === port || port])
        heap.sockets.push(socket)
        if (heap.sockets.length < 2) return
        heap.listener.dispose()
        for (const each of heap.sockets) each.close()
      },
      failed(_ctx, error: WheelError) {
        trace.push(error)
      },
    },
  })
  await kernel.run()
  expect(kernel.ledger()).toEqual([])
  return trace.sort()
}

describe('SocketFactory on a real loop', () => {
  it('connects to itself over IPv4', async () => {
    const here = '127.0.0.1'
    const met = await meet({ bindAddress: here }, (remotePort) => ({ remoteAddress: here, remotePort }))
    expect(met).toEqual([
      ['accepted', here, true],
      ['connected', here, true],
    ])
  })

  it('connects to itself over a unix socket', async () => {
    const path = join(folder, 'socket')
    const met = await meet({ socketDomain: 'unix', bindAddress: path }, () => ({
      socketDomain: 'unix',
      remoteAddress: path,
    }))
    expect(met).toEqual([
      ['accepted', '', 0],
      ['connected', path, true],
    ])
  })

  it.skipIf(process.platform !== 'linux')('connects to itself over an abstract unix socket', async () => {
    const path = `\0poe-factory-${process.pid}`
    const place = { socketDomain: 'unix' } as const
    const met = await meet({ ...place, bindAddress: path }, () => ({ ...place, remoteAddress: path }))
    expect(met).toEqual([
      ['accepted', '', 0],
      ['connected', path, true],
    ])
  })

  it('unlinks the file of a unix socket it has made, and takes one over that nobody listens at', async () => {
    const path = join(folder, 'left')
    // A server that is gone, and has left its file.
    const gone = `require('node:net').createServer().listen(process.argv[1], () => process.exit())`
    spawnSync(process.execPath, ['-e', gone, path])
    expect(existsSync(path)).toBe(true)
    const place = { socketDomain: 'unix' } as const
    await meet({ ...place, bindAddress: path }, () => ({ ...place, remoteAddress: path }))
    expect(existsSync(path)).toBe(false)
  })

  it.skipIf(!hasOpenssl)('speaks TLS behind a PROXY header', async () => {
    const { key, cert } = certificate()
    const kernel = new Kernel({ loop: new SelectLoop() })
    const met: unknown[] = []
    let proxied!: SocketHandle
    Session.create({
      kernel,
      heap: {} as Untyped,
      inlineStates: {
        _start(ctx) {
          const events = { successEvent: 'accepted', failureEvent: 'failed', listeningEvent: 'listening' }
          const tls = { key, cert, alpn: ['poe'] }
          ctx.heap.server = new SocketFactory(ctx, { ...events, bindAddress: '127.0.0.1', tls, proxyProtocol: true })
        },
        async listening({ kernel: mine }, { port }) {
          const plain = await mine.loop.net!.connect({ host: '127.0.0.1', port })
          const source = { family: 'inet', address: '192.0.2.7', port: 7 } as const
          plain.write(encodeProxyHeader({ source, destination: source }))
          proxied = await mine.loop.net!.secure!(plain, {
            server: false,
            ca: cert,
            serverName: 'localhost',
            alpn: ['poe'],
          })
        },
        accepted({ heap }, socket: SocketHandle, address: string, port: number, _id: number, header: ProxyHeader) {
          met.push(address, port, header.version, socket.tls?.alpn, socket.direct?.remote?.address)
          heap.server.dispose()
          socket.close()
        },
        failed: (_ctx, error: WheelError) => void met.push(error),
      },
    })
    await kernel.run()
    proxied?.close()
    expect(met).toEqual(['192.0.2.7', 7, 2, 'poe', '127.0.0.1'])
    expect(kernel.ledger()).toEqual([])
  })

  it('sends datagrams', async () => {
    const kernel = new Kernel({ loop: new SelectLoop() })
    const heard: string[] = []
    Session.create({
      kernel,
      inlineStates: {
        _start(ctx) {
          const events = { successEvent: 'opened', failureEvent: 'failed' }
          new SocketFactory(ctx, { ...events, socketProtocol: 'udp', bindAddress: '127.0.0.1' })
        },
        opened({ kernel: mine }, socket: DatagramHandle) {
          mine.selectRead(socket, 'heard')
          socket.send(new TextEncoder().encode('hello'), socket.local)
        },
        heard({ kernel: mine }, socket: DatagramHandle) {
          heard.push(new TextDecoder().decode(socket.receive()?.data))
          mine.selectRead(socket)
          socket.close()
        },
        failed(_ctx, error: WheelError) {
          heard.push(error.message)
        },
      },
    })
    await kernel.run()
    expect([heard, kernel.ledger()]).toEqual([['hello'], []])
  })

  it('tells that nobody listens', async () => {
    const kernel = new Kernel({ loop: new SelectLoop() })
    const free = await kernel.loop.net?.listen({ host: '127.0.0.1', port: 0 })
    const remotePort = free?.local.port as number
    free?.close()
    const errors: WheelError[] = []
    Session.create({
      kernel,
      inlineStates: {
        _start(ctx) {
          new SocketFactory(ctx, {
            remoteAddress: '127.0.0.1',
            remotePort,
            successEvent: 'met',
            failureEvent: 'failed',
          })
        },
        met() {},
        failed(_ctx, error: WheelError) {
          errors.push(error)
        },
      },
    })
    await kernel.run()
    expect(errors).toEqual([
      { operation: 'connect', code: 'ECONNREFUSED', errno: 111, message: 'Connection refused', wheelId: 1 },
    ])
  })
})
