import { handleError } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { FakeSocket, inet, NetRig, unix } from './scripted-net.test-support.ts'

const HERE = inet('127.0.0.1', 80)
const dispose = (wheel: { dispose(): void }) => wheel.dispose()

describe('SocketFactory, listening', () => {
  it('tells where it listens, then each connection as (socket, address, port, wheel id)', async () => {
    const rig = new NetRig().session({ bindAddress: '127.0.0.1', bindPort: 80 })
    await rig.play(async ({ operation, options, resolve }) => {
      expect([operation, options.host, options.port]).toEqual(['listen', '127.0.0.1', 80])
      expect(rig.wheel.getSockName()).toBeUndefined()
      const listener = rig.listener(HERE)
      listener.waiting.push(new FakeSocket(HERE, inet('10.0.0.1', 1)), new FakeSocket(HERE, inet('10.0.0.2', 2)))
      resolve(listener as never)
      await rig.quiet()
      expect(rig.wheel.getSockName()).toEqual(HERE)
      rig.wheel.dispose()
    })
    expect(rig.trace).toEqual([
      'listening {family:inet,address:127.0.0.1,port:80} 1',
      'success socket "10.0.0.1" 1 1',
      'success socket "10.0.0.2" 2 1',
    ])
    expect(rig.left).toEqual([])
  })

  it('holds its session while it asks and while it listens', async () => {
    const rig = new NetRig().session({})
    await rig.play(async ({ resolve }) => {
      expect(rig.kernel.ledger().find(({ holds }) => holds)).toMatchObject({
        kind: 'opening',
        label: 'SocketFactory(1)',
      })
      resolve(rig.listener(HERE) as never)
      await rig.quiet()
      expect(rig.kernel.ledger().find(({ holds }) => holds)).toMatchObject({ kind: 'handle' })
      rig.wheel.dispose()
    })
    expect(rig.left).toEqual([])
  })

  it('needs no listening event', async () => {
    const rig = new NetRig().session({ listeningEvent: undefined } as never)
    await rig.play(async ({ resolve }) => {
      resolve(rig.listener(HERE) as never)
      await rig.quiet()
      rig.wheel.dispose()
    })
    expect(rig.trace).toEqual([])
  })

  it('tells an unnamed unix peer as an empty address and port 0', async () => {
    const rig = new NetRig().session({ socketDomain: 'unix', bindAddress: '/tmp/s' }, { success: dispose })
    await rig.play(({ options, resolve }) => {
      expect([options.path, options.host, options.port]).toEqual(['/tmp/s', undefined, undefined])
      const listener = rig.listener(unix('/tmp/s'))
      listener.waiting.push(new FakeSocket(unix('/tmp/s'), null))
      resolve(listener as never)
    })
    expect(rig.trace.at(-1)).toBe('success socket "" 0 1')
    expect(rig.left).toEqual([])
  })

  it('accepts nobody while paused, before it listens and after', async () => {
    const rig = new NetRig().session({ listeningEvent: undefined } as never)
    await rig.play(async ({ resolve }) => {
      rig.wheel.pauseAccept()
      const listener = rig.listener(HERE)
      listener.waiting.push(new FakeSocket(HERE, inet('10.0.0.1', 1)))
      resolve(listener as never)
      await rig.quiet()
      expect(rig.trace).toEqual([])
      rig.wheel.event({ successEvent: 'success' })
      await rig.quiet()
      expect(rig.trace).toEqual([])
      rig.wheel.resumeAccept()
      await rig.quiet()
      expect(rig.trace).toHaveLength(1)
      rig.wheel.pauseAccept()
      listener.waiting.push(new FakeSocket(HERE, inet('10.0.0.2', 2)))
      await rig.quiet()
      expect(rig.trace).toHaveLength(1)
      rig.wheel.resumeAccept()
      await rig.quiet()
      rig.wheel.dispose()
    })
    expect(rig.trace).toEqual(['success socket "10.0.0.1" 1 1', 'success socket "10.0.0.2" 2 1'])
  })

  it('tells that accepting failed, and listens on', async () => {
    const rig = new NetRig().session({ listeningEvent: undefined } as never, { success: dispose })
    await rig.play(({ resolve }) => {
      const listener = rig.listener(HERE)
      listener.waiting.push(handleError('EMFILE', 'accept'), null, new FakeSocket(HERE, inet('10.0.0.1', 1)))
      resolve(listener as never)
    })
    expect(rig.trace).toEqual(['failure accept EMFILE 24 1', 'success socket "10.0.0.1" 1 1'])
    expect(rig.left).toEqual([])
  })

  it('accepts no more once it was disposed of in its own event', async () => {
    const rig = new NetRig().session({ listeningEvent: undefined } as never, { success: dispose })
    const listener = rig.listener(HERE)
    await rig.play(({ resolve }) => {
      listener.waiting.push(new FakeSocket(HERE, null), new FakeSocket(HERE, null))
      resolve(listener as never)
    })
    expect([rig.trace.length, listener.waiting.length, listener.state]).toEqual([1, 1, 'closed'])
  })
})

