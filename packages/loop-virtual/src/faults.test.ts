import { describe, expect, it } from 'vitest'
import type { FaultOptions } from './index.ts'
import { fill, follow, Rig } from './rig.test-kit.ts'

/** A connection made while all was well. */
async function pair(faults: FaultOptions, seed = 1) {
  const rig = new Rig({ seed })
  const ends = await rig.pair()
  rig.loop.setFaults(faults)
  return { rig, ...ends, ourTrace: follow(ends.ours), theirTrace: follow(ends.theirs) }
}

describe('a slow network', () => {
  it('takes its latency for each way, and jitter that never changes the order', async () => {
    const { rig, ours, theirTrace } = await pair({ latency: 10, jitter: 50 })
    for (let i = 0; i < 20; i++) {
      ours.write(String(i % 10))
      await rig.loop.advance(1)
    }
    expect(theirTrace.join('').length).toBeLessThan(20)
    await rig.loop.advance(100)
    expect(theirTrace.join('')).toBe('01234567890123456789')
  })

  it('takes its time for each octet', async () => {
    const { rig, ours, theirs } = await pair({ bandwidth: 100 })
    let came = 0
    theirs.watch('read', () => void (came += theirs.read(100_000)?.byteLength ?? 0))
    ours.write(new Uint8Array(50_000))
    await rig.loop.advance(163)
    expect(came).toBe(0)
    await rig.loop.advance(1)
    expect(came).toBe(16_384)
    await rig.loop.advance(400)
    expect(came).toBe(50_000)
  })

  it('gives and takes little at a time', async () => {
    const { rig, ours, theirTrace } = await pair({ shortReads: 1, shortWrites: 1, shortMost: 1 })
    expect(ours.write('hello')).toEqual(new TextEncoder().encode('ello'))
    rig.loop.setFaults({ shortWrites: 0 })
    ours.write('ello')
    await rig.loop.advance(0)
    expect(theirTrace).toEqual(['h', 'e', 'l', 'l', 'o'])
  })
})

describe('a broken network', () => {
  it('resets connections, as told or by chance', async () => {
    const told = await pair({})
    expect(told.rig.loop.net.resetAll()).toBe(1)
    await told.rig.loop.advance(0)
    expect([told.ourTrace, told.theirTrace]).toEqual([['ECONNRESET'], ['ECONNRESET']])
    const chance = await pair({ resets: 1 })
    chance.ours.write('lost')
    await chance.rig.loop.advance(0)
    expect([chance.ourTrace, chance.theirTrace]).toEqual([['ECONNRESET'], ['ECONNRESET']])
    expect(chance.rig.loop.faultLog).toMatchObject([{ kind: 'reset', subject: 'tcp 1 there', at: 0 }])
  })

  it('lets the ends lose each other without a word, until somebody sends for long enough', async () => {
    const { rig, ours, theirs, ourTrace, theirTrace } = await pair({ retransmitTimeout: 60_000 })
    expect(rig.loop.net.vanishAll(({ name }) => name === 'tcp 1')).toBe(1)
    await rig.loop.advance(10_000_000)
    ours.write('anybody?')
    theirs.shutdown()
    await rig.loop.advance(59_999)
    expect([ourTrace, theirTrace]).toEqual([[], []])
    await rig.loop.advance(1)
    expect(ourTrace).toEqual(['ETIMEDOUT'])
  })

  it('lets ends vanish by chance', async () => {
    const { rig, ours, theirTrace } = await pair({ vanishes: 1 })
    ours.write('lost')
    ours.close()
    await rig.loop.advance(1000)
    expect(theirTrace).toEqual([])
    expect(rig.loop.faultLog.map(({ kind }) => kind)).toEqual(['vanish'])
  })

  it('holds streams while hosts are parted, and goes on when they are not', async () => {
    const rig = new Rig({ hosts: { 'a.example': '10.1.0.1', 'b.example': '10.1.0.2' }, host: 'a.example' })
    const listener = await rig.listen({ host: 'b.example', port: 80 })
    const ours = await rig.within(rig.loop.net.connect({ host: 'b.example', port: 80 }))
    const trace = follow(await rig.accept(listener))
    rig.loop.net.partition('b.example', 'a.example')
    for (const word of ['one', 'two']) ours.write(word)
    const hanging = rig.loop.net.connect({ host: 'b.example', port: 80 })
    await rig.loop.advance(10_000)
    expect(trace).toEqual([])
    rig.loop.net.heal('a.example', 'b.example')
    ours.write('three')
    await rig.loop.advance(0)
    expect(trace).toEqual(['one', 'two', 'three'])
    expect((await rig.within(hanging, 20_000)).state).toBe('open')
  })

  it('fails what a partition keeps from being sent or connected for too long', async () => {
    const rig = new Rig({ host: 'a.example', faults: { retransmitTimeout: 5000, connectTimeout: 2000 } })
    const listener = await rig.listen({ host: 'b.example', port: 80 })
    const ours = await rig.within(rig.loop.net.connect({ host: 'b.example', port: 80 }))
    const theirs = await rig.accept(listener)
    const [here, there] = [follow(ours), follow(theirs)]
    rig.loop.net.partition('a.example', 'b.example')
    ours.write('x')
    const failure = await rig.failure(rig.loop.net.connect({ host: 'b.example', port: 80 }), 10_000)
    expect(failure).toMatchObject({ code: 'ETIMEDOUT', syscall: 'connect' })
    await rig.loop.advance(5000)
    rig.loop.net.heal()
    theirs.write('still there?')
    expect([here, there]).toEqual([['ETIMEDOUT'], []])
    await rig.loop.advance(0)
    expect(there).toEqual(['ECONNRESET'])
  })

  it('has peers that never read: their window fills', async () => {
    const { rig, ours, theirs, theirTrace } = await pair({})
    rig.loop.net.deafenAll('accepting')
    ours.watch('write', () => fill(ours))
    theirs.write('they can talk')
    await rig.loop.advance(1000)
    expect([theirTrace, ours.pending]).toEqual([[], 65_536])
    const other = new Rig({ faults: { deaf: 1 } })
    const made = await other.pair()
    const trace = follow(made.theirs)
    made.ours.write('hello?')
    made.ours.shutdown()
    await other.loop.advance(0)
    expect(trace).toEqual([])
    expect(other.loop.faultLog.map(({ subject }) => subject)).toEqual(['tcp 1 there', 'tcp 1 back'])
  })

  it('refuses connects, leaves them without an answer, and fails accepts', async () => {
    const rig = new Rig({ faults: { refusals: 1, latency: 5 } })
    const listener = await rig.listen()
    expect(await rig.failure(rig.loop.net.connect({ port: 80 }))).toMatchObject({ code: 'ECONNREFUSED' })
    rig.loop.setFaults({ refusals: 0, hangs: 1 })
    expect(await rig.failure(rig.loop.net.connect({ port: 80 }), 200_000)).toMatchObject({ code: 'ETIMEDOUT' })
    rig.loop.setFaults({ hangs: 0, acceptFailures: 1 })
    await rig.within(rig.loop.net.connect({ port: 80 }))
    expect([listener.accept(), listener.error?.code, listener.state]).toEqual([null, 'EMFILE', 'open'])
    rig.loop.setFaults({ acceptFailures: 0 })
    expect(listener.accept()).not.toBeNull()
    expect(listener.error).toBeNull()
  })
})

