import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kernel, type Untyped } from '@poe/kernel'
import type { DatagramHandle, SocketHandle } from '@poe/loop'
import { SelectLoop } from '@poe/loop-select'
import { Session } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { afterAll, describe, expect, it } from 'vitest'
import { SocketFactory, type SocketFactoryOptions } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-'))
afterAll(() => rmSync(folder, { recursive: true }))

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