describe('SocketFactory, connecting', () => {
  it('tells the one connection, and is gone before', async () => {
    const rig = new NetRig().session(
      { remoteAddress: 'example.net', remotePort: 25, bindAddress: '10.0.0.9', bindPort: 99 },
      { success: (wheel) => rig.trace.push(`disposed ${wheel.disposed}`) },
    )
    await rig.play(({ operation, options, resolve }) => {
      const { host, port, bind } = options as { host: string; port: number; bind: unknown }
      expect([operation, host, port, bind]).toEqual(['connect', 'example.net', 25, { host: '10.0.0.9', port: 99 }])
      resolve(new FakeSocket(HERE, inet('93.184.216.34', 25)) as never)
    })
    expect(rig.trace).toEqual(['success socket "93.184.216.34" 25 1', 'disposed true'])
    expect(rig.left).toEqual([])
  })

  it('connects to a unix socket', async () => {
    const rig = new NetRig().session({ socketDomain: 'unix', remoteAddress: '/tmp/s' })
    await rig.play(({ options, resolve }) => {
      expect([options.path, options.host]).toEqual(['/tmp/s', undefined])
      resolve(new FakeSocket(unix(''), unix('/tmp/s')) as never)
    })
    expect(rig.trace).toEqual(['success socket "/tmp/s" 0 1'])
  })

  it('hands on what concerns the connection itself', async () => {
    const tls = { serverName: 'example.net' }
    const rig = new NetRig().session({ remoteAddress: 'h', remotePort: 1, tls, noDelay: false })
    await rig.play(({ options }) => {
      expect(options).toMatchObject({ tls, noDelay: false })
      rig.wheel.dispose()
    })
  })
})

describe('SocketFactory, udp', () => {
  it('tells the socket as (socket, undefined, undefined, wheel id)', async () => {
    const rig = new NetRig().session({ socketProtocol: 'udp', bindPort: 53 })
    await rig.play(({ operation, options, resolve }) => {
      expect([operation, options.family, options.bind]).toEqual(['datagram', 'inet', { port: 53 }])
      resolve(new FakeSocket(HERE, null) as never)
    })
    expect(rig.trace).toEqual(['success socket undefined undefined 1'])
    expect(rig.left).toEqual([])
  })

  it('tells where a connected one leads to', async () => {
    const rig = new NetRig().session({
      socketProtocol: 'udp',
      socketDomain: 'inet6',
      remoteAddress: '::1',
      remotePort: 53,
    })
    await rig.play(({ options, resolve }) => {
      expect([options.family, (options as { remote?: unknown }).remote]).toEqual(['inet6', { host: '::1', port: 53 }])
      resolve(new FakeSocket(HERE, null) as never)
    })
    expect(rig.trace).toEqual(['success socket "::1" 53 1'])
  })

  it('fails on a loop that has none, later', async () => {
    const rig = new NetRig({ net: { listen() {}, connect() {} } }).session({ socketProtocol: 'udp' })
    expect(rig.trace).toEqual([])
    await rig.kernel.run()
    expect(rig.trace).toEqual(['failure socket ENOTSUP 95 1'])
    expect(rig.left).toEqual([])
  })
})

