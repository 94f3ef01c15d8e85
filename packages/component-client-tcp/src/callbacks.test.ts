import { LineFilter } from '@poe/filter-line'
import type { Untyped } from '@poe/kernel'
import type { SocketHandle } from '@poe/loop'
import { Session } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { shown, World } from './world.test-support.ts'

describe('TcpClient, its callbacks', () => {
  it('come in order, with their arguments, when the server ends the connection', async () => {
    const world = new World()
    const say = (text: string) => world.note(text)
    await world.listen((peer) => {
      peer.say('hello\nlast')
      peer.socket.shutdown()
    })
    const client = world.client({
      args: ['a', 1],
      started: ({ heap }, ...args) => say(`started ${heap.connected} ${heap.server} ${args}`),
      preConnect({ heap }, socket, address, port, id) {
        say(`preConnect ${heap.connected} ${heap.server?.id === id} ${address} ${port} ${socket.state}`)
        return socket
      },
      connected({ heap }, socket, address, port, id) {
        say(`connected ${heap.connected} ${heap.server.id > id} ${address} ${port} ${socket.state}`)
        heap.server.put('hi')
      },
      serverInput: ({ heap }, line, id, last) => say(`input ${line} ${heap.server.id === id} ${JSON.stringify(last)}`),
      serverFlushed: ({ heap }, id) => say(`flushed ${heap.server.id === id}`),
      serverError: ({ heap }, error) =>
        say(`error ${shown(error)} ${heap.server.id === error.wheelId} ${heap.shutdown}`),
      disconnected: ({ heap }) => say(`disconnected ${heap.connected} ${heap.server} ${heap.shutdown}`),
      inlineStates: { _stop: () => say('stop') },
    })
    expect(client.address()).toBeUndefined()
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual([
      '0 started false undefined a,1',
      '0 preConnect false true 127.0.0.1 80 open',
      '0 connected true true 127.0.0.1 80 open',
      '0 flushed true',
      '0 input hello true undefined',
      '0 input last true {"unterminated":true}',
      '0 error read - 0 true false',
      '0 disconnected false undefined true',
      '0 stop',
    ])
  })
})

