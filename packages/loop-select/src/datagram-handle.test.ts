import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import { isPoeError } from '@poe/errors'
import type { DatagramHandle } from '@poe/loop'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Rig, settle, until } from './rig.test-kit.ts'

let rig: Rig
beforeEach(() => {
  rig = new Rig()
})
afterEach(() => rig.end())

const hasIPv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'))
const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

/** Packets as text, and errors by their code, in order. */
function follow(handle: DatagramHandle): string[] {
  const trace: string[] = []
  handle.watch('read', () => {
    const packet = handle.receive()
    trace.push(packet === null ? (handle.error?.code ?? 'nothing') : new TextDecoder().decode(packet.data))
  })
  return trace
}

async function bound(options: object = {}): Promise<DatagramHandle> {
  return rig.keep(await rig.loop.net.datagram({ bind: { host: '127.0.0.1' }, ...options }))
}

/** A peer by the host's own means. */
async function rawPeer(): Promise<{ socket: Socket; port: number; got: string[] }> {
  const socket = createSocket('udp4')
  let closed = false
  socket.on('close', () => (closed = true))
  rig.later(() => void (closed || socket.close()))
  const got: string[] = []
  socket.on('message', (data) => got.push(data.toString()))
  await new Promise<void>((resolve) => void socket.bind(0, '127.0.0.1', resolve))
  return { socket, port: socket.address().port, got }
}

