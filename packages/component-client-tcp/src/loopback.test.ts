import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Kernel, type Untyped } from '@poe/kernel'
import { SelectLoop } from '@poe/loop-select'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { TcpClient, type TcpClientOptions } from './index.ts'
import { shown } from './world.test-support.ts'

const folder = mkdtempSync(join(tmpdir(), 'poe-'))
afterAll(() => rmSync(folder, { recursive: true }))

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

/** A server by the host's own means; gives where it listens. */
async function listen(serve: (socket: Socket) => void, path?: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    serve(socket)
  })
  servers.push(server)
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, '127.0.0.1', resolve)
    else server.listen(path, resolve)
  })
  return path === undefined ? (server.address() as AddressInfo).port : 0
}

/** Runs a client until it has ended; gives what it noted, what it warned of, and what was left. */
async function run(options: Partial<TcpClientOptions<Untyped, Untyped, Untyped>>) {
  const loop = new SelectLoop()
  const trace: string[] = []
  loop.warn = (message) => void trace.push(`warning: ${message}`)
  const kernel = new Kernel({ loop })
  new TcpClient<Untyped, Untyped, Untyped>({
    kernel,
    connectError: (_ctx, error) => trace.push(`connectError ${shown(error)}`),
    serverError: (_ctx, error) => trace.push(`error ${shown(error)}`),
    disconnected: () => trace.push('disconnected'),
    serverInput(_ctx: Untyped, line: string) {
      trace.push(line)
    },
    ...options,
  })
  await kernel.run()
  return [...trace, ...kernel.ledger()]
}

const echo = (socket: Socket) => void socket.pipe(socket)

describe('TcpClient on a real loop', () => {
  it.each(['inet', 'unix'] as const)('talks to a server: %s', async (domain) => {
    const path = join(folder, 'socket')
    const port = await listen(echo, domain === 'unix' ? path : undefined)
    const talk = {
      connected: ({ heap }: Untyped) => void heap.server.put('one', 'zwei é'),
      serverInput({ heap, kernel }: Untyped, line: string) {
        heap.said = `${heap.said ?? ''}${line};`
        if (line === 'zwei é') kernel.yield('shutdown')
      },
      disconnected: ({ heap }: Untyped) => expect(heap.said).toBe('one;zwei é;'),
    }
    const place = domain === 'unix' ? ({ domain, remoteAddress: path } as const) : { remotePort: port }
    expect(await run({ ...talk, ...place })).toEqual([])
  })

  it('is told that nobody listens, and that no such socket is there', async () => {
    const port = await listen(echo)
    servers[0]?.close()
    expect(await run({ remotePort: port })).toEqual(['connectError connect ECONNREFUSED 111'])
    expect(await run({ domain: 'unix', remoteAddress: join(folder, 'none') })).toEqual([
      'connectError connect ENOENT 2',
    ])
  })

  it('is told of a reset, and of an end after all that was sent', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const connected = ({ heap }: Untyped) => void heap.server.put('go')
    expect(await run({ remotePort: port, connected })).toEqual(['error read ECONNRESET 104', 'disconnected'])
    const other = await listen((socket) => void socket.end('line\nno end'))
    expect(await run({ remotePort: other })).toEqual(['line', 'no end', 'error read - 0', 'disconnected'])
  })

  it('writes eight megabytes before it ends, and the server hears them all', async () => {
    const heard = new Promise<number>((resolve) => {
      void listen((socket) => {
        let octets = 0
        socket.on('data', (chunk) => {
          octets += chunk.length
        })
        socket.on('end', () => {
          socket.end()
          resolve(octets)
        })
      }).then(async (remotePort) => {
        const trace = await run({
          remotePort,
          connected({ heap, kernel, session }) {
            heap.server.put('x'.repeat(8 * 1024 * 1024))
            kernel.call(session, 'shutdown')
          },
        })
        expect(trace).toEqual(['disconnected'])
      })
    })
    expect(await heard).toBe(8 * 1024 * 1024 + 2)
  })

  it('connects from the port it is told to', async () => {
    const port = await listen((socket) => void socket.end(`${socket.remotePort}\n`))
    const free = await listen(echo)
    servers[1]?.close()
    const trace = await run({ remotePort: port, bindAddress: '127.0.0.1', bindPort: free, serverError: () => {} })
    expect(trace).toEqual([String(free), 'disconnected'])
  })

  it.skipIf(!existsSync('/proc/self/fd'))('leaves no descriptor open, however often it connects again', async () => {
    const descriptors = () => readdirSync('/proc/self/fd').length
    let connections = 0
    const port = await listen((socket) => {
      if (++connections % 2 === 0) socket.once('data', () => socket.resetAndDestroy())
      else socket.resume().end('bye\n')
    })
    const before = descriptors()
    const trace = await run({
      remotePort: port,
      reconnect: { initial: 0, attempts: 199 },
      connected: ({ heap }) => void heap.server.put('go'),
      serverInput: () => {},
      serverError: () => {},
    })
    expect(trace).toEqual(Array(200).fill('disconnected'))
    expect(connections).toBe(200)
    // The server's ends are of this process, too.
    await new Promise((resolve) => servers.pop()?.close(resolve))
    expect(descriptors()).toBeLessThanOrEqual(before)
  })
})
