import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LineFilter } from '@poe/filter-line'
import { Kernel } from '@poe/kernel'
import { handleError, type NetService, TimeLoop } from '@poe/loop'
import { Session } from '@poe/session'
import { afterAll, describe, expect, it } from 'vitest'
import { TcpServer } from './index.ts'
import { failing, ServerRig } from './rig.test-support.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-'))
afterAll(() => rmSync(folder, { recursive: true }))

const clientInput = () => {}

describe('TcpServer.listening and address', () => {
  it('tell where it listens, once it does', async () => {
    const rig = new ServerRig({ clientInput })
    expect(rig.server.address()).toBeUndefined()
    const address = await rig.server.listening()
    expect(address).toEqual({ family: 'inet', address: '127.0.0.1', port: expect.any(Number) })
    expect([rig.server.address(), await rig.server.listening()]).toEqual([address, address])
    expect(await rig.end()).toEqual([])
  })

  it('listen on a unix socket', async () => {
    const path = join(folder, 'socket')
    const rig = new ServerRig({
      domain: 'unix',
      address: path,
      clientInput: ({ heap }, line) => heap.client.put(`${line} from ${heap.remoteIp}:${heap.remotePort}`),
    })
    const client = await rig.client()
    expect(rig.server.address()).toEqual({ family: 'unix', address: path, port: 0 })
    client.send('hello\n')
    await client.hears('hello from LOCAL:0\r\n')
    client.end()
    expect(await rig.end()).toEqual([])
  })

  it('reject where the server is ended first', async () => {
    const { kernel, server } = failing(handleError('EIO', 'bind'), {})
    const listening = server.listening()
    server.abort()
    await expect(listening).rejects.toMatchObject({ code: 'ERR_POE_STOPPED' })
    await expect(server.listening()).rejects.toMatchObject({ code: 'ERR_POE_STOPPED' })
    await kernel.run()
    expect(kernel.ledger()).toEqual([])
  })

  it('reject, as the run does, on a loop without sockets', async () => {
    const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
    const server = new TcpServer({ kernel, clientInput })
    await expect(kernel.run()).rejects.toMatchObject({ code: 'ERR_POE_NO_SERVICE' })
    await expect(server.listening()).rejects.toMatchObject({ code: 'ERR_POE_NO_SERVICE' })
    expect(kernel.ledger()).toEqual([])
  })
})

describe('a TcpServer that cannot listen', () => {
  const unix = { domain: 'unix', address: '/tmp/s' } as const

  it.each<[string, object, string]>([
    [
      'EADDRINUSE',
      { port: 80 },
      'option "port" is 80: it is in use; choose another one, 0 for any that is free, or end the program that has it (EADDRINUSE).',
    ],
    [
      'EACCES',
      { port: 80 },
      'option "port" is 80: ports below 1024 are for privileged users; choose one from 1024 on, or run with the privilege (EACCES).',
    ],
    [
      'EADDRNOTAVAIL',
      { address: '10.9.8.7' },
      'option "address" is "10.9.8.7": this machine has no such address; leave it out to listen on all it has (EADDRNOTAVAIL).',
    ],
    [
      'ENOTFOUND',
      { address: 'nowhere' },
      'option "address" is "nowhere": no such name is known; leave it out to listen on all addresses (ENOTFOUND).',
    ],
    [
      'EAI_AGAIN',
      { address: 'nowhere' },
      'option "address" is "nowhere": the name cannot be looked up just now; give an address instead (EAI_AGAIN).',
    ],
    [
      'EAFNOSUPPORT',
      { domain: 'inet6' },
      'option "domain" is "inet6": this machine does not do this kind of address; try another one (EAFNOSUPPORT).',
    ],
    ['EIO', {}, 'option "port" is 0: Input/output error (EIO).'],
    ['EADDRINUSE', unix, 'option "address" is "/tmp/s": the path exists; remove it if no program has it (EADDRINUSE).'],
    [
      'EACCES',
      unix,
      'option "address" is "/tmp/s": its folder may not be written to; choose another path, or run with the privilege (EACCES).',
    ],
    [
      'ENOENT',
      unix,
      'option "address" is "/tmp/s": its folder does not exist; make it, or choose another path (ENOENT).',
    ],
    ['EIO', unix, 'option "address" is "/tmp/s": Input/output error (EIO).'],
  ])('for %s with %j names option, value and remedy', async (code, options, message) => {
    const { kernel, server } = failing(handleError(code, 'bind'), options)
    const listening = server.listening()
    listening.catch(() => {})
    const error = expect.objectContaining({ code: 'ERR_POE_LISTEN', message: `TcpServer cannot listen: ${message}` })
    await expect(kernel.run()).rejects.toEqual(error)
    await expect(listening).rejects.toEqual(error)
    await expect(server.listening()).rejects.toMatchObject({ cause: { operation: 'bind', code } })
    expect(kernel.ledger()).toEqual([])
  })

  it('tells its error callback instead, and stops', async () => {
    const trace: string[] = []
    const { kernel, server } = failing(handleError('EADDRINUSE', 'bind'), {
      alias: 'server',
      error: (_ctx, { operation, code }) => trace.push(`${operation} ${code}`),
      stopped: () => trace.push('stopped'),
    })
    await kernel.run()
    expect([trace, server.address(), kernel.ledger()]).toEqual([['bind EADDRINUSE', 'stopped'], undefined, []])
  })

  it('finds a port in use on a real loop', async () => {
    const first = new ServerRig({ clientInput })
    const { port } = await first.server.listening()
    const second = new ServerRig({ port, clientInput })
    await expect(second.running).rejects.toThrow(`option "port" is ${port}: it is in use`)
    expect(await first.end()).toEqual([])
  })
})

