import { describe, expect, it } from 'vitest'
import type { ReconnectOptions } from './index.ts'
import { type Options, World } from './world.test-support.ts'

/** When a client with these options tried to connect, and gave up, where nobody ever listens. */
async function attempts(reconnect: ReconnectOptions | boolean, seed = 1): Promise<number[]> {
  const world = new World({ seed })
  const times: number[] = []
  world.client({
    reconnect,
    connectError({ kernel }) {
      times.push(Math.round(world.loop.now()))
      if (times.length === 8) kernel.yield('shutdown')
    },
  })
  expect(await world.end()).toEqual([])
  return times
}

describe('TcpClient, reconnect', () => {
  it('is off by default, and by false', async () => {
    const world = new World()
    world.client()
    world.client({ reconnect: false })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 connectError connect ECONNREFUSED 111', '0 connectError connect ECONNREFUSED 111'])
  })

  it('waits longer each time, up to the longest wait', async () => {
    const reconnect = { initial: 100, factor: 3, max: 5000, jitter: 0 }
    expect(await attempts(reconnect)).toEqual([0, 100, 400, 1300, 4000, 9000, 14_000, 19_000])
  })

  it('waits a second, then twice as long each time, a minute at most, by default', async () => {
    expect(await attempts({ jitter: 0 })).toEqual([0, 1000, 3000, 7000, 15_000, 31_000, 63_000, 123_000])
  })

  it('leaves up to half of each wait to chance by default: the same seed, the same waits', async () => {
    const [one, again, other] = [await attempts(true, 1), await attempts(true, 1), await attempts(true, 2)]
    expect(again).toEqual(one)
    expect(other).not.toEqual(one)
    const longest = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000]
    for (const times of [one, other])
      longest.forEach((wait, n) => {
        const waited = (times[n + 1] as number) - (times[n] as number)
        expect(waited).toBeGreaterThanOrEqual(wait / 2 - 1)
        expect(waited).toBeLessThanOrEqual(wait + 1)
      })
  })

  it('spreads clients over the whole of a wait with a jitter of 1', async () => {
    const firsts = await Promise.all(
      Array.from({ length: 40 }, async (_, seed) => (await attempts({ jitter: 1, attempts: 1 }, seed))[1] as number),
    )
    for (const [from, to] of [
      [0, 250],
      [250, 500],
      [500, 750],
      [750, 1000],
    ] as const)
      expect(firsts.some((first) => first >= from && first <= to)).toBe(true)
    expect(Math.max(...firsts)).toBeLessThanOrEqual(1000)
  })

  it('gives up after so many attempts, and says so', async () => {
    const world = new World()
    const client = world.client({ reconnect: { initial: 10, jitter: 0, attempts: 2 } })
    const connected = client.connected()
    connected.catch(() => {})
    expect(await world.end()).toEqual([])
    const told = 'connectError connect ECONNREFUSED 111'
    expect(world.trace).toEqual([`0 ${told}, again in 10`, `10 ${told}, again in 20`, `30 ${told}`])
    await expect(connected).rejects.toMatchObject({ code: 'ERR_POE_CONNECT' })
  })

  it('brings a connection back that was lost, from the start again once one has lasted', async () => {
    const world = new World()
    // Lives for so long: two short, one long, one short.
    const lives = [100, 100, 5000, 100]
    let refused = 2
    await world.listen((peer) => {
      const life = lives.shift()
      if (life !== undefined) world.loop.at(world.loop.now() + life, () => peer.socket.close())
      else world.loop.at(world.loop.now() + 1, () => world.kernel.post(1, 'shutdown'))
    })
    // Once the long one is lost, connecting fails twice.
    world.loop.at(5000, () => world.loop.setFaults({ refusals: 1 }))
    world.client({
      reconnect: { initial: 10, jitter: 0, resetAfter: 1000 },
      connected: ({ heap }) => world.note(`connected ${heap.retries}`),
      connectError({ heap }) {
        world.note(`failed, again in ${heap.retryDelay}`)
        if (--refused === 0) world.loop.setFaults({ refusals: 0 })
      },
      serverError: () => {},
    })
    expect(await world.end()).toEqual([])
    expect(world.trace.filter((line) => !line.includes('server'))).toEqual([
      '0 connected 0',
      '100 disconnected, again in 10',
      '110 connected 1',
      '210 disconnected, again in 20',
      '230 connected 2',
      '5230 disconnected, again in 10',
      '5240 failed, again in 20',
      '5260 failed, again in 40',
      '5300 connected 3',
      '5400 disconnected, again in 80',
      '5480 connected 4',
      '5481 disconnected',
    ])
  })

  it('covers every stage: refused, no answer, refused by preConnect, reset, ended', async () => {
    const world = new World()
    let turns = 0
    const stages = [
      () => world.loop.setFaults({ refusals: 1 }),
      () => world.loop.setFaults({ refusals: 0, hangs: 1 }),
      () => world.loop.setFaults({ hangs: 0 }),
      () => {},
      () => {},
      () => {},
    ]
    await world.listen((peer) => {
      if (turns === 4) world.loop.at(world.loop.now() + 1, () => world.loop.net.resetAll())
      if (turns === 5) peer.socket.close()
    })
    const next = () => stages[turns++]?.()
    world.client({
      connectTimeout: 50,
      reconnect: { initial: 10, factor: 1, jitter: 0 },
      started: next,
      preConnect: (_ctx, socket) => (turns === 3 ? undefined : socket),
      connectError({ heap }, error) {
        world.note(`${error.operation} ${error.code} ${heap.retryDelay}`)
        next()
      },
      serverError: (_ctx, error) => world.note(`${error.operation} ${error.code}`),
      disconnected({ heap }) {
        world.note(`disconnected ${heap.retryDelay}`)
        next()
      },
      connected({ kernel }) {
        world.note('connected')
        if (turns === 6) kernel.yield('shutdown')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace.filter((line) => !line.includes('server:'))).toEqual([
      '0 connect ECONNREFUSED 10',
      '60 connect ETIMEDOUT 10',
      '70 preConnect ECANCELED 10',
      '80 connected',
      '81 read ECONNRESET',
      '81 disconnected 10',
      '91 connected',
      '91 read ',
      '91 disconnected 10',
      '101 connected',
      '101 disconnected undefined',
    ])
  })

  it('is not for a connection that the program has shut down', async () => {
    const world = new World()
    await world.listen()
    world.client({ reconnect: true, connected: ({ kernel }) => kernel.yield('shutdown') })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 disconnected', '0 server: end'])
  })

  it.each<[string, Options]>([
    ['shutdown', { connectError: ({ kernel }) => void kernel.delay('shutdown', 500) }],
    ['shutdown at once', { connectError: ({ kernel, session }) => void kernel.call(session, 'shutdown') }],
  ])('ends with %s', async (_how, options) => {
    const world = new World()
    const client = world.client({ alias: 'client', reconnect: { jitter: 0 }, ...options })
    const connected = client.connected()
    connected.catch(() => {})
    expect(await world.end()).toEqual([])
    await expect(connected).rejects.toMatchObject({ code: 'ERR_POE_STOPPED' })
    expect(world.loop.now()).toBeLessThan(1000)
  })

  it('waits from the start again for another server', async () => {
    const world = new World()
    const client = world.client({ reconnect: { initial: 10, jitter: 0 } })
    world.loop.at(50, () => client.connect(undefined, 81))
    world.loop.at(55, () => void client.close())
    expect(await world.end()).toEqual([])
    const told = 'connectError connect ECONNREFUSED 111'
    expect(world.trace).toEqual([
      ...[`0 ${told}, again in 10`, `10 ${told}, again in 20`, `30 ${told}, again in 40`],
      `50 ${told}, again in 10`,
    ])
  })

  it('is not waited for by hand either, once the client is shut down', async () => {
    const world = new World()
    const client = world.client({ alias: 'client', connectError: ({ kernel }) => void kernel.delay('reconnect', 500) })
    world.keep(1000)
    world.loop.at(100, () => world.kernel.post('client', 'shutdown'))
    world.loop.at(101, () => {
      world.note(`${world.kernel.aliasResolve('client')} ${world.kernel.ledger(client.session).length}`)
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['101 undefined 0'])
  })

  it('ends with close, while it waits', async () => {
    const world = new World()
    const client = world.client({ alias: 'client', reconnect: { jitter: 0 } })
    let report: unknown
    world.loop.at(100, async () => {
      report = await client.close()
    })
    expect(await world.end()).toEqual([])
    expect([report, world.trace.length, Math.round(world.loop.now())]).toEqual([{ late: [] }, 1, 100])
  })

  it('gives way to a delay of the program, and to a connect before its time', async () => {
    const world = new World()
    const client = world.client({
      reconnect: { initial: 100, jitter: 0 },
      connectError({ kernel }) {
        world.note('failed')
        if (world.trace.length === 1) kernel.delay('reconnect', 7)
      },
      connected: () => world.note('connected'),
    })
    world.loop.at(50, async () => {
      await world.listen()
      await client.reconnect()
    })
    world.loop.at(1000, () => void client.close())
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 failed', '7 failed', '50 connected', '1000 disconnected', '1000 server: end'])
  })

  it('comes through a partition: half-open connections are found by what they do not take', async () => {
    const world = new World({ host: 'client.example' })
    const listener = await world.loop.net.listen({ host: 'server.example', port: 80 })
    let accepted = 0
    listener.watch('read', () => {
      const socket = listener.accept()
      if (socket === null) return
      accepted++
      socket.watch('read', () => void (socket.read(65_536) ?? (socket.state === 'open' || socket.close())))
    })
    world.loop.at(1000, () => world.loop.net.partition('client.example', 'server.example'))
    world.loop.at(100_000, () => world.loop.net.heal())
    const client = world.client({
      remoteAddress: 'server.example',
      connectTimeout: 5000,
      stallTimeout: 3000,
      reconnect: { initial: 1000, factor: 1, jitter: 0 },
      connected: ({ heap, kernel }) => {
        world.note('connected')
        heap.server.put('hello')
        kernel.delay('chat', 2000)
      },
      inlineStates: { chat: ({ heap }) => void (heap.connected && heap.server.put('x'.repeat(1_000_000))) },
      connectError: () => {},
    })
    world.loop.at(200_000, () => void client.close())
    expect(await world.end()).toEqual([])
    expect(world.trace[0]).toBe('0 connected')
    expect(world.trace[1]).toBe('5000 error write ETIMEDOUT 110')
    expect(world.trace.filter((line) => line.endsWith(' connected'))).toHaveLength(2)
    expect(accepted).toBe(2)
  })
})

describe('a TcpClient that connects again a thousand times', () => {
  it('leaves nothing behind', async () => {
    const world = new World({ faults: { latency: 1 } })
    const ends = ['end', 'reset', 'drop', 'shutdown'] as const
    await world.listen((peer) => {
      peer.say('hello\n')
      const how = ends[world.peers.length % 4]
      const at = world.loop.now() + 5
      if (how === 'end') world.loop.at(at, () => peer.socket.close())
      else if (how === 'reset') world.loop.at(at, () => world.loop.net.resetAll())
    })
    let connected = 0
    let disconnected = 0
    world.client({
      reconnect: { initial: 1, factor: 1 },
      connected({ heap, kernel }) {
        connected++
        heap.server.put('hello')
        const how = ends[world.peers.length % 4]
        if (connected > 1000 || how === 'shutdown') kernel.delay('shutdown', 3)
        else if (how === 'drop') kernel.delay('reconnect', 3)
      },
      serverInput: () => {},
      serverError: () => {},
      disconnected({ kernel, heap }) {
        disconnected++
        if (connected <= 1000 && heap.retryDelay === undefined) kernel.delay('reconnect', 1)
      },
    })
    world.keep(60_000)
    let held = 0
    world.loop.at(1000, () => {
      held = world.kernel.ledger().length
    })
    expect(await world.end()).toEqual([])
    expect([connected, disconnected]).toEqual([1001, 1001])
    expect(held).toBeLessThan(12)
    expect(world.loop.net.connections).toEqual([])
  })
})