describe('SocketFactory, failing', () => {
  it.each([
    [{ bindPort: 80 }, 'bind', 'EADDRINUSE', 98],
    [{ bindPort: 80 }, 'listen', 'EMFILE', 24],
    [{ bindAddress: 'nowhere' }, 'getaddrinfo', 'ENOTFOUND', 99],
    [{ remoteAddress: 'h', remotePort: 1 }, 'connect', 'ECONNREFUSED', 111],
    [{ remoteAddress: 'nowhere', remotePort: 1 }, 'getaddrinfo', 'ENOTFOUND', 99],
    [{ socketProtocol: 'udp' as const }, 'bind', 'EACCES', 13],
  ])('tells of %j that %s failed with %s', async (options, operation, code, errno) => {
    const rig = new NetRig().session(options, { failure: (wheel) => rig.trace.push(`disposed ${wheel.disposed}`) })
    await rig.play(({ reject }) => reject(handleError(code, operation)))
    expect(rig.trace).toEqual([`failure ${operation} ${code} ${errno} 1`, 'disposed true'])
    expect(rig.left).toEqual([])
  })

  it('names what it was doing where the host does not', async () => {
    const rig = new NetRig().session({ remoteAddress: 'h', remotePort: 1 })
    await rig.play(({ reject }) => reject(handleError('EIO', '')))
    expect(rig.trace).toEqual(['failure connect EIO 5 1'])
  })

  it('makes an exception of what is no failure of a socket, and leaves nothing behind', async () => {
    const rig = new NetRig().session({ remoteAddress: 'h', remotePort: 1 })
    const error = new TypeError('misuse')
    await expect(rig.play(({ reject }) => reject(error))).rejects.toBe(error)
    expect([rig.trace, rig.left]).toEqual([[], []])
  })

  it('says which loop lacks sockets', async () => {
    const rig = new NetRig({}).session({})
    await expect(rig.kernel.run()).rejects.toMatchObject({ code: 'ERR_POE_NO_SERVICE' })
    expect(rig.left).toEqual([])
  })
})

describe('SocketFactory.dispose', () => {
  it.each([[{}], [{ remoteAddress: 'h', remotePort: 1 }], [{ socketProtocol: 'udp' as const }]])(
    'gives up what is under way, without an event: %j',
    async (options) => {
      const rig = new NetRig().session(options)
      await rig.play((asked) => {
        rig.wheel.dispose()
        expect(asked.options.signal?.aborted).toBe(true)
      })
      expect([rig.trace, rig.left]).toEqual([[], []])
    },
  )

  it('closes what comes all the same', async () => {
    const rig = new NetRig()
    rig.net.connect = () => later.promise as never
    const later = deferred<FakeSocket>()
    const socket = new FakeSocket(HERE, HERE)
    rig.session({ remoteAddress: 'h', remotePort: 1 })
    await rig.play(async () => {
      rig.wheel.dispose()
      later.resolve(socket)
      await rig.quiet()
    })
    expect([socket.state, rig.trace, rig.left]).toEqual(['closed', [], []])
  })

  it('closes what came while the kernel did not run', async () => {
    const rig = new NetRig().session({ remoteAddress: 'h', remotePort: 1 })
    const socket = new FakeSocket(HERE, HERE)
    rig.net.asked[0]?.resolve(socket as never)
    await rig.quiet()
    rig.wheel.dispose()
    await rig.kernel.run()
    expect([socket.state, rig.trace, rig.left]).toEqual(['closed', [], []])
  })
})

describe('SocketFactory.event', () => {
  it('changes the names of events', async () => {
    const rig = new NetRig().session({ remoteAddress: 'h', remotePort: 1 }, { connected: () => {} })
    await rig.play(({ resolve }) => {
      rig.wheel.event({ successEvent: 'connected', listeningEvent: undefined })
      resolve(new FakeSocket(HERE, HERE) as never)
    })
    expect(rig.trace).toEqual(['connected socket "127.0.0.1" 80 1'])
  })

  it.each([
    [{ sucessEvent: 'x' }, 'SocketFactory.event(): unknown option "sucessEvent"; did you mean "successEvent"?'],
    [{ failureEvent: '' }, 'option "failureEvent" must be a string of at least one character, not "".'],
    [{ successEvent: undefined }, 'option "successEvent" must be the name of an event, not undefined.'],
  ])('refuses %j', async (names, message) => {
    const rig = new NetRig().session({})
    await rig.play(() => {
      expect(() => rig.wheel.event(names as never)).toThrow(message)
      rig.wheel.dispose()
    })
  })
})

