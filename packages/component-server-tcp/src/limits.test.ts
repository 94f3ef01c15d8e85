import type { WheelError } from '@poe/wheel'
import { describe, expect, it } from 'vitest'
import { type Guest, shown, World } from './world.test-support.ts'

const two = { host: 'here', hosts: { here: '10.0.0.1', there: '10.0.0.2' } }
const from = (host: string) => ({ host: 'here', port: 80, bind: { host } })

describe('TcpServer, maxPerAddress', () => {
  it('closes who is one too many from an address, tells refused, and counts nobody for it', async () => {
    const world: World = new World(
      {
        maxPerAddress: 2,
        refused: (ctx, address, port) => world.note(`${address} ${port > 0} ${ctx.heap.connections}`),
      },
      two,
    )
    await world.advance()
    const guests = [
      await world.client(from('there')),
      await world.client(from('there')),
      await world.client(from('here')),
    ]
    const one = await world.client(from('there'))
    await world.advance()
    expect([one.ending !== '', world.trace]).toEqual([true, ['10.0.0.2 true 3']])
    for (const guest of guests) guest.send('hello\n')
    await world.advance()
    expect(guests.map(({ text }) => text)).toEqual(Array(3).fill('hello\r\n'))
    guests[0]?.socket.close()
    await world.advance()
    const next = await world.client(from('there'))
    next.send('in its place\n')
    await world.advance()
    expect([next.text, next.ending]).toEqual(['in its place\r\n', ''])
    expect(await world.end()).toEqual([])
  })

  it('can be changed while the server runs', async () => {
    const world: World = new World({
      maxPerAddress: 1,
      alias: 'server',
      started: ({ heap }) => {
        world.note(`${heap.maxPerAddress}`)
        heap.maxPerAddress = 2
      },
    })
    await world.advance()
    const guests = [await world.client(), await world.client(), await world.client()]
    await world.advance()
    expect([world.trace, guests.map(({ ending }) => ending === '')]).toEqual([['1'], [true, true, false]])
    expect(await world.end()).toEqual([])
  })

  it('does not count unix sockets, which have no addresses', async () => {
    const world: World = new World({ domain: 'unix', address: '/run/s', maxPerAddress: 1 })
    await world.advance()
    const guests: Guest[] = []
    for (let i = 0; i < 3; i++) guests.push(await world.client({ path: '/run/s' }))
    for (const guest of guests) guest.send('x\n')
    await world.advance()
    expect(guests.map(({ text }) => text)).toEqual(Array(3).fill('x\r\n'))
    expect(await world.end()).toEqual([])
  })
})

describe('TcpServer, idleTimeout', () => {
  const told = (world: () => World) => (_ctx: unknown, error: WheelError) =>
    world().note(`${shown(error)} ${error.message}`)

  it('ends a connection whose client sends no whole record for so long, and tells ETIMEDOUT', async () => {
    const world: World = new World({ idleTimeout: 1000, clientError: told(() => world) })
    await world.advance()
    const guest = await world.client()
    await world.advance(900)
    guest.send('hello\n')
    await world.advance(900)
    guest.send('half a li')
    expect([guest.text, guest.ending]).toEqual(['hello\r\n', ''])
    await world.advance(99)
    expect(guest.ending).toBe('')
    await world.advance(1)
    await world.advance()
    expect(world.trace).toEqual(['idle ETIMEDOUT 110 The client has sent nothing for 1000 ms'])
    expect(guest.ending).toBe('ended')
    expect(await world.end()).toEqual([])
  })

  it('warns of nobody, and leaves a connection alone where clientShutdownOnError is false, telling once a silence', async () => {
    const quiet = new World({ idleTimeout: 100 })
    await quiet.advance()
    const silent = await quiet.client()
    await quiet.advance(100)
    await quiet.advance()
    expect(silent.ending).toBe('ended')
    expect(await quiet.end()).toEqual([])

    const world: World = new World({ idleTimeout: 100, clientShutdownOnError: false, clientError: told(() => world) })
    await world.advance()
    const guest = await world.client()
    await world.advance(350)
    expect([world.trace.length, guest.ending]).toEqual([1, ''])
    guest.send('back\n')
    await world.advance(99)
    expect([world.trace.length, guest.text]).toEqual([1, 'back\r\n'])
    await world.advance(1)
    expect(world.trace).toHaveLength(2)
    expect(await world.end()).toEqual([])
  })

  it('does not count while the client is waited on: an async handler, output under way', async () => {
    const world: World = new World(
      {
        idleTimeout: 100,
        stallTimeout: 60_000,
        clientInput: async ({ heap }, line) => {
          if (line === 'slow') await new Promise<void>((resolve) => void answers.push(resolve))
          heap.client.put(line === 'much' ? 'x'.repeat(200_000) : 'done')
        },
        clientError: told(() => world),
      },
      { faults: { window: 1000 } },
    )
    const answers: (() => void)[] = []
    await world.advance()
    const slow = await world.client()
    slow.send('slow\n')
    await world.advance(1000)
    expect(slow.ending).toBe('')
    answers[0]?.()
    await world.advance(50)
    expect([slow.text, slow.ending]).toEqual(['done\r\n', ''])
    await world.advance(200)
    expect(slow.ending).toBe('ended')
    const greedy = await world.client()
    greedy.socket.pause('read')
    greedy.send('much\n')
    await world.advance(1000)
    greedy.socket.resume('read')
    await world.advance(50)
    expect(greedy.text.length).toBe(200_002)
    expect(world.trace).toEqual([expect.stringContaining('idle ETIMEDOUT')])
    expect(await world.end()).toEqual([])
  })

  it('leaves no timer behind when a client leaves first', async () => {
    const world = new World({ idleTimeout: 3_600_000 })
    await world.advance()
    const guest = await world.client()
    guest.socket.close()
    await world.advance()
    expect(world.kernel.getSessionCount()).toBe(2)
    expect(await world.end()).toEqual([])
    expect(world.loop.now()).toBeLessThan(1000)
  })
})

describe('TcpServer.setConcurrency', () => {
  it('raises, lifts and lowers the limit', async () => {
    const world: World = new World({ concurrency: 1, clientConnected: () => world.note('in') })
    await world.advance()
    for (let i = 0; i < 5; i++) await world.client()
    await world.advance()
    expect(world.trace).toHaveLength(1)
    world.server.setConcurrency(2)
    await world.advance()
    expect(world.trace).toHaveLength(2)
    world.server.setConcurrency(-1)
    await world.advance()
    expect(world.trace).toHaveLength(5)
    world.server.setConcurrency(0)
    await world.client()
    await world.advance()
    expect(world.trace).toHaveLength(5)
    world.server.setConcurrency(Number.POSITIVE_INFINITY)
    await world.advance()
    expect(world.trace).toHaveLength(6)
    expect(() => world.server.setConcurrency(1.5)).toThrow('option "concurrency" must be a whole number of at least 0')
    expect(await world.end()).toEqual([])
  })
})