describe('a TcpServer that fails to accept', () => {
  it('warns, or tells its error callback, and listens on', async () => {
    const told: string[] = []
    for (const error of [undefined, (_ctx: unknown, { code }: { code: string }) => told.push(code)]) {
      const rig = new ServerRig({ clientInput, ...(error === undefined ? {} : { error }) })
      await rig.server.listening()
      rig.kernel.post(rig.server.session.id, 'tcpServerGotError', {
        operation: 'accept',
        code: 'EMFILE',
        errno: 24,
        message: 'Too many open files',
        wheelId: 1,
      })
      const client = await rig.client()
      client.end()
      const left = await rig.end()
      expect(left).toEqual(
        error === undefined ? ['TcpServer could not accept a connection: Too many open files (EMFILE).'] : [],
      )
    }
    expect(told).toEqual(['EMFILE'])
  })
})

describe('TcpServer options', () => {
  const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
  const acceptor = () => {}
  const filter = new LineFilter()

  it.each<[object, string]>([
    [{}, 'TcpServer needs the option "clientInput" or "acceptor"; neither was given.'],
    [{ clientInput, prot: 80 }, 'TcpServer: unknown option "prot"; did you mean "port"?'],
    [{ clientinput: clientInput }, 'unknown option "clientinput"; did you mean "clientInput"?'],
    [{ clientInput, port: '80' }, 'option "port" must be a whole number from 0 to 65535, not "80".'],
    [{ clientInput, address: '' }, 'option "address" must be a string of at least one character, not "".'],
    [{ clientInput: 'input' }, 'option "clientInput" must be a function, not "input".'],
    [{ clientInput, concurrency: 0 }, 'option "concurrency" must be a whole number of at least 1, not 0.'],
    [{ clientInput, clientArgs: 'x' }, 'option "clientArgs" must be an array, not "x".'],
    [
      { clientInput, clientFilter: 'Line' },
      'option "clientFilter" must be a filter, or a function that makes one, not "Line".',
    ],
    [
      { clientInput, clientFilter: {} },
      'a filter, or a function that makes one (it has no method "clone"), not an object.',
    ],
    [{ clientInput, clientInputFilter: filter }, 'must be given together with "clientOutputFilter"'],
    [
      { clientInput, clientFilter: filter, clientInputFilter: filter, clientOutputFilter: filter },
      'option "clientFilter" must be left out where the filters of both directions are given',
    ],
    [{ clientInput, domain: 'unix' }, 'option "address" must be the path of the socket, where "domain" is "unix"'],
    [
      { clientInput, domain: 'unix', address: '/s', port: 5 },
      'option "port" must be left out where "domain" is "unix"',
    ],
    [{ clientInput, highMark: 1 }, 'option "highMark" must be a whole number of at least 2, not 1.'],
    [{ clientInput, lowMark: 5, highMark: 5 }, 'option "lowMark" must be less than "highMark", 5, not 5.'],
    [{ clientInput, lowMark: 2 ** 20 }, 'option "lowMark" must be less than "highMark", 1048576'],
    [{ clientInput, acceptor }, 'option "clientInput" must be left out where "acceptor" takes the connections itself'],
    [{ acceptor, highMark: 5 }, 'option "highMark" must be left out where "acceptor" takes the connections itself'],
    [{ acceptor, inlineStates: {} }, 'option "inlineStates" must be left out where "acceptor" takes the connections'],
    [{ clientInput, inlineStates: { x: 5 } }, 'the handler of "x" in inlineStates must be a function, not 5.'],
    [{ clientInput, kernel: {} }, 'TcpServer: option "kernel" must be a kernel'],
    [{ clientInput, kernel: undefined }, 'TcpServer needs a kernel'],
  ])('refuses %j', (options, message) => {
    expect(() => new TcpServer({ kernel, ...options } as never)).toThrow(message)
    expect(kernel.ledger()).toEqual([])
  })

  it('refuses an alias that somebody has', () => {
    Session.create({ kernel, inlineStates: { _start: ({ kernel: mine }) => void mine.aliasSet('echo') } })
    expect(() => new TcpServer({ kernel, clientInput, alias: 'echo' })).toThrow(
      'option "alias" must be a name that no other session has, not "echo".',
    )
    kernel.stop()
  })

  it('lives below the session whose kernel it is given', async () => {
    const net = { listen: () => Promise.reject(handleError('EIO', 'bind')) } as unknown as NetService
    const loop = Object.assign(new TimeLoop({ settle: () => new Promise(setImmediate) }), { net })
    const other = new Kernel({ loop })
    const trace: unknown[] = []
    Session.create({
      kernel: other,
      inlineStates: {
        _start: ({ kernel: mine }) => void new TcpServer({ kernel: mine, clientInput, error: () => {} }),
        _child: (_ctx, reason) => trace.push(reason),
      },
    })
    await other.run()
    expect(trace).toEqual(['create', 'lose'])
  })
})
