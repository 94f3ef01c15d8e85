import { Kernel } from '@poe/kernel'
import { handleError, type SocketHandle, TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { TcpClient } from './index.ts'
import { type Options, World } from './world.test-support.ts'

/** What becomes of one attempt: what was noted, and what `connected()` came to. */
async function attempt(world: World, options: Options) {
  const client = world.client(options)
  const outcome = client.connected().then(
    () => 'connected',
    (error) => error,
  )
  world.keep(1)
  world.keep(1)
  const left = await world.end()
  return { trace: world.trace, outcome: await outcome, left, connections: world.loop.net.connections }
}

describe('TcpClient that cannot connect', () => {
  it.each<[string, string, Options]>([
    [
      'connectError connect ECONNREFUSED 111',
      'TcpClient cannot connect to 127.0.0.1:80: nobody listens there; start the server, or look at "remoteAddress" and "remotePort" (ECONNREFUSED).',
      {},
    ],
    [
      'connectError getaddrinfo ENOTFOUND 99',
      'TcpClient cannot connect to nowhere.invalid:80: no such name is known; look at "remoteAddress" (ENOTFOUND).',
      { remoteAddress: 'nowhere.invalid' },
    ],
    [
      'connectError connect ENOENT 2',
      'TcpClient cannot connect to /no/socket: there is no such socket; start the server, or look at "remoteAddress" (ENOENT).',
      { domain: 'unix', remoteAddress: '/no/socket' },
    ],
    [
      'connectError bind EADDRNOTAVAIL 99',
      'TcpClient cannot connect to [::1]:80: this machine has no such address; look at "bindAddress" (EADDRNOTAVAIL).',
      { remoteAddress: '::1', bindAddress: '192.0.2.7' },
    ],
  ])('tells %s, and rejects: %s', async (told, message, options) => {
    const { trace, outcome, left } = await attempt(new World(), options)
    expect(trace).toEqual([`0 ${told}`])
    expect(outcome).toMatchObject({ code: 'ERR_POE_CONNECT', message, cause: { wheelId: 1 } })
    expect(left).toEqual([])
  })

  it('warns where there is no connectError', async () => {
    const { left } = await attempt(new World(), { connectError: undefined as never })
    expect(left).toEqual([expect.stringMatching(/^TcpClient cannot connect to 127\.0\.0\.1:80: .*\(ECONNREFUSED\)\.$/)])
  })

  it('says in the warning when it tries again', async () => {
    const reconnect = { initial: 5, jitter: 0, attempts: 1 }
    const { left } = await attempt(new World(), { reconnect, connectError: undefined as never })
    expect(left).toEqual([
      expect.stringMatching(/\(ECONNREFUSED\)\. Again in 5 ms\.$/),
      expect.stringMatching(/\(ECONNREFUSED\)\.$/),
    ])
  })

  it('is an exception on a loop without sockets', async () => {
    const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
    const client = new TcpClient({ kernel, remotePort: 80, serverInput: () => {} })
    const connected = client.connected()
    connected.catch(() => {})
    await expect(kernel.run()).rejects.toMatchObject({ code: 'ERR_POE_NO_SERVICE' })
    await expect(connected).rejects.toMatchObject({ code: 'ERR_POE_NO_SERVICE' })
    expect(kernel.ledger()).toEqual([])
  })

  it('lives on by its alias, and can be told to connect elsewhere', async () => {
    const world = new World()
    await world.listen(() => {}, { port: 81 })
    const client = world.client({ alias: 'client', connected: ({ kernel }) => kernel.yield('shutdown') })
    const connect = () => client.connect(undefined, 81).then(({ port }) => world.note(`port ${port}`))
    world.loop.at(5, () => void connect())
    // An alias alone keeps no kernel running.
    world.keep(10)
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual([
      '0 connectError connect ECONNREFUSED 111',
      '5 port 81',
      '5 disconnected',
      '5 server: end',
    ])
  })
})

describe('TcpClient, connectTimeout', () => {
  const hangs = { faults: { hangs: 1 } }

  it.each([0.5, 250, 1000, 3_600_000])('comes after exactly %s ms', async (connectTimeout) => {
    const world = new World({ faults: { hangs: 1, connectTimeout: 1e9 } })
    const { trace, outcome, left } = await attempt(world, { connectTimeout })
    expect(trace).toEqual([`${connectTimeout} connectError connect ETIMEDOUT 110`])
    expect(outcome).toMatchObject({
      message: `TcpClient cannot connect to 127.0.0.1:80: No connection within ${connectTimeout} ms (ETIMEDOUT).`,
      cause: { operation: 'connect', wheelId: 1 },
    })
    expect(left).toEqual([])
  })

  it('is a minute by default', async () => {
    const { trace } = await attempt(new World(hangs), {})
    expect(trace).toEqual(['60000 connectError connect ETIMEDOUT 110'])
  })

  it('does nothing once there is a connection', async () => {
    const world = new World({ faults: { latency: 49 } })
    await world.listen()
    const { trace } = await attempt(world, {
      connectTimeout: 99,
      connected({ kernel }) {
        world.note('connected')
        kernel.delay('shutdown', 1000)
      },
    })
    expect(trace).toEqual(['98 connected', '1098 disconnected', '1147 server: end'])
  })

  it('closes what comes too late, and covers preConnect', async () => {
    const world = new World()
    await world.listen()
    let give: (socket: SocketHandle) => void = () => {}
    let made: SocketHandle | undefined
    const { trace, connections, left } = await attempt(world, {
      connectTimeout: 50,
      preConnect(_ctx, socket) {
        made = socket
        world.loop.at(70, () => give(socket))
        return new Promise((resolve) => {
          give = resolve
        })
      },
    })
    expect(trace).toEqual(['50 connectError connect ETIMEDOUT 110', '50 server: end'])
    expect([made?.state, connections, left]).toEqual(['closed', [], []])
  })
})

describe('TcpClient, preConnect', () => {
  it('may replace the socket', async () => {
    const world = new World()
    await world.listen()
    let wrapped: SocketHandle | undefined
    await attempt(world, {
      preConnect(_ctx, socket) {
        wrapped = new Proxy(socket, {
          get(target, name) {
            const value = Reflect.get(target, name, target)
            return typeof value === 'function' ? value.bind(target) : value
          },
        })
        return wrapped
      },
      connected({ heap, kernel }) {
        world.note(`${heap.server.getInputHandle() === wrapped}`)
        kernel.yield('shutdown')
      },
    })
    expect(world.trace[0]).toBe('0 true')
  })

  it('may take its time, as to upgrade to TLS', async () => {
    const world = new World({ faults: { latency: 10 } })
    await world.listen(
      (peer) => {
        void world.loop.net
          .secure(peer.socket, { server: true, key: 'k', cert: 'c' })
          .then((socket) => socket.write('hello\n'))
      },
      { reads: false },
    )
    const { trace, outcome, left } = await attempt(world, {
      preConnect: ({ kernel }, socket) => kernel.loop.net?.secure?.(socket, { server: false, verify: false }),
      serverInput({ kernel }, line) {
        world.note(`input ${line}`)
        kernel.yield('shutdown')
      },
    })
    expect([outcome, left]).toEqual(['connected', []])
    expect(trace).toEqual(['30 connected', '40 input hello', '40 disconnected'])
  })

  it('that is done too late has what it gives closed', async () => {
    const world = new World({ faults: { latency: 10 } })
    await world.listen(
      (peer) => {
        void world.loop.net.secure(peer.socket, { server: true, key: 'k', cert: 'c' }).then((socket) => {
          socket.watch('read', () => {
            if (socket.read(1) === null && socket.state !== 'open') world.note(`server: ${socket.state}`)
            socket.close()
          })
        })
      },
      { reads: false },
    )
    const { left, connections } = await attempt(world, {
      preConnect({ kernel }, socket) {
        kernel.delay('shutdown', 5)
        world.keep(1000)
        return kernel.loop.net?.secure?.(socket, { server: false, verify: false })
      },
    })
    expect([left, connections]).toEqual([[], []])
    expect(world.trace).toEqual([expect.stringMatching(/server: ended$/)])
  })

  it('that fails too late is not told again', async () => {
    const world = new World()
    await world.listen()
    const { trace } = await attempt(world, {
      connectTimeout: 50,
      preConnect: () =>
        new Promise((_resolve, reject) => {
          world.loop.at(70, () => reject(handleError('EPROTO', 'handshake')))
        }),
    })
    expect(trace).toEqual(['50 connectError connect ETIMEDOUT 110', '50 server: end'])
  })

  it('that is done as the client is shut down makes no connection', async () => {
    const world = new World()
    await world.listen()
    world.keep(20)
    const { trace, connections } = await attempt(world, {
      preConnect: ({ kernel, session }, socket) =>
        new Promise((resolve) => {
          world.loop.at(10, () => {
            kernel.post(session, 'shutdown')
            resolve(socket)
          })
        }),
    })
    expect([trace, connections]).toEqual([['10 server: end'], []])
  })

  it('that is under way when the client is aborted has its socket closed', async () => {
    const world = new World()
    await world.listen()
    const client = world.client({ preConnect: () => new Promise(() => {}) })
    world.loop.at(10, () => client.abort())
    world.keep(20)
    expect(await world.end()).toEqual([])
    expect([world.trace, world.loop.net.connections]).toEqual([['10 server: end'], []])
  })

  it('that fails to upgrade is a failure to connect', async () => {
    const world = new World()
    await world.listen((peer) => peer.say('I speak plainly\n'))
    const { trace, connections, left } = await attempt(world, {
      preConnect: ({ kernel }, socket) => kernel.loop.net?.secure?.(socket, { server: false, verify: false }),
    })
    expect(trace[0]).toBe('0 connectError handshake EPROTO 71')
    expect([connections, left]).toEqual([[], []])
  })

  it.each<[string, NonNullable<Options['preConnect']>]>([
    ['nothing', () => undefined],
    ['nothing in the end', async () => undefined],
  ])('that gives %s is told, and closes the connection', async (_how, preConnect) => {
    const world = new World()
    await world.listen()
    const { trace, outcome, connections, left } = await attempt(world, { preConnect })
    expect(trace).toEqual(['0 connectError preConnect ECANCELED 125', '0 server: end'])
    expect(outcome).toMatchObject({
      code: 'ERR_POE_CONNECT',
      message: expect.stringContaining('preConnect gave no socket'),
    })
    expect([connections, left]).toEqual([[], []])
  })

  it.each<[string, Options]>([
    [
      'preConnect',
      {
        preConnect: () => {
          throw new Error('boom')
        },
      },
    ],
    ['an async preConnect', { preConnect: async () => Promise.reject(new Error('boom')) }],
    [
      'filter',
      {
        filter: () => {
          throw new Error('boom')
        },
      },
    ],
  ])('closes the connection where %s throws, which is an exception of the session', async (_where, options) => {
    const world = new World()
    await world.listen()
    const client = world.client({
      ...options,
      started: ({ kernel }) => void kernel.sig('DIE', 'died'),
      inlineStates: {
        died({ kernel }, _signal, { error }) {
          kernel.sigHandled()
          world.note(error.message)
        },
      },
    })
    world.keep(1)
    const connected = client.connected()
    connected.catch(() => {})
    expect(await world.end()).toEqual([])
    await expect(connected).rejects.toThrow('boom')
    expect(world.trace).toEqual(['0 boom', '0 server: end'])
    expect([client.address(), world.loop.net.connections]).toEqual([undefined, []])
  })

  it('that throws ends the run where nobody handles that', async () => {
    const world = new World()
    await world.listen()
    const boom = new Error('boom')
    world.client({ preConnect: async () => Promise.reject(boom) })
    await expect(world.kernel.run()).rejects.toBe(boom)
    expect(world.kernel.ledger()).toEqual([])
  })

  it('that is under way when the client is shut down has its socket closed', async () => {
    const world = new World()
    await world.listen()
    let resolve: (socket: undefined) => void = () => {}
    const { trace, connections, left } = await attempt(world, {
      preConnect: ({ kernel }) => {
        kernel.delay('shutdown', 10)
        world.loop.at(20, () => resolve(undefined))
        return new Promise((done) => {
          resolve = done
        })
      },
    })
    expect([trace, connections, left]).toEqual([['10 server: end'], [], []])
  })
})

describe('TcpClient, where it connects from and to', () => {
  it('binds, and reaches unix sockets, by name and over TLS', async () => {
    const world = new World({ hosts: { 'server.example': '10.1.1.1' } })
    const serve = (peer: { socket: SocketHandle }) =>
      world.note(`from ${peer.socket.remote?.address}:${peer.socket.remote?.port}`)
    const tls = { key: 'k', cert: 'c' }
    const listener = await world.loop.net.listen({ host: 'server.example', port: 443, tls })
    listener.watch('read', () => {
      const socket = listener.accept()
      if (socket !== null) serve({ socket })
    })
    await world.listen(() => world.note('unix'), { path: '/run/socket' })
    const connected: Options['connected'] = ({ kernel }, socket, address, port) => {
      world.note(`${socket.remote?.family} ${address} ${port}`)
      kernel.yield('shutdown')
    }
    world.client({ remoteAddress: 'server.example', remotePort: 443, tls: {}, bindPort: 4000, connected })
    world.client({ domain: 'unix', remoteAddress: '/run/socket', connected })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^0 from .*:4000$/),
        '0 inet 10.1.1.1 443',
        '0 unix',
        '0 unix /run/socket 0',
      ]),
    )
  })
})
