import type { DatagramHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import type { VirtualLoopOptions } from './index.ts'
import { Rig } from './rig.test-kit.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

function follow(handle: DatagramHandle): string[] {
  const trace: string[] = []
  handle.watch('read', () => {
    const packet = handle.receive()
    trace.push(packet === null ? (handle.error?.code ?? 'nothing') : new TextDecoder().decode(packet.data))
  })
  return trace
}

async function pair(options: VirtualLoopOptions = {}) {
  const rig = new Rig(options)
  const server = await rig.within(rig.loop.net.datagram({ bind: { port: 53 } }))
  const client = await rig.within(rig.loop.net.datagram({ remote: { host: 'localhost', port: 53 } }))
  return { rig, server, client }
}

describe('a datagram socket', () => {
  it('sends and receives packets, keeps them apart, and says where they came from', async () => {
    const { rig, server, client } = await pair({ faults: { latency: 5 } })
    for (const text of ['one', '', 'three']) expect(client.send(octets(text))).toBe(true)
    await rig.loop.advance(4)
    expect(server.receive()).toBeNull()
    await rig.loop.advance(1)
    const first = server.receive()
    expect(first?.from).toEqual(client.local)
    const answers = follow(client)
    server.send(octets('answer'), first!.from)
    await rig.loop.advance(10)
    expect([server.receive()?.data.byteLength, server.receive()?.data.byteLength, answers]).toEqual([0, 5, ['answer']])
  })

  it('tells that a connected peer refused a packet, and stays usable', async () => {
    const { rig, server, client } = await pair()
    server.close()
    const trace = follow(client)
    client.send(octets('x'))
    await rig.loop.advance(0)
    expect([trace, client.state]).toEqual([['ECONNREFUSED'], 'open'])
  })

  it('refuses what is too large, has no address, or one too many', async () => {
    const { server, client } = await pair()
    const broken = (handle: DatagramHandle, ok: boolean): unknown => [ok, handle.error?.code]
    expect(broken(client, client.send(new Uint8Array(65_508)))).toEqual([false, 'EMSGSIZE'])
    expect(broken(server, server.send(octets('x')))).toEqual([false, 'ENOTCONN'])
    expect(broken(client, client.send(octets('x'), server.local))).toEqual([false, 'EISCONN'])
    client.close()
    expect(client.send(octets('x'))).toBe(false)
  })

  it('refuses while much is on its way, and says when it takes more', async () => {
    const { rig, client } = await pair({ faults: { bandwidth: 1000 } })
    let sent = 0
    while (client.send(new Uint8Array(50_000))) sent++
    expect([sent, client.error?.code]).toEqual([21, 'EAGAIN'])
    let at = 0
    client.watch('write', () => {
      at = rig.loop.now()
      client.ignore('write')
    })
    await rig.loop.advance(100)
    expect(at).toBe(50)
  })

  it('keeps a bounded number of unread packets, drops the newest and counts them', async () => {
    const { rig, server, client } = await pair()
    for (let i = 0; i < 1030; i++) client.send(octets(String(i)))
    await rig.loop.advance(0)
    expect(server.dropped).toBe(6)
    expect(new TextDecoder().decode(server.receive()!.data)).toBe('0')
  })

  it('reaches everybody only where that was asked for', async () => {
    const { rig, server } = await pair()
    const all = { family: 'inet', address: '255.255.255.255', port: 53 } as const
    const plain = await rig.within(rig.loop.net.datagram({}))
    const caller = await rig.within(rig.loop.net.datagram({ broadcast: true }))
    expect([plain.send(octets('x'), all), plain.error?.code]).toEqual([false, 'EACCES'])
    const trace = follow(server)
    caller.send(octets('hear, hear'), all)
    await rig.loop.advance(0)
    expect(trace).toEqual(['hear, hear'])
  })

  it('fails where the port is in use, for foreign addresses and unknown names', async () => {
    const { rig } = await pair({ hosts: {} })
    const codes = [{ bind: { port: 53 } }, { bind: { host: '192.0.2.1' } }, { remote: { host: 'nobody', port: 1 } }]
    const failures = codes.map((options) => rig.failure(rig.loop.net.datagram(options)))
    expect(await Promise.all(failures)).toMatchObject([
      { code: 'EADDRINUSE', syscall: 'bind' },
      { code: 'EADDRNOTAVAIL', syscall: 'bind' },
      { code: 'ENOTFOUND', syscall: 'getaddrinfo' },
    ])
    const reason = new Error('enough')
    expect(await rig.failure(rig.loop.net.datagram({ signal: AbortSignal.abort(reason) }))).toBe(reason)
  })

  it('calls nothing while paused or closed, and has no urgent data', async () => {
    const { rig, server, client } = await pair()
    const trace = follow(server)
    server.pause('read')
    client.send(octets('x'))
    await rig.loop.advance(0)
    expect(trace).toEqual([])
    server.resume('read')
    await rig.loop.advance(0)
    client.send(octets('y'))
    server.close()
    await rig.loop.advance(0)
    expect([trace, server.state]).toEqual([['x'], 'closed'])
    expect(() => client.watch('expedite', () => {})).toThrow('"read" and "write"')
  })
})
