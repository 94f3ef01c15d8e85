import { describe, expect, it } from 'vitest'
import { VirtualRig } from './virtual-rig.test-support.ts'

const to = { remoteAddress: 'server.example', remotePort: 80 }
const world = { host: 'client.example', hosts: { 'server.example': '10.0.0.2', 'client.example': '10.0.0.1' } }

/** A connector whose peer never answers. */
function cutOff(options: object = {}): VirtualRig {
  const rig = new VirtualRig({ ...to, ...options }, { ...world, faults: { connectTimeout: 200_000 } })
  rig.loop.net.partition('client.example', 'server.example')
  return rig
}

describe('SocketFactory, connectTimeout', () => {
  it('fails with ETIMEDOUT when the time is up, and not before', async () => {
    const rig = cutOff({ connectTimeout: 250 })
    await rig.advance(249)
    expect([rig.trace, rig.wheel.disposed]).toEqual([[], false])
    await rig.advance(1)
    expect(rig.trace).toEqual(['connect ETIMEDOUT 110: No connection within 250 ms'])
    expect(rig.wheel.disposed).toBe(true)
    rig.loop.net.heal()
    await rig.advance(100_000)
    expect([rig.trace.length, rig.loop.net.connections]).toEqual([1, []])
    expect(await rig.end()).toEqual([])
  })

  it('is a minute by default', async () => {
    const rig = cutOff()
    await rig.advance(59_999)
    expect(rig.trace).toEqual([])
    await rig.advance(1)
    expect(rig.trace).toEqual(['connect ETIMEDOUT 110: No connection within 60000 ms'])
    expect(await rig.end()).toEqual([])
  })

  it('leaves it to the host when it is Infinity', async () => {
    const rig = cutOff({ connectTimeout: Number.POSITIVE_INFINITY })
    await rig.advance(200_001)
    expect(rig.trace).toEqual(['connect ETIMEDOUT 110: Connection timed out'])
    expect(await rig.end()).toEqual([])
  })

  it('is over once it is connected', async () => {
    const rig = new VirtualRig({ ...to, connectTimeout: 100 }, world)
    const listener = await rig.loop.net.listen({ host: 'server.example', port: 80 })
    await rig.advance(1000)
    expect(rig.trace).toEqual(['success 10.0.0.2 80'])
    listener.close()
    expect(await rig.end()).toEqual([])
  })

  it('tells nothing to a wheel that was disposed of', async () => {
    const rig = cutOff({ connectTimeout: 100 })
    await rig.advance(50)
    rig.wheel.dispose()
    await rig.advance(1000)
    expect(rig.trace).toEqual([])
    expect(await rig.end()).toEqual([])
  })
})

describe('SocketFactory.getSockName', () => {
  it('is where a connector connects from, once it has', async () => {
    const rig = new VirtualRig({ ...to, bindPort: 4000 }, world)
    const listener = await rig.loop.net.listen({ host: 'server.example', port: 80 })
    expect(rig.wheel.getSockName()).toBeUndefined()
    await rig.advance()
    expect(rig.wheel.getSockName()).toEqual({ family: 'inet', address: '10.0.0.1', port: 4000 })
    listener.close()
    expect(await rig.end()).toEqual([])
  })

  it('is where a udp socket is bound', async () => {
    const rig = new VirtualRig({ socketProtocol: 'udp', bindPort: 53 })
    await rig.advance()
    expect(rig.wheel.getSockName()).toMatchObject({ port: 53 })
    expect(await rig.end()).toEqual([])
  })
})
