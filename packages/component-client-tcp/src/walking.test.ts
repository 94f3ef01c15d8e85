import { LineFilter } from '@poe/filter-line'
import { describe, expect, it } from 'vitest'
import { World } from './world.test-support.ts'

describe('TcpClient without serverInput: a connection that is walked', () => {
  it('ends with its handler, everything written', async () => {
    const world = new World()
    await world.listen((peer) => peer.say('one\ntwo\nthree\n'))
    world.client({
      serverInput: undefined as never,
      async connected({ heap }) {
        for await (const line of heap.server) {
          world.note(`read ${line}`)
          heap.server.put(`got ${line}`)
          if (line === 'two') break
        }
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 read one', '0 read two', '0 disconnected', '0 server: end'])
    expect(world.peers[0]?.heard).toBe('got one\r\ngot two\r\n')
  })

  it('tells the end of input and errors as others do, and connects again', async () => {
    const world = new World()
    await world.listen((peer) => {
      peer.say('a line\n')
      const at = world.loop.now() + 5
      if (world.peers.length === 1) world.loop.at(at, () => peer.socket.close())
      if (world.peers.length === 2) world.loop.at(at, () => void world.loop.net.resetAll())
      if (world.peers.length === 3) world.loop.at(at, () => peer.say('a line that is too long\n'))
    })
    world.client({
      serverInput: undefined as never,
      filter: new LineFilter({ maxLength: 10 }),
      reconnect: { initial: 10, factor: 1, jitter: 0, attempts: 2 },
      async connected({ heap }) {
        for await (const line of heap.server) world.note(`read ${line}`)
        world.note('read all')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace.filter((line) => !line.includes('server:'))).toEqual([
      '0 read a line',
      '5 read all',
      '5 error read - 0',
      '5 disconnected, again in 10',
      '15 read a line',
      '20 error read ECONNRESET 104',
      '20 disconnected, again in 10',
      '30 read a line',
      '35 error read ERR_POE_FILTER_LINE_TOO_LONG 90',
      '35 disconnected',
    ])
  })

  it('is left where the client is shut down, or connects again', async () => {
    const world = new World()
    await world.listen()
    const client = world.client({
      serverInput: undefined as never,
      async connected({ heap }) {
        world.note('walks')
        for await (const line of heap.server) world.note(line)
        world.note('left')
      },
    })
    world.loop.at(10, () => client.reconnect())
    world.loop.at(20, () => void client.close())
    expect(await world.end()).toEqual([])
    expect(world.trace.filter((line) => !line.includes('server:'))).toEqual([
      ...['0 walks', '10 disconnected', '10 left', '10 walks', '20 disconnected', '20 left'],
    ])
  })

  it('is shut down where its handler throws, which is an exception of the session', async () => {
    const world = new World()
    await world.listen((peer) => peer.say('one\n'))
    world.client({
      serverInput: undefined as never,
      started: ({ kernel }) => void kernel.sig('DIE', 'died'),
      async connected({ heap }) {
        for await (const line of heap.server) throw new Error(`boom ${line}`)
      },
      inlineStates: {
        died({ kernel }, _signal, { error }) {
          kernel.sigHandled()
          world.note(error.message)
        },
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 disconnected', '0 boom one', '0 server: end'])
  })

  it('is read and dropped where connected is no walk, so that its end is noticed', async () => {
    const world = new World()
    await world.listen((peer) => {
      peer.say('nobody reads this\n')
      world.loop.at(50, () => peer.socket.close())
    })
    world.client({ serverInput: undefined as never, connected: ({ heap }) => void heap.server.put('hello') })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['50 error read - 0', '50 disconnected'])
    expect(world.peers[0]?.heard).toBe('hello\r\n')
  })
})
