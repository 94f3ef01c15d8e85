import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ReferenceFilter } from '@poe/filter-reference'
import { Kernel, SelectLoop, TcpClient, type TcpClientOptions, TcpServer } from '@poe/poe'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { endServers, perlServer, start } from './servers.ts'

/** Whatever a filter makes. */
type Any = ReturnType<typeof JSON.parse>
type Options = Partial<TcpClientOptions<Any, Any, Any>>

afterEach(endServers)

/** Runs a client until it has ended; gives what it noted and what was left over. */
async function run(options: Options, note: string[]) {
  const kernel = new Kernel({ loop: new SelectLoop() })
  new TcpClient<Any, Any, Any>({
    kernel,
    connectError: (_ctx, { operation, code, message }) => note.push(`${operation} ${code}: ${message}`),
    serverError: (_ctx, { operation, errno }) => note.push(`${operation} ${errno}`),
    disconnected: () => note.push('disconnected'),
    ...options,
  })
  await kernel.run()
  return [...note, ...kernel.ledger()]
}

describe('TcpClient and the TCP server of Perl POE', () => {
  it('talk in lines: ten thousand, each right and in order', async () => {
    const { port, end, ended } = await perlServer('line')
    const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i} né à ö`)
    const heard: string[] = []
    const noted = await run(
      {
        remotePort: port,
        connected: ({ heap }) => void heap.server.put(...lines),
        serverInput({ kernel }, line) {
          heard.push(line)
          if (heard.length === lines.length) kernel.yield('shutdown')
        },
      },
      [],
    )
    expect(noted).toEqual(['disconnected'])
    expect(heard).toEqual(lines)
    end()
    expect(await ended).toBe(`listening ${port}\ndisconnected\n`)
  })

  it('talk in references, as JSON', async () => {
    const { port, end, ended } = await perlServer('reference')
    const records = [{ text: 'é€😀', n: [1, -2.5, null, true] }, [], { '': {} }, ['x'.repeat(100_000)]]
    const heard: unknown[] = []
    const noted = await run(
      {
        remotePort: port,
        filter: new ReferenceFilter<Any>(),
        connected: ({ heap }) => void heap.server.put(...records),
        serverInput({ kernel }, record) {
          heard.push(record.echo)
          if (heard.length === records.length) kernel.yield('shutdown')
        },
      },
      [],
    )
    expect([noted, heard]).toEqual([['disconnected'], records])
    end()
    expect(await ended).toBe(`listening ${port}\ndisconnected\n`)
  })

  it('part and meet again: the server ends the connection, the client comes back', async () => {
    const { port, end, ended } = await perlServer('line')
    const note: string[] = []
    const noted = await run(
      {
        remotePort: port,
        reconnect: { initial: 1, attempts: 2 },
        connected: ({ heap }) => void heap.server.put('hello', 'bye'),
        serverInput: (_ctx, line) => note.push(line),
      },
      note,
    )
    const meeting = ['hello', 'bye', 'read 0', 'disconnected']
    expect(noted).toEqual([...meeting, ...meeting, ...meeting])
    end()
    expect(await ended).toBe(`listening ${port}\n${'disconnected\n'.repeat(3)}`)
  })
})

describe('TcpClient and the TCP client of Perl POE', () => {
  const flags = ({ connected, shutdown, server }: Any) => {
    const kind = server === undefined ? 'none' : 'put' in server ? 'ReadWrite' : 'SocketFactory'
    return `connected=${connected ? 1 : 0} shutdown=${shutdown ? 1 : 0} server=${kind}`
  }

  /** What `client-callbacks.pl` does, here. */
  async function callbacks(port: number, what: string): Promise<string> {
    let printed = ''
    let times = 0
    const note = (...words: unknown[]) => {
      printed += `${words.join(' ')}\n`
    }
    const left = await run(
      {
        remotePort: port,
        args: ['a', 1],
        started: (_ctx, ...args) => note('started', ...args),
        preConnect({ heap }, socket, _address, peerPort) {
          note('preConnect', peerPort, flags(heap))
          return socket
        },
        connected({ heap, kernel, session }, _socket, _address, peerPort) {
          note('connected', peerPort, flags(heap))
          heap.server.put(what === 'eof' || what === 'again' ? 'bye' : 'hello')
          if (what === 'pending') kernel.call(session, 'shutdown')
        },
        connectError({ kernel }, { operation, errno }) {
          note('connectError', operation, errno)
          if (times++ === 0) kernel.delay('reconnect', 10)
        },
        serverInput({ heap, kernel }, line) {
          note('input', line, flags(heap))
          if (what === 'shutdown') kernel.yield('shutdown')
        },
        serverFlushed: ({ heap }) => note('flushed', flags(heap)),
        serverError: ({ heap }, { operation, errno }) => note('serverError', operation, errno, flags(heap)),
        disconnected({ heap, kernel }) {
          note('disconnected', flags(heap))
          if (what === 'again' && times++ === 0) kernel.delay('reconnect', 10)
        },
        inlineStates: { _stop: () => note('stop') },
      },
      [],
    )
    expect(left).toEqual([])
    return printed
  }

  it.each(['eof', 'shutdown', 'pending', 'again', 'refused'])(
    'have the same callbacks in the same order: %s',
    async (what) => {
      const { port, end, ended } = await perlServer('line')
      if (what === 'refused') {
        end()
        await ended
      }
      const script = fileURLToPath(new URL('../programs/client-callbacks.pl', import.meta.url))
      const { stdout, stderr } = spawnSync('perl', [script, String(port), what], { encoding: 'utf8', timeout: 20_000 })
      expect(stderr).toBe('')
      expect(await callbacks(port, what)).toBe(stdout)
      end()
      await ended
    },
  )
})

describe('TcpClient and TcpServer', () => {
  it('talk, each on a kernel of its own; what both write waits for neither', async () => {
    const kernel = new Kernel({ loop: new SelectLoop() })
    const server = new TcpServer({
      kernel,
      address: '127.0.0.1',
      clientInput: ({ heap }, line) => heap.client.put(line),
    })
    const running = kernel.run()
    const { port } = await server.listening()
    // Far more than both ends together keep before one of them reads no more.
    const lines = Array.from({ length: 40 }, (_, i) => `${i}`.repeat(200_000))
    const heard: string[] = []
    const noted = await run(
      {
        remotePort: port,
        connected: ({ heap }) => void heap.server.put(...lines),
        serverInput({ kernel: mine }, line) {
          heard.push(line)
          if (heard.length === lines.length) mine.yield('shutdown')
        },
      },
      [],
    )
    expect(noted).toEqual(['disconnected'])
    expect(heard.every((line, i) => line === lines[i])).toBe(true)
    await server.close()
    await running
    expect(kernel.ledger()).toEqual([])
  })

  it('lose each other when the server is closed, and meet again when there is another one', async () => {
    const kernel = new Kernel({ loop: new SelectLoop() })
    const serve = (port: number) =>
      new TcpServer({
        kernel,
        address: '127.0.0.1',
        port,
        clientInput: ({ heap }, line) => heap.client.put(line),
      })
    const first = serve(0)
    let second: TcpServer | undefined
    const note: string[] = []
    void first.listening().then(({ port }) => {
      const client = new TcpClient({
        kernel,
        remotePort: port,
        reconnect: { initial: 5, max: 20 },
        connected: ({ heap }) => void heap.server.put('hello'),
        serverInput(_ctx, line) {
          note.push(line)
          if (second === undefined) void first.close()
          else void client.close().then(() => second?.close())
        },
        connectError(_ctx, { code }) {
          if (note.at(-1) !== code) note.push(code)
          second ??= serve(port)
        },
        serverError: () => {},
        disconnected: () => note.push('disconnected'),
      })
    })
    await kernel.run()
    expect(note).toEqual(['hello', 'disconnected', 'ECONNREFUSED', 'hello', 'disconnected'])
    expect(kernel.ledger()).toEqual([])
  })
})

describe('TcpClient and openssl s_server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'poe-'))
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  beforeAll(() => {
    const { status, stderr } = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert],
    ])
    if (status !== 0) throw new Error(String(stderr))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const opensslServer = () =>
    start('openssl', ['s_server', '-accept', '127.0.0.1:0', '-key', key, '-cert', cert, '-rev'], /ACCEPT \S+:(\d+)/)

  it('talk over TLS', async () => {
    const { port } = await opensslServer()
    const note: string[] = []
    const noted = await run(
      {
        remoteAddress: 'localhost',
        domain: 'inet',
        remotePort: port,
        tls: { ca: readFileSync(cert, 'utf8') },
        connected: ({ heap }) => void heap.server.put('hello'),
        serverInput({ kernel }, line) {
          note.push(line)
          kernel.yield('shutdown')
        },
      },
      note,
    )
    expect(noted).toEqual(['olleh', 'disconnected'])
  })

  it('talk over TLS that preConnect begins', async () => {
    const { port } = await opensslServer()
    const note: string[] = []
    const noted = await run(
      {
        remotePort: port,
        preConnect: ({ kernel }, socket) =>
          kernel.loop.net?.secure?.(socket, { server: false, serverName: 'localhost', ca: readFileSync(cert, 'utf8') }),
        connected: ({ heap }) => void heap.server.put('hello'),
        serverInput({ kernel }, line) {
          note.push(line)
          kernel.yield('shutdown')
        },
      },
      note,
    )
    expect(noted).toEqual(['olleh', 'disconnected'])
  })

  it('do not where the certificate is nobody’s the client knows, or has another name', async () => {
    const { port } = await opensslServer()
    const talk = { remotePort: port, serverInput: () => {} }
    const [unknown] = await run({ ...talk, remoteAddress: 'localhost', tls: {} }, [])
    expect(unknown).toMatch(/^(connect|handshake) \S+: /)
    const ca = readFileSync(cert, 'utf8')
    const [misnamed] = await run({ ...talk, tls: { ca, serverName: 'poe.example' } }, [])
    expect(misnamed).toMatch(/^(connect|handshake) \S+: /)
    expect([unknown, misnamed]).not.toContain('disconnected')
  })
})