describe('TcpClient, shutdown', () => {
  it('comes in order too: what was put is written, then it is disconnected, then it stops', async () => {
    const world = new World()
    await world.listen()
    world.client({
      connected({ heap, kernel, session }) {
        world.note('connected')
        heap.server.put('one', 'two')
        kernel.call(session, 'shutdown')
      },
      serverFlushed: ({ heap }) => world.note(`flushed ${heap.shutdown} ${heap.connected}`),
      inlineStates: { _stop: () => world.note('stop') },
    })
    expect(await world.end()).toEqual([])
    expect(world.peers[0]?.heard).toBe('one\r\ntwo\r\n')
    expect(world.trace).toEqual(['0 connected', '0 flushed true false', '0 disconnected', '0 server: end', '0 stop'])
  })

  it('is queued: records read before it are handled, none after it', async () => {
    const world = new World()
    await world.listen((peer) => peer.say('one\ntwo\n'))
    world.client({
      serverInput({ kernel }, line) {
        world.note(`input ${line}`)
        kernel.yield('shutdown')
        world.peers[0]?.say('three\n')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 connected', '0 input one', '0 input two', '0 disconnected', '0 server: end'])
  })

  it('takes effect at once when it is called', async () => {
    const world = new World()
    await world.listen((peer) => peer.say('one\ntwo\n'))
    world.client({
      serverInput({ kernel, session }, line) {
        world.note(`input ${line}`)
        kernel.call(session, 'shutdown')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 connected', '0 input one', '0 disconnected', '0 server: end'])
  })

  it('before there is a connection gives it up, without a callback', async () => {
    const world = new World({ faults: { latency: 50 } })
    await world.listen()
    const client = world.client({ started: ({ kernel }) => void kernel.delay('shutdown', 60) })
    world.keep(1000)
    await Promise.all([
      expect(client.connected()).rejects.toMatchObject({ code: 'ERR_POE_STOPPED' }),
      world.end().then((left) => expect(left).toEqual([])),
    ])
    expect(world.trace).toEqual(['110 server: end'])
    expect(world.loop.net.connections).toEqual([])
  })

  it('often is as good as once', async () => {
    const world = new World()
    await world.listen()
    world.client({
      connected({ heap, kernel }) {
        heap.server.put('x')
        for (let i = 0; i < 3; i++) kernel.yield('shutdown')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 disconnected', '0 server: end'])
  })
})

describe('TcpClient, its alias', () => {
  it('is there from the start until shutdown', async () => {
    const world = new World()
    await world.listen()
    world.client({
      alias: 'client',
      started: ({ kernel }) => world.note(`started ${kernel.aliasList()}`),
      connected: ({ kernel }) => void kernel.post('client', 'shutdown'),
      disconnected: ({ kernel }) => world.note(`disconnected ${kernel.aliasList()}`),
      inlineStates: { _stop: ({ kernel }) => world.note(`stop ${kernel.aliasList()}`) },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 started client', '0 disconnected client', '0 server: end', '0 stop '])
  })

  it('goes with a lost connection, and comes back with the next one', async () => {
    const world = new World()
    await world.listen((peer) => peer.socket.close())
    const seen = () => world.note(`${world.kernel.aliasResolve('client') !== undefined}`)
    world.client({
      alias: 'client',
      connected: seen,
      disconnected({ kernel }) {
        if (world.peers.length === 2) return
        kernel.delay('reconnect', 10)
        kernel.delay('look', 5)
      },
      inlineStates: { look: seen },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace.filter((line) => !line.includes('error'))).toEqual(['0 true', '5 false', '10 true'])
  })

  it('stays where the client connects again by itself', async () => {
    const world = new World()
    await world.listen((peer) => peer.socket.close())
    const seen = () => world.note(`${world.kernel.aliasResolve('client') !== undefined}`)
    world.client({
      alias: 'client',
      reconnect: { initial: 10, jitter: 0, attempts: 1 },
      connected: seen,
      serverError: () => {},
      disconnected: ({ kernel }) => void kernel.delay('look', 5),
      inlineStates: { look: seen },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 true', '5 true', '10 true', '15 false'])
  })
})

describe('TcpClient, states of its user', () => {
  class Counter {
    static greet({ heap }: Untyped, name: string) {
      heap.server.put(`hello ${name}`)
    }
    count = 0
    tick({ heap }: Untyped) {
      heap.server.put(`tick ${++this.count}`)
    }
  }

  it('are part of the session: inline, of objects, of classes', async () => {
    const world = new World()
    await world.listen()
    const client = world.client({
      heap: { ready: 5 },
      inlineStates: { say: ({ heap }, line) => void heap.server.put(`${line} ${heap.ready}`) },
      objectStates: [[new Counter(), ['tick']]],
      packageStates: [[Counter, { welcome: 'greet' }]],
      connected({ kernel }) {
        kernel.yield('say', 'said')
        kernel.yield('tick')
        kernel.yield('welcome', 'you')
        kernel.yield('shutdown')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.peers[0]?.heard).toBe('said 5\r\ntick 1\r\nhello you\r\n')
    expect(client.session.id).toBe(1)
  })

  it.each(['connect', 'reconnect', 'shutdown', '_start', '_drain', 'gotServerInput', 'gotConnectTimeout'])(
    'may not take the place of %s',
    (event) => {
      const world = new World()
      expect(() => world.client({ inlineStates: { [event]: () => {} } })).toThrow(
        `TcpClient: it handles the event "${event}" itself; give your handler another name.`,
      )
      expect(world.kernel.ledger()).toEqual([])
    },
  )

  it('may handle what else happens: _default hears nothing of the session itself', async () => {
    const world = new World()
    await world.listen((peer) => peer.socket.close())
    world.client({
      connected: ({ kernel }) => kernel.yield('what', 1),
      serverError: () => {},
      inlineStates: { _default: (_ctx, event, args) => world.note(`${event} ${args}`) },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 what 1', '0 disconnected'])
  })
})

describe('TcpClient, sessionType and sessionParams', () => {
  it('make the session, of the class and with the parameters given', async () => {
    class Named extends Session {
      readonly title = 'mine'
    }
    const world = new World()
    await world.listen()
    world.client({
      sessionType: Named,
      sessionParams: { options: { mine: 5 } },
      connected({ session, kernel }) {
        world.note(`${session instanceof Named} ${session.option('mine')}`)
        kernel.yield('shutdown')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace[0]).toBe('0 true 5')
  })
})

describe('TcpClient, filters', () => {
  it('are cloned for each connection', async () => {
    const world = new World()
    await world.listen((peer) => {
      peer.say('half')
      peer.socket.shutdown()
    })
    world.client({
      filter: new LineFilter({ literal: ';' }),
      reconnect: { initial: 1, jitter: 0, attempts: 1 },
      serverError: () => {},
      disconnected: () => {},
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 connected', '0 input half', '0 server: end', '1 connected', '1 input half'])
  })

  it('are made by functions, one for each direction', async () => {
    const world = new World()
    await world.listen((peer) => peer.say('a;b;'))
    world.client({
      inputFilter: () => new LineFilter({ literal: ';' }),
      outputFilter: new LineFilter({ literal: '|' }),
      serverInput({ heap, kernel }, line) {
        heap.server.put(line)
        if (line === 'b') kernel.yield('shutdown')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.peers[0]?.heard).toBe('a|b|')
  })
})

describe('TcpClient, highMark and lowMark', () => {
  it('tell that much waits for the server, and that it has taken it; reading goes on', async () => {
    const world = new World()
    await world.listen(() => {}, { reads: false })
    world.loop.at(5, () => world.peers[0]?.say('still heard\n'))
    world.loop.at(10, () => {
      const socket = world.peers[0]?.socket as SocketHandle
      socket.watch('read', () => void (socket.read(65_536) ?? socket.close()))
    })
    world.client({
      highMark: 300_000,
      lowMark: 1000,
      connected: ({ heap }) => world.note(`high ${heap.server.put('x'.repeat(400_000))}`),
      serverHigh: ({ heap }, id) => world.note(`serverHigh ${heap.server.id === id}`),
      serverLow({ heap, kernel }, id) {
        world.note(`serverLow ${heap.server.id === id}`)
        kernel.yield('shutdown')
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual([
      '0 high true',
      '0 serverHigh true',
      '5 input still heard',
      '10 serverLow true',
      '10 disconnected',
    ])
  })
})