describe('datagram', () => {
  it('sends and receives packets, and says where they came from', async () => {
    rig.run()
    const handle = await bound()
    const peer = await rawPeer()
    expect(handle.send(octets('hello'), { family: 'inet', address: '127.0.0.1', port: peer.port })).toBe(true)
    await until(() => peer.got.length === 1)
    expect(peer.got).toEqual(['hello'])
    peer.socket.send('answer', handle.local.port, '127.0.0.1')
    let from: unknown
    handle.watch('read', () => {
      from = handle.receive()?.from
    })
    await until(() => from !== undefined)
    expect(from).toEqual({ family: 'inet', address: '127.0.0.1', port: peer.port })
  })

  it('keeps packets apart, empty ones too', async () => {
    rig.run()
    const handle = await bound()
    const peer = await rawPeer()
    const trace = follow(handle)
    for (const word of ['one', '', 'three']) {
      const before = trace.length
      peer.socket.send(word, handle.local.port, '127.0.0.1')
      await until(() => trace.length > before)
    }
    expect(trace).toEqual(['one', '', 'three'])
  })

  it.skipIf(!hasIPv6)('speaks IPv6', async () => {
    rig.run()
    const one = await bound({ bind: { host: '::1' } })
    const two = await bound({ bind: { host: '::1' } })
    const trace = follow(two)
    expect(one.local.family).toBe('inet6')
    expect(one.send(octets('six'), two.local)).toBe(true)
    await until(() => trace.length === 1)
  })

  it('talks to one peer only where connected', async () => {
    rig.run()
    const peer = await rawPeer()
    const stranger = await rawPeer()
    const handle = await bound({ remote: { host: '127.0.0.1', port: peer.port } })
    const trace = follow(handle)
    expect(handle.send(octets('hello'))).toBe(true)
    await until(() => peer.got.length === 1)
    stranger.socket.send('no', handle.local.port, '127.0.0.1')
    await settle()
    peer.socket.send('yes', handle.local.port, '127.0.0.1')
    await until(() => trace.length > 0)
    expect(trace).toEqual(['yes'])
    expect(handle.send(octets('elsewhere'), handle.local)).toBe(false)
    expect(handle.error?.code).toBe('EISCONN')
  })

  it('tells that a connected peer refused a packet, and stays usable', async () => {
    rig.run()
    const peer = await rawPeer()
    const handle = await bound({ remote: { host: '127.0.0.1', port: peer.port } })
    const trace = follow(handle)
    await new Promise<void>((resolve) => void peer.socket.close(resolve))
    handle.send(octets('anybody?'))
    await until(() => trace.length > 0)
    expect(trace[0]).toBe('ECONNREFUSED')
    expect(handle.state).toBe('open')
    expect(handle.receive()).toBeNull()
    expect(handle.error).toBeNull()
  })

  it('refuses a packet that is too large, and one without an address', async () => {
    const handle = await bound()
    expect(handle.send(new Uint8Array(65_508), handle.local)).toBe(false)
    expect(handle.error).toMatchObject({ code: 'EMSGSIZE', errno: 90, syscall: 'write' })
    expect(handle.send(octets('where?'))).toBe(false)
    expect(handle.error?.code).toBe('ENOTCONN')
    expect(handle.send(octets('x'), handle.local)).toBe(true)
    expect(handle.error).toBeNull()
  })

  it('refuses while much is on its way, and says when it takes more', async () => {
    rig.run()
    const handle = await bound()
    const { local } = await bound()
    let sent = 0
    while (handle.send(new Uint8Array(10_000), local)) sent++
    expect(handle.error?.code).toBe('EAGAIN')
    expect(sent).toBeGreaterThan(50)
    let ready = 0
    handle.watch('write', () => {
      ready++
      handle.ignore('write')
    })
    expect(ready).toBe(0)
    await until(() => ready === 1)
    expect(handle.send(octets('more'), local)).toBe(true)
  })

  it('keeps a bounded number of unread packets, drops the newest and counts them', async () => {
    rig.run()
    const handle = await bound()
    const peer = await rawPeer()
    let sent = 0
    while (handle.dropped < 10) {
      await new Promise((resolve) => peer.socket.send(String(sent++), handle.local.port, '127.0.0.1', resolve))
      await settleDatagrams()
    }
    const kept: number[] = []
    for (let packet = handle.receive(); packet !== null; packet = handle.receive())
      kept.push(Number(new TextDecoder().decode(packet.data)))
    expect(kept.length).toBeLessThanOrEqual(1024)
    expect(kept).toEqual(kept.map((_, at) => at))
  })

  it('calls nothing while paused, outside of run, and after close', async () => {
    const handle = await bound()
    const peer = await rawPeer()
    const trace = follow(handle)
    const send = async (): Promise<void> => {
      await new Promise((resolve) => peer.socket.send('x', handle.local.port, '127.0.0.1', resolve))
      await settle()
    }
    await send()
    expect(trace).toEqual([])
    rig.run()
    await until(() => trace.length === 1)
    handle.pause('read')
    await send()
    expect(trace.length).toBe(1)
    handle.resume('read')
    await until(() => trace.length === 2)
    handle.watch('read', () => {
      trace.push('closing')
      handle.close()
      handle.close()
    })
    await send()
    await until(() => trace.length === 3)
    await send()
    expect(trace).toEqual(['x', 'x', 'closing'])
    expect(handle.state).toBe('closed')
    expect(handle.send(octets('x'), handle.local)).toBe(false)
    expect(handle.receive()).toBeNull()
  })

  it('sends to everybody only where that was asked for', async () => {
    const handle = await bound({ broadcast: true })
    expect(handle.state).toBe('open')
    expect(handle.readAhead).toBe(Infinity)
  })

  it('fails where the port is in use, and for a foreign address, by bind', async () => {
    const { port } = await rawPeer()
    const { net } = rig.loop
    await expect(net.datagram({ bind: { host: '127.0.0.1', port } })).rejects.toMatchObject({
      code: 'EADDRINUSE',
      syscall: 'bind',
      address: '127.0.0.1',
      port,
    })
    await expect(net.datagram({ bind: { host: '192.0.2.1' } })).rejects.toMatchObject({ code: 'EADDRNOTAVAIL' })
  })

  it('rejects with the reason of a signal that aborts', async () => {
    const reason = new Error('not now')
    const control = new AbortController()
    const opening = rig.loop.net.datagram({ bind: { host: '127.0.0.1' }, signal: control.signal })
    control.abort(reason)
    await expect(opening).rejects.toBe(reason)
  })

  it('has no urgent data, and refuses options it cannot mean', async () => {
    const handle = await bound()
    expect(() => handle.watch('expedite', () => {})).toThrow(
      expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_NO_MODE')),
    )
    await expect(rig.loop.net.datagram({ remote: { host: 'x', port: 0 } })).rejects.toMatchObject({
      code: 'ERR_POE_BAD_OPTION',
    })
  })
})

/** A turn of the host, in which packets are read. */
function settleDatagrams(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}
