import type { SocketHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { type Options, World } from './world.test-support.ts'

const large = 'x'.repeat(1_000_000)

/** Begins to read, after so long, what nobody has read. */
function readLate(world: World, at: number, heard: (octets: number) => void): void {
  let octets = 0
  world.loop.at(at, () => {
    const socket = world.peers[0]?.socket as SocketHandle
    socket.watch('read', () => {
      const chunk = socket.read(65_536)
      if (chunk !== null) octets += chunk.length
      else if (socket.state !== 'open') {
        socket.close()
        heard(octets)
      }
    })
  })
}

describe('TcpClient, a graceful shutdown', () => {
  it('writes what waits, however slow the server, and tells disconnected then', async () => {
    const world = new World()
    await world.listen(() => {}, { reads: false })
    readLate(world, 30_000, (octets) => world.note(`heard ${octets}`))
    world.client({
      connected({ heap, kernel }) {
        heap.server.put(large)
        kernel.delay('shutdown', 10)
      },
      serverFlushed: ({ heap }) => world.note(`flushed ${heap.shutdown}`),
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['30000 flushed true', '30000 disconnected', '30000 heard 1000002'])
  })

  it.each<[string, (peer: SocketHandle, world: World) => void, string[]]>([
    ['resets the connection', (_peer, world) => void world.loop.net.resetAll(), ['20 error read ECONNRESET 104']],
    ['vanishes', (_peer, world) => void world.loop.net.vanishAll(), ['60000 error write ETIMEDOUT 110']],
  ])('calls disconnected also where the server %s meanwhile', async (_what, happen, errors) => {
    const world = new World()
    await world.listen(() => {}, { reads: false })
    world.loop.at(20, () => happen(world.peers[0]?.socket as SocketHandle, world))
    world.client({
      // What the program ends is not brought back.
      reconnect: true,
      connected({ heap, kernel }) {
        heap.server.put(large)
        kernel.delay('shutdown', 10)
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual([...errors, `${errors[0]?.split(' ')[0]} disconnected`])
  })

  it('goes on writing where the server has ended its output', async () => {
    const world = new World()
    await world.listen((peer) => peer.socket.shutdown(), { reads: false })
    readLate(world, 50, (octets) => world.note(`heard ${octets}`))
    world.keep(60)
    world.client({ connected: ({ heap }) => void heap.server.put(large) })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 error read - 0', '50 disconnected', '50 heard 1000002'])
  })

  it('handles no input meanwhile', async () => {
    const world = new World()
    await world.listen(() => {}, { reads: false })
    readLate(world, 50, () => world.note('all heard'))
    world.loop.at(20, () => world.peers[0]?.say('too late\n'))
    world.client({
      connected({ heap, kernel }) {
        heap.server.put(large)
        kernel.delay('shutdown', 10)
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['50 disconnected', '50 all heard'])
  })
})

describe('TcpClient, a connection that fails', () => {
  it.each<[string, string, Options]>([
    ['is reset', 'error read ECONNRESET 104', {}],
    [
      'takes nothing',
      'error write ETIMEDOUT 110',
      { stallTimeout: 100, connected: ({ heap }) => void heap.server.put(large) },
    ],
    [
      'takes too little',
      'error write ENOBUFS 105',
      { maxOutput: 1000, connected: ({ heap }) => void heap.server.put(large) },
    ],
  ])('that %s is told, then disconnected', async (_what, told, options) => {
    const world = new World()
    await world.listen(() => {}, { reads: false })
    world.loop.at(200, () => void world.loop.net.resetAll())
    const flags: unknown[] = []
    world.client({
      connected: () => {},
      ...options,
      serverError({ heap }, error) {
        world.note(`error ${error.operation} ${error.code} ${error.errno}`)
        flags.push(heap.gotAnError)
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace.map((line) => line.replace(/^\d+ /, ''))).toEqual([told, 'disconnected'])
    expect(flags).toEqual([true])
  })

  it('is warned of where there is no serverError; a normal end is not', async () => {
    const world = new World()
    await world.listen((peer) => {
      if (world.peers.length === 1) peer.socket.close()
      else world.loop.net.resetAll()
    })
    world.client({ serverError: undefined as never, reconnect: { initial: 5, attempts: 1 } })
    expect(await world.end()).toEqual(['Server 127.0.0.1:80: read failed, Connection reset by peer.'])
  })

  it('stays where shutdownOnError is taken away, until it is shut down', async () => {
    const world = new World()
    await world.listen((peer) => peer.socket.shutdown())
    world.keep(110)
    world.client({
      connected({ heap }) {
        heap.shutdownOnError = false
      },
      serverError({ heap, kernel }, error) {
        world.note(`error ${error.errno} ${heap.gotAnError}`)
        heap.server.put('I know')
        kernel.delay('shutdown', 100)
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 error 0 false', '100 disconnected', '100 server: end'])
    expect(world.peers[0]?.heard).toBe('I know\r\n')
  })
})

describe('TcpClient, reconnect and connect while connected', () => {
  it('drop the connection now, tell so, and connect again, elsewhere where that is said', async () => {
    const world = new World()
    await world.listen()
    await world.listen(() => {}, { port: 81 })
    const client = world.client({
      connected: ({ heap }, _socket, _address, port) => {
        world.note(`connected ${port}`)
        heap.server.put('hello')
      },
      disconnected: ({ heap }) => world.note(`disconnected ${heap.server} ${heap.connected} ${heap.shutdown}`),
    })
    world.loop.at(10, () => client.reconnect())
    world.loop.at(20, () => client.connect('localhost', 81))
    world.loop.at(30, () => world.kernel.post(client.session, 'reconnect'))
    world.loop.at(40, () => world.kernel.post(client.session, 'connect', undefined, 80))
    world.loop.at(50, () => world.kernel.post(client.session, 'shutdown'))
    expect(await world.end()).toEqual([])
    const gone = 'disconnected undefined false'
    expect(world.trace.filter((line) => !line.includes('server:'))).toEqual([
      ...['0 connected 80', `10 ${gone} false`, '10 connected 80', `20 ${gone} false`, '20 connected 81'],
      ...[`30 ${gone} false`, '30 connected 81', `40 ${gone} false`, '40 connected 80', `50 ${gone} true`],
    ])
    expect(world.peers.map(({ heard }) => heard)).toEqual(Array(5).fill('hello\r\n'))
    expect(world.loop.net.connections).toEqual([])
  })

  it('leave nothing of what disconnected asked for: the connection is not dropped again', async () => {
    const world = new World()
    await world.listen()
    const client = world.client({
      disconnected({ kernel }) {
        world.note('disconnected')
        if (world.peers.length === 1) kernel.delay('reconnect', 50)
      },
    })
    world.loop.at(10, () => client.reconnect())
    world.loop.at(1000, () => world.kernel.post(client.session, 'shutdown'))
    await world.end()
    expect(world.trace.filter((line) => !line.includes('server:'))).toEqual([
      '0 connected',
      '10 disconnected',
      '10 connected',
      '1000 disconnected',
    ])
  })

  it('from serverError holds: what is lost is the former connection', async () => {
    const world = new World()
    await world.listen((peer) => {
      if (world.peers.length === 1) peer.socket.shutdown()
      else {
        peer.say('hello\n')
        world.loop.at(100, () => world.kernel.post(1, 'shutdown'))
      }
    })
    world.client({ serverError: ({ kernel }) => kernel.yield('reconnect') })
    await world.end()
    expect(world.trace.filter((line) => !line.includes('server:'))).toEqual([
      '0 connected',
      '0 disconnected',
      '0 connected',
      '0 input hello',
      '100 disconnected',
    ])
  })

  it('forget the errors of the former connection: a shutdown drops nothing that is queued', async () => {
    const world = new World()
    await world.listen(() => {}, { reads: false })
    const heard: number[] = []
    world.client({
      connected({ heap, kernel, session }) {
        world.note(`connected ${heap.gotAnError}`)
        if (world.peers.length < 2) return void world.loop.at(5, () => world.loop.net.resetAll())
        world.peers.shift()
        readLate(world, 50, (octets) => heard.push(octets))
        heap.server.put(large)
        kernel.call(session, 'shutdown')
      },
      disconnected({ kernel, heap }) {
        world.note(`disconnected ${heap.gotAnError}`)
        if (heap.gotAnError) kernel.delay('reconnect', 5)
      },
    })
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual([
      '0 connected false',
      '5 error read ECONNRESET 104',
      '5 disconnected true',
      '10 connected false',
      '50 disconnected false',
    ])
    expect(heard).toEqual([1_000_002])
  })

  it('refuse what is no place', async () => {
    const world = new World()
    const client = world.client()
    expect(() => client.connect('')).toThrow('TcpClient.connect(): option "address" must be a string of at least one')
    expect(() => client.connect('localhost', 0)).toThrow('option "port" must be a whole number from 1 to 65535, not 0.')
    world.kernel.post(client.session, 'connect', 5)
    await expect(world.kernel.run()).rejects.toThrow('TcpClient, event "connect": option "address" must be a string')
  })
})

describe('TcpClient.connected, address, connect and reconnect', () => {
  it('tell the address of the server as soon as it is connected, and while it is', async () => {
    const world = new World()
    await world.listen()
    const client = world.client()
    const seen: unknown[] = []
    const here = { family: 'inet', address: '127.0.0.1', port: 80 }
    void client.connected().then(async (address) => {
      seen.push(address, client.address(), await client.connected())
      const next = client.reconnect()
      seen.push(client.address(), await next)
      world.kernel.post(client.session, 'shutdown')
    })
    await world.end()
    expect(seen).toEqual([here, here, here, undefined, here])
    expect(client.address()).toBeUndefined()
    await expect(client.connected()).rejects.toMatchObject({
      code: 'ERR_POE_DISCONNECTED',
      message: 'TcpClient: the connection to 127.0.0.1:80 has ended.',
    })
    await expect(client.connect()).rejects.toMatchObject({ code: 'ERR_POE_DISCONNECTED' })
  })

  it('wait for the attempt that was asked for, whatever becomes of the one before', async () => {
    const world = new World({ faults: { latency: 10 } })
    await world.listen((peer) => peer.socket.close())
    await world.listen(() => {}, { port: 81 })
    const client = world.client({ connected: () => {} })
    const seen: unknown[] = []
    world.loop.at(15, () => void client.connect(undefined, 81).then(({ port }) => seen.push(port)))
    world.loop.at(100, () => void client.close())
    expect(await world.end()).toEqual([])
    expect(seen).toEqual([81])
  })

  it('wait for it though the connection before is lost first', async () => {
    const world = new World()
    await world.listen((peer) => peer.socket.shutdown())
    await world.listen(() => {}, { port: 81 })
    const client = world.client({
      serverError: () => void client.connect(undefined, 81).then(({ port }) => world.note(`port ${port}`)),
      disconnected: () => {},
    })
    world.loop.at(100, () => void client.close())
    expect(await world.end()).toEqual([])
    expect(world.trace.filter((line) => line.includes('port'))).toEqual(['0 port 81'])
  })

  it('may be left alone: what connect and reconnect give is no unhandled rejection', async () => {
    const world = new World()
    const client = world.client()
    client.reconnect()
    client.connect('nowhere.invalid')
    expect(await world.end()).toEqual([])
    client.connect()
    expect(world.trace.at(-1)).toBe('0 connectError getaddrinfo ENOTFOUND 99')
  })

  it('reject where the client is aborted, and ask nothing of it then', async () => {
    const world = new World({ faults: { hangs: 1 } })
    const client = world.client()
    const connected = client.connected()
    connected.catch(() => {})
    world.loop.at(5, () => client.abort())
    expect(await world.end()).toEqual([])
    await expect(connected).rejects.toMatchObject({
      code: 'ERR_POE_STOPPED',
      message: 'TcpClient has stopped; it is not connected.',
    })
    await expect(client.reconnect()).rejects.toMatchObject({ code: 'ERR_POE_STOPPED' })
    expect(world.trace).toEqual([])
  })
})

describe('TcpClient.close, abort, and await using', () => {
  it('closes: writes what waits, tells disconnected, reports nobody', async () => {
    const world = new World()
    await world.listen()
    const client = world.client({ alias: 'client', connected: ({ heap }) => void heap.server.put('hello') })
    const reports: unknown[] = []
    world.loop.at(10, () => void Promise.all([client.close(), client.close()]).then((all) => reports.push(...all)))
    expect(await world.end()).toEqual([])
    expect(reports).toEqual([{ late: [] }, { late: [] }])
    expect(world.trace).toEqual(['10 disconnected', '10 server: end'])
    expect(world.peers[0]?.heard).toBe('hello\r\n')
  })

  it('closes for good: nothing connects again, whatever disconnected asks for', async () => {
    const world = new World()
    await world.listen()
    const client = world.client({
      disconnected({ kernel }) {
        world.note('disconnected')
        kernel.yield('reconnect')
        kernel.delay('reconnect', 50)
      },
    })
    world.loop.at(10, () => void client[Symbol.asyncDispose]())
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 connected', '10 disconnected', '10 server: end'])
    expect(world.loop.now()).toBeLessThan(50)
  })

  it('stops at the deadline where the server takes nothing, and reports what was held', async () => {
    const world = new World()
    await world.listen(() => {}, { reads: false })
    const client = world.client({ connected: ({ heap }) => void heap.server.put(large) })
    let late: unknown[] = []
    world.loop.at(10, async () => {
      late = [...(await client.close({ timeout: 30 })).late].map(({ session }) => session)
    })
    expect(await world.end()).toEqual([])
    expect([late, world.trace]).toEqual([[1], []])
  })

  it('aborts: everything ends now, without a callback', async () => {
    const world = new World()
    await world.listen()
    const client = world.client()
    world.loop.at(10, () => client.abort())
    world.keep(20)
    expect(await world.end()).toEqual([])
    expect(world.trace).toEqual(['0 connected', '10 server: end'])
  })
})
