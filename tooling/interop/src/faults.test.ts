import { execFile, spawnSync } from 'node:child_process'
import { connect, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { Client } from './client.ts'
import { type Program, socketServer } from './program.ts'
import { Folder, has } from './tools.ts'

const folder = new Folder()
afterAll(() => folder.remove())

let program: Program | undefined
afterEach(async () => {
  await program?.interrupt()
  program = undefined
})

async function server(options: object = {}, env: Readonly<Record<string, string>> = {}): Promise<number> {
  const started = await socketServer(options, env)
  program = started.program
  return started.port
}

/** A connection that ends as it likes. */
function raw(port: number): Socket {
  return connect({ port, host: '127.0.0.1', noDelay: true }).on('error', () => {})
}

const closed = (socket: Socket) => new Promise<void>((resolve) => void socket.once('close', () => resolve()))
const opened = (socket: Socket) =>
  new Promise<void>((resolve) => void socket.once('connect', () => resolve()).once('close', () => resolve()))

/** What the server has open: descriptors, entries of its kernel's ledger, handles of its host. */
async function stateOf(port: number): Promise<{ descriptors: number; entries: number; alive: number }> {
  const client = await Client.open(port)
  const [, descriptors, entries, alive] = (await client.echo('state').then(async () => client.lines[0] ?? '')).split(
    ' ',
  )
  client.socket.destroy()
  return { descriptors: Number(descriptors), entries: Number(entries), alive: Number(alive) }
}

/** Waits until the server has no more open than it had. */
async function settles(port: number, before: Awaited<ReturnType<typeof stateOf>>): Promise<void> {
  for (;;) {
    // Where the server has no descriptor left there is no answer yet.
    const now = await stateOf(port).catch(() => null)
    if (now === null) continue
    if (now.descriptors <= before.descriptors && now.entries <= before.entries && now.alive <= before.alive) return
  }
}

describe('a server that runs out of descriptors', () => {
  it('goes on accepting when some are free again, and leaks none', async () => {
    const port = await server()
    program?.limitDescriptors(64)
    const before = await stateOf(port)
    for (let round = 0; round < 3; round++) {
      const sockets = Array.from({ length: 80 }, () => raw(port))
      await Promise.all(sockets.map(opened))
      for (const socket of sockets) socket.write('hello\n')
      // Some are served, others closed by the host, which has no descriptor for them.
      let served = 0
      await Promise.all(
        sockets.map((socket) =>
          Promise.race([closed(socket), new Promise((heard) => socket.once('data', () => heard(++served)))]),
        ),
      )
      expect(served).toBeGreaterThan(0)
      expect(served).toBeLessThan(80)
      const ends = sockets.map((socket) => (socket.closed ? undefined : closed(socket)))
      for (const socket of sockets) socket.destroy()
      await Promise.all(ends)
      await settles(port, before)
    }
    const client = await Client.open(port)
    expect(await client.echo('served again')).toBe('served again')
    client.socket.destroy()
  })
})

describe('ten thousand connections', () => {
  it('leave nothing behind, however they end', async () => {
    const port = await server()
    const before = await stateOf(port)
    const endings: ((socket: Socket) => unknown)[] = [
      (socket) => socket.end(),
      (socket) => socket.destroy(),
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.end('no line'),
      (socket) => socket.write('hello\n', () => socket.resetAndDestroy()),
      (socket) => socket.write('quit\n'),
    ]
    // These take megabytes each: once in a batch.
    const large: typeof endings = [
      (socket) => socket.write('much\n', () => socket.destroy()),
      (socket) => socket.write('much\n', () => socket.end()),
    ]
    for (let batch = 0; batch < 100; batch++) {
      const sockets = Array.from({ length: 100 }, () => raw(port).resume())
      await Promise.all(
        sockets.map(async (socket, i) => {
          await opened(socket)
          const over = closed(socket)
          const end = i < large.length ? large[i] : endings[i % endings.length]
          end?.(socket)
          await over
        }),
      )
    }
    await settles(port, before)
    expect(program?.stderr).toBe('')
  }, 120_000)
})

describe('a reset', () => {
  it.each<[string, (socket: Socket) => void]>([
    ['before anything was sent', (socket) => socket.resetAndDestroy()],
    ['in the middle of a line', (socket) => socket.write('half a li', () => socket.resetAndDestroy())],
    ['right behind a line', (socket) => socket.write('line\n', () => socket.resetAndDestroy())],
    ['behind its own end', (socket) => socket.end('line\n', () => socket.resetAndDestroy())],
    [
      'while output waits',
      (socket) => {
        socket.pause()
        socket.write('much\n'.repeat(8), () => setImmediate(() => socket.resetAndDestroy()))
      },
    ],
    [
      'while the server ends the connection',
      (socket) => socket.write('much\nquit\n', () => socket.once('data', () => socket.resetAndDestroy())),
    ],
  ])('%s harms nobody else, and leaves nothing behind', async (_, act) => {
    const port = await server()
    const before = await stateOf(port)
    const neighbour = await Client.open(port)
    for (let i = 0; i < 20; i++) {
      const socket = raw(port)
      await opened(socket)
      const over = closed(socket)
      act(socket)
      if (!socket.isPaused()) socket.resume()
      await over
      expect(await neighbour.echo(`after ${i}`)).toBe(`after ${i}`)
    }
    neighbour.socket.destroy()
    await settles(port, before)
  })
})

describe('half-open and slow peers', () => {
  it('are ended when they are idle, and cost nobody else anything', async () => {
    const port = await server({ idleTimeout: 300 })
    const before = await stateOf(port)
    const silent = Array.from({ length: 20 }, () => raw(port).resume())
    const drip = raw(port).resume()
    await Promise.all([...silent, drip].map(opened))
    const dripping = setInterval(() => drip.write('x'), 20)
    await Promise.all([...silent, drip].map(closed))
    clearInterval(dripping)
    await program?.says(/error idle ETIMEDOUT\n/)
    await settles(port, before)
  })

  it('that read slowly get all of it, in order, and others are served meanwhile', async () => {
    const port = await server({ highMark: 65_536, lowMark: 1024 })
    const neighbour = await Client.open(port)
    const slow = raw(port)
    await opened(slow)
    slow.end('much\nlast\n')
    let octets = 0
    let last = ''
    for await (const chunk of slow) {
      octets += chunk.length
      last = `${last}${chunk.toString('latin1')}`.slice(-8)
      expect(await neighbour.echo(`at ${octets}`)).toBe(`at ${octets}`)
    }
    expect([octets, last]).toEqual([4 * 1024 * 1024 + 2 + 6, '\r\nlast\r\n'])
    neighbour.socket.destroy()
  })
})

describe.runIf(has('openssl'))('TLS connections that end badly', () => {
  it('leave nothing behind: stalled, garbage, reset in the handshake and after it', async () => {
    const { key, cert } = folder.certificate('localhost')
    const port = await server({ tls: { handshakeTimeout: 400 } }, { TLS_KEY: key, TLS_CERT: cert })
    const secure = () => tlsConnect({ port, host: '127.0.0.1', rejectUnauthorized: false }).on('error', () => {})
    const state = async () => {
      const socket = secure()
      const answer = new Promise<string>((resolve) => void socket.once('data', (data) => resolve(data.toString())))
      socket.write('state\n')
      const [, descriptors, sessions] = (await answer).split(' ').map(Number)
      socket.destroy()
      return [descriptors ?? 0, sessions ?? 0] as const
    }
    const before = await state()
    const sockets: Socket[] = []
    for (let i = 0; i < 50; i++) {
      const stalled = raw(port).resume()
      const garbage = raw(port).resume()
      garbage.write('GET / HTTP/1.0\r\n\r\n')
      const lost = raw(port)
      lost.write(Uint8Array.of(22, 3, 1, 2, 0), () => lost.resetAndDestroy())
      const cut = raw(port)
      const over = tlsConnect({ socket: cut, rejectUnauthorized: false }).on('error', () => {})
      over.once('secureConnect', () => cut.resetAndDestroy())
      sockets.push(stalled, garbage, lost, cut)
    }
    await Promise.all(sockets.map((socket) => (socket.closed ? undefined : closed(socket))))
    for (let now = await state(); now[0] > before[0] || now[1] > before[1]; now = await state());
    await program?.says(/error handshake ETIMEDOUT\n/)
  })
})

/** What makes a disk of 64 KiB on the folder that comes first, for the program behind it, and for that alone. */
const DISKS = [
  ['unshare', '--mount'],
  ['unshare', '--user', '--map-root-user', '--mount'],
].map((alone) => [...alone, ...['sh', '-c', 'mount -t tmpfs -o size=64k tmpfs "$0" && exec "$@"']])

describe('a disk that is full', () => {
  const program = fileURLToPath(new URL('./full-disk.ts', import.meta.url))
  const node = [process.execPath, '--conditions=@poe/source', '--import', 'tsx', program]
  const [disk] = DISKS.filter(([command = '', ...args]) => {
    return spawnSync(command, [...args, folder.path, 'true']).status === 0
  })

  // Where no disk may be mounted, the device that is always full stands for one.
  it(`is told by an error event, and others go on: ${disk === undefined ? '/dev/full' : 'a small disk'}`, async () => {
    const [command = '', ...args] =
      disk === undefined ? [...node, '/dev/full'] : [...disk, folder.path, ...node, folder.file('lines')]
    const { stdout, stderr } = await promisify(execFile)(command, args)
    expect([stdout, stderr]).toEqual(['write ENOSPC\nothers went on\n0 left\n', ''])
  })
})
