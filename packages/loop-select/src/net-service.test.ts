import { lookup } from 'node:dns/promises'
import { EventEmitter } from 'node:events'
import { existsSync, lstatSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, isIPv6, connect as netConnect, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { isPoeError } from '@poe/errors'
import { isHandleError, type SocketHandle } from '@poe/loop'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inetAddress } from './address.ts'
import { NetListener } from './listener.ts'
import { Peer, plainPair, program, Rig, settle, until } from './rig.test-kit.ts'
import { Stage } from './stage.ts'

let rig: Rig
beforeEach(() => {
  rig = new Rig()
})
afterEach(() => rig.end())

const hasIPv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'))
const onLinux = process.platform === 'linux'

/** What a promise rejects with. */
async function failure(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.fail('should have failed'),
    (error: unknown) => error,
  )
}

/** A port nobody listens on, and nobody can: a client holds it. */
async function deadPort(): Promise<number> {
  const { ours, end } = await plainPair()
  rig.later(end)
  return ours.localPort!
}

/** A port nobody uses, as of now. */
async function freePort(): Promise<number> {
  const { server, port } = await rig.server()
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe('listen', () => {
  it('lets the system choose a port, and says which', async () => {
    const listener = await rig.listener()
    expect(listener.local).toEqual({ family: 'inet', address: '127.0.0.1', port: expect.any(Number) })
    expect(listener.local.port).toBeGreaterThan(0)
    expect(listener.state).toBe('open')
  })

  it('listens on every address where none is given', async () => {
    const listener = await rig.listener({ port: 0 })
    await rig.peer({ port: listener.local.port })
    await until(() => listener.accept() !== null)
  })

  it.skipIf(!hasIPv6)('listens on IPv6, without IPv4 where asked', async () => {
    const listener = await rig.listener({ host: '::', port: 0, ipv6Only: true })
    expect(listener.local.family).toBe('inet6')
    const { port } = listener.local
    expect(await failure(rig.loop.net.connect({ host: '127.0.0.1', port }))).toMatchObject({ code: 'ECONNREFUSED' })
    const handle = rig.keep(await rig.loop.net.connect({ host: '::1', port }))
    expect(isIPv6(handle.remote!.address)).toBe(true)
    expect(rig.loop.net.format(handle.remote!)).toBe(`[::1]:${port}`)
  })

  it('fails where the port is in use, by bind', async () => {
    const { local } = await rig.listener()
    const error = await failure(rig.loop.net.listen({ host: '127.0.0.1', port: local.port }))
    expect(error).toEqual({
      code: 'EADDRINUSE',
      errno: 98,
      syscall: 'bind',
      message: 'Address already in use',
      address: '127.0.0.1',
      port: local.port,
    })
  })

  it('fails for an address that is not of this machine, by bind', async () => {
    const error = await failure(rig.loop.net.listen({ host: '192.0.2.1', port: 0 }))
    expect(error).toMatchObject({ code: 'EADDRNOTAVAIL', errno: 99, syscall: 'bind', address: '192.0.2.1' })
  })

  it('fails for a name nobody knows, by look-up', async () => {
    const error = await failure(rig.loop.net.listen({ host: 'no-such-host.invalid', port: 0 }))
    expect(error).toMatchObject({ syscall: 'getaddrinfo', errno: 99, address: 'no-such-host.invalid' })
    expect(isHandleError(error)).toBe(true)
  })

  it('fails for a port that takes privileges, by bind', async () => {
    // A program of its own, which gives the privileges up, where it has any.
    const { output } = await program(`
      if (process.getuid?.() === 0) process.setuid(65534)
      const loop = new SelectLoop()
      const told = ({ code, syscall, errno }) => console.log(code, syscall, errno)
      await loop.net.listen({ host: '127.0.0.1', port: 81 }).then((l) => console.log('allowed'), told)
    `)
    expect(['EACCES bind 13\n', 'allowed\n']).toContain(output)
  })

  it('makes a unix socket, and takes the file away on close', async () => {
    const path = join(rig.folder(), 'socket')
    const { handle, peer, listener } = await rig.accepted({ path })
    expect(listener.local).toEqual({ family: 'unix', address: path, port: 0 })
    expect(handle.local).toEqual(listener.local)
    expect(handle.remote).toBeNull()
    peer.socket.write('abc')
    let got = 0
    handle.watch('read', () => void (got += handle.read(9)?.byteLength ?? 0))
    rig.run()
    await until(() => got === 3)
    expect(existsSync(path)).toBe(true)
    listener.close()
    await until(() => !existsSync(path))
  })

  it('fails where a file is in the way of a unix socket', async () => {
    const path = join(rig.folder(), 'socket')
    writeFileSync(path, '')
    const error = await failure(rig.loop.net.listen({ path }))
    expect(error).toMatchObject({ code: 'EADDRINUSE', syscall: 'bind', address: path })
  })

  it('takes over the path of a unix socket nobody listens at any more, where told to', async () => {
    const path = join(rig.folder(), 'socket')
    // A program that ends without closing leaves its file behind.
    const { output } = await program(`
      const loop = new SelectLoop()
      await loop.net.listen({ path: ${JSON.stringify(path)} })
      console.log('listening')
      process.exit()
    `)
    expect([output, existsSync(path)]).toEqual(['listening\n', true])
    expect(await failure(rig.loop.net.listen({ path }))).toMatchObject({ code: 'EADDRINUSE' })
    const listener = await rig.listener({ path, takeOver: true })
    rig.keep(await rig.loop.net.connect({ path }))
    await until(() => listener.accept() !== null)
  })

  it('takes over neither a path somebody listens at, nor a file that is no socket', async () => {
    const path = join(rig.folder(), 'socket')
    const listener = await rig.listener({ path })
    expect(await failure(rig.loop.net.listen({ path, takeOver: true }))).toMatchObject({ code: 'EADDRINUSE' })
    rig.keep(await rig.loop.net.connect({ path }))
    await until(() => listener.accept() !== null)
    const file = join(rig.folder(), 'file')
    writeFileSync(file, 'precious')
    expect(await failure(rig.loop.net.listen({ path: file, takeOver: true }))).toMatchObject({ code: 'EADDRINUSE' })
    expect(lstatSync(file).size).toBe(8)
  })

  it('leaves a file alone that has taken the place of its unix socket', async () => {
    const path = join(rig.folder(), 'socket')
    const first = await rig.listener({ path })
    renameSync(path, `${path}.old`)
    const second = await rig.listener({ path })
    const { ino } = lstatSync(path)
    first.close()
    await settle()
    expect(lstatSync(path).ino).toBe(ino)
    rig.keep(await rig.loop.net.connect({ path }))
    await until(() => second.accept() !== null)
    second.close()
    expect(existsSync(path)).toBe(false)
  })

  it('fails where there is no folder for a unix socket', async () => {
    const error = await failure(rig.loop.net.listen({ path: join(rig.folder(), 'no', 'socket') }))
    expect(error).toMatchObject({ syscall: 'bind' })
    expect(['ENOENT', 'EACCES']).toContain((error as { code: string }).code)
  })

  it.skipIf(!onLinux)('makes an abstract unix socket', async () => {
    const path = `\0poe-test-${process.pid}-${Math.floor(rig.loop.random() * 1e9)}`
    const listener = await rig.listener({ path })
    const handle = rig.keep(await rig.loop.net.connect({ path }))
    await until(() => listener.accept() !== null)
    expect(rig.loop.net.format(handle.remote!)).toBe(`@${path.slice(1)}`)
    expect(existsSync(path.slice(1))).toBe(false)
  })

  it('rejects with the reason of a signal that has aborted or aborts', async () => {
    const reason = new Error('not now')
    expect(await failure(rig.loop.net.listen({ port: 0, signal: AbortSignal.abort(reason) }))).toBe(reason)
    const control = new AbortController()
    const port = await freePort()
    const listening = rig.loop.net.listen({ host: '127.0.0.1', port, signal: control.signal })
    control.abort(reason)
    expect(await failure(listening)).toBe(reason)
    await rig.listener({ host: '127.0.0.1', port })
  })

  it('does not listen after all when the look-up of a name ends after it was aborted', async () => {
    const servers = (): number => process.getActiveResourcesInfo().filter((name) => /TCPServer/i.test(name)).length
    const before = servers()
    const control = new AbortController()
    const listening = rig.loop.net.listen({ host: 'localhost', port: 0, signal: control.signal })
    await null
    control.abort()
    await failure(listening)
    await lookup('localhost')
    await settle()
    await until(() => servers() === before)
  })

  it('settles in a later callback, also when it fails at once', async () => {
    const trace: string[] = []
    const taken = await rig.listener()
    const good = rig.loop.net.listen({ host: '127.0.0.1', port: 0 }).then((listener) => {
      rig.keep(listener)
      trace.push('good')
    })
    const bad = failure(rig.loop.net.listen({ host: '127.0.0.1', port: taken.local.port })).then(() =>
      trace.push('bad'),
    )
    trace.push('begun')
    await Promise.all([good, bad])
    expect(trace[0]).toBe('begun')
  })

  it('refuses options it cannot mean', async () => {
    const wrong: [object, string][] = [
      [{}, 'ERR_POE_MISSING_OPTION'],
      [{ port: 70_000 }, 'ERR_POE_BAD_OPTION'],
      [{ port: 0, path: 'x' }, 'ERR_POE_BAD_OPTION'],
      [{ prot: 0 }, 'ERR_POE_UNKNOWN_OPTION'],
      [{ port: 0, tls: { keys: '' } }, 'ERR_POE_UNKNOWN_OPTION'],
      [{ port: 0, tls: { key: '' } }, 'ERR_POE_MISSING_OPTION'],
    ]
    for (const [options, code] of wrong) {
      const error = await failure(rig.loop.net.listen(options))
      expect(isPoeError(error, code), `${JSON.stringify(options)}: ${String(error)}`).toBe(true)
    }
  })
})

describe('a listener', () => {
  const accepting = async (options?: object) => {
    const listener = await rig.run().listener(options)
    const accepted: SocketHandle[] = []
    listener.watch('read', () => {
      const handle = listener.accept()
      if (handle !== null) accepted.push(rig.keep(handle))
    })
    const connect = (): Promise<Peer> => rig.peer({ port: listener.local.port })
    return { listener, accepted, connect }
  }

  it('is called once per connection', async () => {
    const { accepted, connect } = await accepting()
    const peers = [await connect(), await connect(), await connect()]
    await until(() => accepted.length === 3)
    const ports = accepted.map(({ remote }) => remote!.port)
    expect(ports.sort()).toEqual(peers.map(({ socket }) => socket.localPort).sort())
  })

  it('holds connections unread while paused, and hands them up with their octets after resume', async () => {
    const { listener, accepted, connect } = await accepting()
    listener.pause('read')
    const peers = [await connect(), await connect()]
    for (const peer of peers) peer.socket.write('early')
    await settle()
    expect(accepted).toEqual([])
    listener.resume('read')
    await until(() => accepted.length === 2)
    let got = ''
    for (const handle of accepted) handle.watch('read', () => void (got += new TextDecoder().decode(handle.read(99)!)))
    await until(() => got === 'earlyearly')
    expect(peers.map(({ closed }) => closed)).toEqual([false, false])
  })

  it('resets connections beyond its backlog', async () => {
    const { listener, accepted, connect } = await accepting({ host: '127.0.0.1', port: 0, backlog: 2 })
    listener.pause('read')
    const peers = [await connect(), await connect()]
    await settle()
    // Not waited for: the reset may come before the host has said that it is connected.
    const third = new Peer(netConnect(listener.local.port, '127.0.0.1'))
    peers.push(third)
    await until(() => third.closed)
    expect(peers.map(({ error }) => error)).toEqual([null, null, 'ECONNRESET'])
    listener.resume('read')
    await until(() => accepted.length === 2)
  })

  it('is called again while connections wait', async () => {
    const listener = await rig.run().listener()
    let calls = 0
    listener.watch('read', () => calls++)
    await rig.peer({ port: listener.local.port })
    await until(() => calls > 3)
    expect(rig.keep(listener.accept()!).state).toBe('open')
    const before = calls
    await settle()
    expect(calls).toBe(before)
    expect(listener.accept()).toBeNull()
    expect(listener.error).toBeNull()
  })

  it('calls nothing outside of run', async () => {
    const { listener, accepted, connect } = await accepting()
    rig.loop.halt()
    await connect()
    await settle()
    expect(accepted).toEqual([])
    rig.run()
    await until(() => accepted.length === 1)
    expect(listener.state).toBe('open')
  })

  it('refuses and drops connections once closed, and calls nothing, even inside its own callback', async () => {
    const listener = await rig.run().listener()
    let calls = 0
    listener.watch('read', () => {
      calls++
      listener.close()
      listener.close()
    })
    const { port } = listener.local
    const peer = await rig.peer({ port })
    await until(() => peer.closed || peer.ended)
    expect(calls).toBe(1)
    expect(listener.state).toBe('closed')
    expect(listener.accept()).toBeNull()
    await expect(rig.peer({ port })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    listener.watch('read', () => expect.fail('called after close'))
  })

  it('leaves accepted connections alone when closed', async () => {
    const { listener, accepted, connect } = await accepting()
    const peer = await connect()
    await until(() => accepted.length === 1)
    listener.close()
    accepted[0]!.write('still here')
    await until(() => peer.text === 'still here')
  })

  it('has no mode but read', async () => {
    const listener = await rig.listener()
    for (const mode of ['write', 'expedite'] as const) {
      expect(() => listener.watch(mode, () => {})).toThrow(
        expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_NO_MODE')),
      )
      listener.pause(mode)
      listener.resume(mode)
      listener.ignore(mode)
    }
  })

  it('tells that accepting failed, and goes on', async () => {
    const server = Object.assign(new EventEmitter(), { close() {}, unref() {} })
    const stage = new Stage(() => {})
    const settings = { backlog: 9, resettable: false, secure: false, facts: {} } as const
    const listener = new NetListener(stage, server as unknown as Server, inetAddress('::', 1), settings)
    const trace: unknown[] = []
    listener.watch('read', () => trace.push(listener.accept(), listener.error))
    stage.start()
    server.emit('error', Object.assign(new Error('no files left'), { code: 'EMFILE', syscall: 'accept', errno: -24 }))
    const error = { code: 'EMFILE', errno: 24, syscall: 'accept', message: 'Too many open files' }
    expect(trace).toEqual([null, error])
    expect(listener.state).toBe('open')
    const { ours, end } = await plainPair()
    server.emit('connection', ours)
    expect(trace.slice(2)).toEqual([expect.objectContaining({ state: 'open' }), null])
    end()
  })
})

describe('connect', () => {
  it('fails where nobody listens', async () => {
    const port = await deadPort()
    expect(await failure(rig.loop.net.connect({ host: '127.0.0.1', port }))).toEqual({
      code: 'ECONNREFUSED',
      errno: 111,
      syscall: 'connect',
      message: 'Connection refused',
      address: '127.0.0.1',
      port,
    })
  })

  it('gives the first reason where several addresses were tried', async () => {
    const port = await deadPort()
    const error = await failure(rig.loop.net.connect({ host: 'localhost', port }))
    expect(error).toMatchObject({ code: 'ECONNREFUSED', syscall: 'connect', port })
  })

  it('fails for a name nobody knows, by look-up', async () => {
    const error = await failure(rig.loop.net.connect({ host: 'no-such-host.invalid', port: 1 }))
    expect(error).toMatchObject({ syscall: 'getaddrinfo', address: 'no-such-host.invalid', port: 1 })
  })

  it('fails where there is no such unix socket', async () => {
    const path = join(rig.folder(), 'nobody')
    expect(await failure(rig.loop.net.connect({ path }))).toMatchObject({
      code: 'ENOENT',
      syscall: 'connect',
      address: path,
    })
  })

  it('connects from the address and port asked for', async () => {
    const { port, accepted } = await rig.server()
    const from = await freePort()
    const handle = rig.keep(
      await rig.loop.net.connect({ host: '127.0.0.1', port, bind: { host: '127.0.0.2', port: from } }),
    )
    expect(handle.local).toEqual({ family: 'inet', address: '127.0.0.2', port: from })
    await until(() => accepted.length === 1)
    expect(accepted[0]?.socket.remoteAddress).toBe('127.0.0.2')
  })

  it('fails from an address that is not of this machine, by bind', async () => {
    const { port } = await rig.server()
    const error = await failure(rig.loop.net.connect({ host: '127.0.0.1', port, bind: { host: '192.0.2.1' } }))
    expect(error).toMatchObject({ code: 'EADDRNOTAVAIL', syscall: 'bind' })
  })

  it('connects to unix sockets', async () => {
    const path = join(rig.folder(), 'socket')
    const server = rig.keep(createServer())
    await new Promise<void>((resolve) => void server.listen(path, resolve))
    const handle = rig.keep(await rig.loop.net.connect({ path }))
    expect(handle.remote).toEqual({ family: 'unix', address: path, port: 0 })
    expect(handle.local).toEqual({ family: 'unix', address: '', port: 0 })
  })

  it('rejects with the reason of a signal that has aborted or aborts', async () => {
    const reason = new Error('not now')
    const { port, accepted } = await rig.server()
    expect(await failure(rig.loop.net.connect({ host: '127.0.0.1', port, signal: AbortSignal.abort(reason) }))).toBe(
      reason,
    )
    const control = new AbortController()
    const connecting = rig.loop.net.connect({ host: '127.0.0.1', port, signal: control.signal })
    control.abort(reason)
    expect(await failure(connecting)).toBe(reason)
    await settle()
    expect(accepted.every(({ ended, closed }) => ended || closed)).toBe(true)
  })

  it('does not mind a signal that aborts after it connected', async () => {
    const control = new AbortController()
    const { port } = await rig.server()
    const handle = rig.keep(await rig.loop.net.connect({ host: '127.0.0.1', port, signal: control.signal }))
    control.abort()
    await settle()
    expect(handle.state).toBe('open')
    expect(handle.write('x')).toBeNull()
  })

  it('reads nothing until watched', async () => {
    const { handle, peer } = await rig.run().connected()
    peer.socket.write('early')
    await settle()
    expect(handle.read(9)).toBeNull()
    let got = ''
    handle.watch('read', () => void (got += new TextDecoder().decode(handle.read(9)!)))
    await until(() => got === 'early')
  })

  it('has the ends a proxy has told of, and knows its own', async () => {
    const { handle } = await rig.accepted()
    const own = { local: handle.local, remote: handle.remote }
    expect(handle.direct).toBeUndefined()
    const told = { local: inetAddress('192.0.2.1', 443), remote: inetAddress('2001:db8::1', 5) }
    handle.readdress?.(told)
    expect([handle.local, handle.remote, handle.direct]).toEqual([told.local, told.remote, own])
    expect(handle.direct?.remote).toEqual(own.remote)
  })

  it('refuses options it cannot mean', async () => {
    const wrong: object[] = [{ host: 'x' }, { port: 0 }, { port: 1, path: 'x' }, { port: 1, bind: { prot: 1 } }]
    for (const options of wrong) expect(isPoeError(await failure(rig.loop.net.connect(options)))).toBe(true)
  })
})

describe('format', () => {
  it('writes addresses as people do', () => {
    const { net } = rig.loop
    expect(net.format({ family: 'inet', address: '127.0.0.1', port: 80 })).toBe('127.0.0.1:80')
    expect(net.format({ family: 'inet6', address: '::1', port: 80 })).toBe('[::1]:80')
    expect(inetAddress('::ffff:10.1.2.3', 80)).toEqual({ family: 'inet', address: '10.1.2.3', port: 80 })
    expect(net.format({ family: 'unix', address: '/run/x', port: 0 })).toBe('/run/x')
    expect(net.format({ family: 'unix', address: '\0x', port: 0 })).toBe('@x')
  })
})
