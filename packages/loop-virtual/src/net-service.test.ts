import type { SocketHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { VirtualLoop } from './index.ts'
import { fill, follow, Rig } from './rig.test-kit.ts'

describe('net.listen', () => {
  it('lets the system choose a port, and listens on every address where none is given', async () => {
    const rig = new Rig()
    const one = await rig.listen({ port: 0 })
    const other = await rig.listen({ host: '127.0.0.1', port: 0 })
    expect(one.local).toEqual({ family: 'inet6', address: '::', port: 49_152 })
    expect(other.local).toEqual({ family: 'inet', address: '127.0.0.1', port: 49_153 })
    expect(one.id).not.toBe(other.id)
  })

  it('fails where the port or path is in use, by bind, until it is free again', async () => {
    const rig = new Rig()
    const tcp = await rig.listen({ port: 80 })
    const unix = await rig.listen({ path: '/run/s' })
    rig.loop.files.write('/etc/hosts', 'x')
    const taken = { code: 'EADDRINUSE', errno: 98, syscall: 'bind' }
    expect(await rig.failure(rig.loop.net.listen({ host: '127.0.0.1', port: 80 }))).toMatchObject(taken)
    expect(await rig.failure(rig.loop.net.listen({ path: '/run/s' }))).toMatchObject(taken)
    expect(await rig.failure(rig.loop.net.listen({ path: '/etc/hosts' }))).toMatchObject(taken)
    tcp.close()
    unix.close()
    expect((await rig.listen({ port: 80 })).state).toBe('open')
    expect((await rig.listen({ path: '/run/s' })).state).toBe('open')
  })

  it('fails for a foreign address by bind, for an unknown name by look-up', async () => {
    const rig = new Rig({ hosts: { 'server.example': '10.1.0.1' } })
    expect(await rig.failure(rig.loop.net.listen({ host: '192.0.2.1', port: 80 }))).toMatchObject({
      code: 'EADDRNOTAVAIL',
      syscall: 'bind',
    })
    expect(await rig.failure(rig.loop.net.listen({ host: 'other.example', port: 80 }))).toMatchObject({
      code: 'ENOTFOUND',
      syscall: 'getaddrinfo',
    })
    expect((await rig.listen({ host: 'server.example', port: 80 })).local.address).toBe('10.1.0.1')
  })

  it('rejects with the reason of a signal, before and meanwhile, and frees the port', async () => {
    const rig = new Rig()
    const reason = new Error('enough')
    expect(await rig.failure(rig.loop.net.listen({ port: 80, signal: AbortSignal.abort(reason) }))).toBe(reason)
    const abort = new AbortController()
    const promise = rig.failure(rig.loop.net.listen({ port: 80, signal: abort.signal }))
    abort.abort(reason)
    expect(await promise).toBe(reason)
    await rig.listen({ port: 80 })
  })

  it('settles before the loop runs, in a later callback', async () => {
    const loop = new VirtualLoop({ faults: { latency: 100 } })
    let settled = false
    const listening = loop.net.listen({ port: 80 }).finally(() => (settled = true))
    await Promise.resolve()
    expect(settled).toBe(false)
    await listening
    const client = await loop.net.connect({ port: 80 })
    expect([client.state, loop.now()]).toEqual(['open', 0])
  })

  it('settles what was under way when the loop halted', async () => {
    const rig = new Rig({ faults: { latency: 100 } })
    await rig.listen()
    const connecting = rig.loop.net.connect({ port: 80 })
    await rig.loop.advance(10)
    rig.loop.halt()
    expect((await connecting).state).toBe('open')
  })

  it('refuses options it cannot mean', async () => {
    const { loop } = new Rig()
    await expect(loop.net.listen({})).rejects.toMatchObject({ code: 'ERR_POE_MISSING_OPTION' })
    await expect(loop.net.listen({ port: 80, path: '/x' })).rejects.toMatchObject({ code: 'ERR_POE_BAD_OPTION' })
    await expect(loop.net.connect({ port: 0 })).rejects.toMatchObject({ code: 'ERR_POE_BAD_OPTION' })
    await expect(loop.net.datagram({ remote: { host: 'x', port: 0 } })).rejects.toThrow('port')
  })
})

describe('a listener', () => {
  it('is called while connections wait, not while paused, and hands them up with their octets', async () => {
    const rig = new Rig()
    const listener = await rig.listen()
    const heard: string[][] = []
    listener.watch('read', () => heard.push(follow(listener.accept()!)))
    listener.pause('read')
    for (const word of ['one', 'two']) (await rig.within(rig.loop.net.connect({ port: 80 }))).write(word)
    await rig.loop.advance(10)
    expect(heard).toEqual([])
    listener.resume('read')
    await rig.loop.advance(0)
    expect(heard).toEqual([['one'], ['two']])
  })

  it('resets connections beyond its backlog', async () => {
    const rig = new Rig()
    await rig.listen({ port: 80, backlog: 1 })
    const first = await rig.within(rig.loop.net.connect({ port: 80 }))
    const second = await rig.within(rig.loop.net.connect({ port: 80 }))
    const [one, two] = [follow(first), follow(second)]
    await rig.loop.advance(10)
    expect([one, two]).toEqual([[], ['ECONNRESET']])
  })

  it('refuses and drops connections once closed, leaves accepted ones alone, and calls nothing', async () => {
    const rig = new Rig()
    const { listener, ours, theirs } = await rig.pair()
    const waiting = follow(await rig.within(rig.loop.net.connect({ port: 80 })))
    listener.watch('read', () => expect.fail('it is closed'))
    listener.close()
    listener.close()
    const trace = follow(theirs)
    ours.write('still here')
    await rig.loop.advance(10)
    expect([trace, waiting, listener.state]).toEqual([['still here'], ['ended'], 'closed'])
    expect(await rig.failure(rig.loop.net.connect({ port: 80 }))).toMatchObject({ code: 'ECONNREFUSED' })
  })

  it('tells that accepting failed, and goes on', async () => {
    const rig = new Rig()
    const listener = await rig.listen()
    const told: string[] = []
    listener.watch('read', () => {
      const socket = listener.accept()
      told.push(socket === null ? (listener.error?.code ?? 'nobody') : 'accepted')
    })
    rig.loop.net.failAccepts({ port: 80 }, 2)
    await rig.within(rig.loop.net.connect({ port: 80 }))
    await rig.loop.advance(0)
    expect(told).toEqual(['EMFILE', 'EMFILE', 'accepted'])
    expect([listener.accept(), listener.error]).toEqual([null, null])
    expect(() => rig.loop.net.failAccepts({ port: 81 })).toThrow('listened on')
  })

  it('has no mode but read', async () => {
    const listener = await new Rig().listen()
    expect(() => listener.watch('write', () => {})).toThrow(expect.objectContaining({ code: 'ERR_POE_NO_MODE' }))
  })
})

describe('net.connect', () => {
  it('fails where nobody listens, after a round trip', async () => {
    const rig = new Rig({ faults: { latency: 20 } })
    const error = await rig.failure(rig.loop.net.connect({ host: '127.0.0.1', port: 9 }))
    expect(error).toEqual({
      code: 'ECONNREFUSED',
      errno: 111,
      syscall: 'connect',
      message: 'Connection refused',
      address: '127.0.0.1',
      port: 9,
    })
    expect(rig.loop.now()).toBe(40)
  })

  it('fails for a name nobody knows, and a path where nobody listens', async () => {
    const rig = new Rig()
    const lost = await rig.failure(rig.loop.net.connect({ host: 'nobody.invalid', port: 9 }))
    expect(lost).toMatchObject({ code: 'ENOTFOUND', syscall: 'getaddrinfo', address: 'nobody.invalid' })
    const gone = await rig.failure(rig.loop.net.connect({ path: '/run/none' }))
    expect(gone).toMatchObject({ code: 'ENOENT', syscall: 'connect', address: '/run/none' })
  })

  it('tries every address of a name, and tells the first reason', async () => {
    const rig = new Rig()
    expect(await rig.failure(rig.loop.net.connect({ port: 80 }))).toMatchObject({ address: '127.0.0.1' })
    await rig.listen({ host: '::1', port: 80 })
    const socket = await rig.within(rig.loop.net.connect({ port: 80 }))
    expect(socket.remote).toEqual({ family: 'inet6', address: '::1', port: 80 })
  })

  it('knows both ends, and connects from where it is told to', async () => {
    const rig = new Rig({ hosts: { 'a.example': '10.1.0.1', 'b.example': '10.1.0.2' } })
    const listener = await rig.listen({ host: 'b.example', port: 80 })
    const bind = { host: 'a.example', port: 5000 }
    const ours = await rig.within(rig.loop.net.connect({ host: 'b.example', port: 80, bind }))
    const theirs = await rig.accept(listener)
    const [a, b] = [
      { family: 'inet', address: '10.1.0.1', port: 5000 },
      { family: 'inet', address: '10.1.0.2', port: 80 },
    ]
    expect([ours.local, ours.remote, theirs.local, theirs.remote]).toEqual([a, b, b, a])
    expect(rig.loop.net.connections).toEqual([{ name: 'tcp 1', hosts: ['a.example', 'b.example'] }])
    const again = await rig.failure(rig.loop.net.connect({ host: 'b.example', port: 80, bind }))
    expect(again).toMatchObject({ code: 'EADDRINUSE', syscall: 'bind' })
    ours.close()
    theirs.close()
    expect(rig.loop.net.connections).toEqual([])
    await rig.within(rig.loop.net.connect({ host: 'b.example', port: 80, bind }))
    const foreign = rig.loop.net.connect({ host: 'b.example', port: 80, bind: { host: '192.0.2.1' } })
    expect(await rig.failure(foreign)).toMatchObject({ code: 'EADDRNOTAVAIL', syscall: 'bind' })
  })

  it('connects to unix sockets', async () => {
    const rig = new Rig({ faults: { latency: 100 } })
    const { ours, theirs } = await rig.pair({ path: '/run/s' })
    expect([ours.remote, theirs.local, theirs.remote]).toEqual([
      { family: 'unix', address: '/run/s', port: 0 },
      { family: 'unix', address: '/run/s', port: 0 },
      null,
    ])
    const trace = follow(theirs)
    ours.write('hi')
    await rig.loop.advance(0)
    expect(trace).toEqual(['hi'])
  })

  it('rejects with the reason of a signal that aborts, and the peer sees an end', async () => {
    const rig = new Rig({ faults: { latency: 50 } })
    const listener = await rig.listen()
    const abort = new AbortController()
    const promise = rig.loop.net.connect({ port: 80, signal: abort.signal })
    promise.catch(() => {})
    const trace = follow(await rig.accept(listener))
    abort.abort('enough')
    await expect(promise).rejects.toBe('enough')
    await rig.loop.advance(1000)
    expect(trace).toEqual(['ended'])
  })

  it('writes addresses as people do', () => {
    const { net } = new VirtualLoop()
    expect(net.format({ family: 'inet', address: '127.0.0.1', port: 80 })).toBe('127.0.0.1:80')
    expect(net.format({ family: 'inet6', address: '::1', port: 80 })).toBe('[::1]:80')
    expect(net.format({ family: 'unix', address: '\0x', port: 0 })).toBe('@x')
  })
})

describe('TLS', () => {
  const pem = { key: 'k', cert: 'c' }

  it('is understood by both sides or fails', async () => {
    const rig = new Rig()
    const listener = await rig.listen({ port: 443, tls: pem })
    await rig.listen({ port: 80 })
    const ours = await rig.within(rig.loop.net.connect({ port: 443, tls: {} }))
    const trace = follow(await rig.accept(listener))
    ours.write('secret')
    await rig.loop.advance(0)
    expect(trace).toEqual(['secret'])
    expect(await rig.failure(rig.loop.net.connect({ port: 80, tls: {} }))).toMatchObject({ code: 'EPROTO' })
    const plain = await rig.within(rig.loop.net.connect({ port: 443 }))
    const told = follow(plain)
    await rig.loop.advance(0)
    expect(told).toEqual(['ECONNRESET'])
    expect(listener.accept()).toBeNull()
    expect(listener.error).toMatchObject({ code: 'EPROTO', syscall: 'handshake', port: plain.local.port })
    expect([listener.accept(), listener.error]).toEqual([null, null])
  })

  /** What both sides know of each other, or what the client failed by and the listener told. */
  async function meet(server: object, client: object) {
    const rig = new Rig()
    const listener = await rig.listen({ port: 443, tls: { key: 'k', cert: 'server', ...server } })
    const connecting = rig.loop.net.connect({ port: 443, tls: client })
    const ours = await rig.within(connecting.catch((error: { code: string }) => error.code))
    if (typeof ours === 'string') return [ours, listener.accept(), listener.error?.code]
    return [ours.tls, (await rig.accept(listener)).tls]
  }

  const facts = { protocol: 'virtual', cipher: 'none', alpn: null, serverName: 'localhost' }
  const nobody = { authorized: false, authorizationError: null, peer: null }

  it('lets both sides know what was agreed on', async () => {
    expect(await meet({}, {})).toEqual([
      {
        ...facts,
        authorized: true,
        authorizationError: null,
        peer: expect.objectContaining({ subject: { CN: 'server' } }),
      },
      { ...facts, ...nobody },
    ])
    const named = await meet({ alpn: ['b', 'a'] }, { alpn: ['a', 'b'], serverName: 'example.net' })
    expect(named).toMatchObject([
      { alpn: 'b', serverName: 'example.net' },
      { alpn: 'b', serverName: 'example.net' },
    ])
    expect(await meet({ alpn: ['a'] }, {})).toMatchObject([{ alpn: null }, { alpn: null }])
    expect(await meet({ alpn: ['a'] }, { alpn: ['b'] })).toEqual(['EPROTO', null, 'EPROTO'])
  })

  it('trusts certificates whose text is that of the authority', async () => {
    expect(await meet({}, { ca: 'server' })).toMatchObject([{ authorized: true }, {}])
    expect(await meet({}, { ca: 'another' })).toEqual(['EPROTO', null, 'EPROTO'])
    expect(await meet({}, { ca: 'another', verify: false })).toMatchObject([
      { authorized: false, authorizationError: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      {},
    ])
    const asking = { requestCertificate: true, ca: new TextEncoder().encode('client') }
    expect(await meet(asking, { cert: 'client' })).toMatchObject([
      {},
      { authorized: true, peer: { subject: { CN: 'client' } } },
    ])
    expect(await meet(asking, { cert: 'other' })).toMatchObject([
      {},
      { authorized: false, peer: { subject: { CN: 'other' } } },
    ])
    expect(await meet(asking, {})).toMatchObject([{}, nobody])
    expect(await meet({ ...asking, verify: true }, {})).toEqual(['ECONNRESET', null, 'ECONNRESET'])
    expect(await meet({}, { cert: 'client' })).toMatchObject([{}, nobody])
  })

  async function upgrade(rig: Rig, ours: SocketHandle, theirs: SocketHandle): Promise<SocketHandle[]> {
    const server = rig.loop.net.secure(theirs, { server: true, ...pem })
    await rig.loop.advance(5)
    expect([theirs.state, ours.state]).toEqual(['closed', 'open'])
    return rig.within(Promise.all([rig.loop.net.secure(ours, { server: false }), server]))
  }

  it('upgrades both sides in place, and sends what was taken before first', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const clear = follow(ours)
    theirs.write('go ahead')
    const [client, server] = await upgrade(rig, ours, theirs)
    expect(clear).toEqual(['go ahead'])
    const trace = follow(server!)
    client!.write('secret')
    client!.shutdown()
    await rig.loop.advance(0)
    expect(trace).toEqual(['secret', 'ended'])
    expect(server!.local).toEqual(theirs.local)
    expect([server!.tls?.protocol, theirs.tls, ours.tls]).toEqual(['virtual', undefined, undefined])
  })

  it('keeps the ends a proxy has told', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const own = { local: theirs.local, remote: theirs.remote }
    const told = { local: own.local, remote: { family: 'inet', address: '192.0.2.1', port: 1 } as const }
    theirs.readdress?.(told)
    expect([theirs.remote, theirs.direct]).toEqual([told.remote, own])
    const [, server] = await upgrade(rig, ours, theirs)
    expect([server!.remote, server!.direct]).toEqual([told.remote, own])
  })

  it('fails where the options do not fit each other', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const sides = [
      rig.loop.net.secure(theirs, { server: true, ...pem }),
      rig.loop.net.secure(ours, { server: false, ca: 'another' }),
    ]
    const failures = await Promise.all(sides.map((side) => rig.failure(side)))
    expect(failures).toMatchObject([{ code: 'EPROTO', syscall: 'handshake' }, { code: 'EPROTO' }])
  })

  it('fails where the peer waits too long, or when it is given up', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const heard = follow(ours)
    const late = await rig.failure(rig.loop.net.secure(theirs, { server: true, ...pem, handshakeTimeout: 500 }))
    expect(late).toMatchObject({ code: 'ETIMEDOUT', syscall: 'handshake' })
    await rig.loop.advance(0)
    expect([rig.loop.now() >= 500, heard]).toEqual([true, ['ended']])
    const second = await rig.pair({ port: 81 })
    const abort = new AbortController()
    const waiting = rig.failure(rig.loop.net.secure(second.theirs, { server: true, ...pem, signal: abort.signal }))
    await rig.loop.advance(5)
    abort.abort('enough')
    expect(await waiting).toBe('enough')
    const left = follow(second.ours)
    await rig.loop.advance(5)
    expect(left).toEqual(['ended'])
  })

  it('fails where plaintext was left over, or comes', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    ours.write('injected')
    theirs.watch('read', () => {
      theirs.unread(theirs.read(100)!)
      theirs.ignore('read')
    })
    await rig.loop.advance(0)
    const left = rig.loop.net.secure(theirs, { server: true, ...pem })
    expect(await rig.failure(left)).toMatchObject({ code: 'EPROTO' })
    const second = await rig.pair({ port: 81 })
    const comes = rig.failure(rig.loop.net.secure(second.theirs, { server: true, ...pem }))
    second.ours.write('plain')
    expect(await comes).toMatchObject({ code: 'EPROTO' })
  })

  it('fails where the peer goes away or is no counterpart, for closed handles, and foreign ones', async () => {
    const rig = new Rig()
    const { ours, theirs } = await rig.pair()
    const waiting = rig.failure(rig.loop.net.secure(theirs, { server: true, ...pem }))
    ours.close()
    expect(await waiting).toMatchObject({ code: 'ECONNRESET' })
    const two = await rig.pair({ port: 81 })
    const both = [two.ours, two.theirs].map((handle) => rig.failure(rig.loop.net.secure(handle, { server: false })))
    expect(await Promise.all(both)).toMatchObject([{ code: 'EPROTO' }, { code: 'EPROTO' }])
    expect(await rig.failure(rig.loop.net.secure(ours, { server: false }))).toMatchObject({ code: 'ENOTCONN' })
    const foreign = rig.loop.net.secure({} as SocketHandle, { server: false })
    expect(await rig.failure(foreign)).toMatchObject({ code: 'ERR_POE_FOREIGN_HANDLE' })
  })
})

describe('the report of a stuck world', () => {
  it('names what is open', async () => {
    const loop = new VirtualLoop({ programs: { cat: () => {} }, faults: { window: 10 } })
    await loop.net.listen({ port: 80 })
    const socket = await loop.net.connect({ port: 80 })
    fill(socket)
    await loop.net.datagram({ bind: { port: 53 } })
    loop.process.spawn({ command: ['cat'] })
    const report = await loop.run().catch((error: Error) => error.message)
    expect(report).toContain('listener [::]:80, unwatched, 1 to be accepted')
    expect(report).toContain('writing tcp 1 there: 65536 pending, 0 on their way, 10 unread')
    expect(report).toContain('udp 0.0.0.0:53')
    expect(report).toContain('program 1001 cat runs')
  })
})