describe('SocketFactory options', () => {
  it.each<[object, string]>([
    [{ successEvent: undefined }, 'SocketFactory needs the option "successEvent", which was not given.'],
    [{ failureEvent: undefined }, 'SocketFactory needs the option "failureEvent", which was not given.'],
    [{ bindport: 1 }, 'unknown option "bindport"; did you mean "bindPort"?'],
    [{ bindPort: 65_536 }, 'option "bindPort" must be a whole number from 0 to 65535, not 65536.'],
    [{ remoteAddress: 'h', remotePort: 0 }, 'option "remotePort" must be a whole number from 1 to 65535, not 0.'],
    [{ remoteAddress: 'h' }, 'option "remotePort" must be given where "remoteAddress" is, not undefined.'],
    [{ remotePort: 5 }, 'option "remoteAddress" must be given where "remotePort" is, not undefined.'],
    [{ socketDomain: 'ipx' }, 'option "socketDomain" must be "inet" or "inet6" or "unix", not "ipx".'],
    [{ socketProtocol: 'sctp' }, 'option "socketProtocol" must be "tcp" or "udp", not "sctp".'],
    [{ socketDomain: 'unix' }, 'option "bindAddress" must be the path of the socket'],
    [{ socketDomain: 'unix', bindAddress: '/s', bindPort: 1 }, 'option "bindPort" must be left out where'],
    [{ socketDomain: 'unix', bindAddress: '/s', socketProtocol: 'udp' }, 'option "socketProtocol" must be left out'],
    [{ socketProtocol: 'udp', tls: {} }, 'option "tls" must be left out where "socketProtocol" is "udp"'],
    [{ listenQueue: -1 }, 'option "listenQueue" must be a whole number of at least 0, not -1.'],
    [{ reuse: 'yes' }, 'option "reuse" must be true or false, not "yes".'],
    [{ connectTimeout: 5 }, 'option "connectTimeout" must be left out where nothing is connected to, not 5.'],
    [{ remoteAddress: 'h', remotePort: 1, connectTimeout: '5' }, 'option "connectTimeout" must be a number of milli'],
    [
      { socketProtocol: 'udp', remoteAddress: 'h', remotePort: 1, connectTimeout: 5 },
      'option "connectTimeout" must be left out where nothing is connected to',
    ],
    [{ proxyProtocol: false }, 'option "proxyProtocol" must be an object, not false.'],
    [
      { remoteAddress: 'h', remotePort: 1, proxyProtocol: true },
      'option "proxyProtocol" must be left out where no connections are accepted, not true.',
    ],
    [{ socketProtocol: 'udp', proxyProtocol: true }, 'option "proxyProtocol" must be left out where no connections'],
    [{ proxyProtocol: { timeout: -1 } }, 'SocketFactory, option "proxyProtocol": option "timeout" must be a number of'],
    [{ proxyProtocol: { maxPending: 0 } }, 'option "maxPending" must be a whole number of at least 1, not 0.'],
    [{ proxyProtocol: { trusted: '10.0.0.1' } }, 'option "trusted" must be a function, not "10.0.0.1".'],
    [{ proxyProtocol: { versions: [3] } }, 'option "versions" must be [1], [2] or [1, 2], not an array of 1.'],
    [{ proxyProtocol: { timeot: 5 } }, 'unknown option "timeot"; did you mean "timeout"?'],
  ])('refuses %j', async (options, message) => {
    const rig = new NetRig().session(options)
    await expect(rig.kernel.run()).rejects.toThrow(message)
    expect([rig.net.asked.length, rig.left]).toEqual([0, []])
  })

  it.each([
    [{}, true],
    [{ reuse: true }, true],
    [{ reuse: false }, false],
  ])('takes the path of a unix socket over, or not: %j', async (options, takeOver) => {
    const rig = new NetRig().session({ socketDomain: 'unix', bindAddress: '/s', ...options })
    await rig.play((asked) => {
      expect(asked.options).toMatchObject({ path: '/s', takeOver })
      rig.wheel.dispose()
    })
  })

  it('hands on what concerns listening', async () => {
    const rig = new NetRig().session({ listenQueue: 5, socketDomain: 'inet6', noDelay: false, reuse: false })
    await rig.play(({ options }) => {
      expect(options).toMatchObject({ backlog: 5, host: '::', port: 0, noDelay: false })
      rig.wheel.dispose()
    })
  })
})

function deferred<T>() {
  let resolve!: (value: T) => void
  const promise = new Promise<T>((given) => {
    resolve = given
  })
  return { promise, resolve }
}