describe('datagrams', () => {
  async function sent(faults: FaultOptions, count = 200): Promise<number[]> {
    const rig = new Rig({ faults: { latency: 1, ...faults } })
    const server = await rig.within(rig.loop.net.datagram({ bind: { port: 53 } }))
    const client = await rig.within(rig.loop.net.datagram({ remote: { host: 'localhost', port: 53 } }))
    const came: number[] = []
    server.watch('read', () => came.push(server.receive()!.data[0]!))
    for (let i = 0; i < count; i++) {
      client.send(Uint8Array.of(i))
      await rig.loop.advance(1)
    }
    await rig.loop.advance(100)
    return came
  }

  it('are lost', async () => {
    const came = await sent({ loss: 0.5 })
    expect(came.length).toBeGreaterThan(60)
    expect(came.length).toBeLessThan(140)
  })

  it('come twice', async () => {
    expect((await sent({ duplicates: 0.5 })).length).toBeGreaterThan(260)
  })

  it('overtake each other', async () => {
    const came = await sent({ reorders: 0.5 })
    expect(came).not.toEqual([...came].sort((a, b) => a - b))
    expect([...came].sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, i) => i))
  })

  it('do not cross a partition', async () => {
    const rig = new Rig({ host: 'a.example' })
    const server = await rig.within(rig.loop.net.datagram({ bind: { host: 'b.example', port: 53 } }))
    const client = await rig.within(rig.loop.net.datagram({ remote: { host: 'b.example', port: 53 } }))
    rig.loop.net.partition('a.example', 'b.example')
    client.send(Uint8Array.of(1))
    await rig.loop.advance(10)
    rig.loop.net.heal()
    client.send(Uint8Array.of(2))
    await rig.loop.advance(10)
    expect([server.receive()?.data[0], server.receive()]).toEqual([2, null])
  })
})

describe('the fault log', () => {
  const faults: FaultOptions = { loss: 0.3 }

  async function run(onlyFaults?: ReadonlySet<number>) {
    const rig = new Rig({ seed: 'log', faults, ...(onlyFaults === undefined ? {} : { onlyFaults }) })
    const server = await rig.within(rig.loop.net.datagram({ bind: { port: 53 } }))
    const client = await rig.within(rig.loop.net.datagram({ remote: { host: 'localhost', port: 53 } }))
    const came: number[] = []
    server.watch('read', () => came.push(server.receive()!.data[0]!))
    for (let i = 0; i < 30; i++) client.send(Uint8Array.of(i))
    await rig.loop.advance(0)
    return { came, log: rig.loop.faultLog }
  }

  it('names each fault by a number of its own', async () => {
    const { came, log } = await run()
    expect(log.length).toBe(30 - came.length)
    expect(new Set(log.map(({ id }) => id)).size).toBe(log.length)
    expect(log.every(({ id }) => Number.isSafeInteger(id))).toBe(true)
    expect(log[0]).toMatchObject({ at: 0, kind: 'loss', subject: 'udp 127.0.0.1:49152' })
  })

  it('lets single faults be switched off, and leaves the others where they are', async () => {
    const { log } = await run()
    const [first, , third] = log
    const { came, log: fewer } = await run(new Set([first!.id, third!.id]))
    expect(fewer).toEqual([first, third])
    expect(came.length).toBe(28)
    expect((await run(new Set())).came.length).toBe(30)
  })
})
