import { existsSync, readFileSync } from 'node:fs'
import { encodeProxyHeader } from '@poe/proxy-protocol'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Program, socketServer } from './program.ts'
import { Folder, has, Talk } from './tools.ts'

const folder = new Folder()
afterAll(() => folder.remove())

const running: { end(): Promise<unknown> }[] = []
afterEach(async () => {
  for (const { end } of running.splice(0).reverse()) await end()
})

/** A server that ends with the test. */
async function server(options: object = {}, env: Readonly<Record<string, string>> = {}) {
  const started = await socketServer(options, env)
  running.push({ end: () => started.program.interrupt() })
  return started
}

function talk(command: string, ...args: string[]): Talk {
  const talking = new Talk(command, ...args)
  running.push({ end: () => talking.kill() })
  return talking
}

const connected = (program: Program) => program.says(/connected (.*)\n/).then(([, what]) => what)

describe.runIf(has('telnet'))('telnet', () => {
  it('is echoed, and told the end', async () => {
    const { port } = await server()
    const telnet = talk('telnet', '127.0.0.1', String(port))
    await telnet.says(/Connected to 127\.0\.0\.1/)
    telnet.say('hello\n')
    await telnet.says(/hello/)
    telnet.say('quit\n')
    await telnet.says(/quit\s+Connection closed by foreign host/)
  })
})

describe.runIf(has('nc'))('nc over a unix socket', () => {
  it('is echoed; the file goes with the server that made it', async () => {
    const path = folder.file('nc')
    const { program } = await server({ domain: 'unix', address: path })
    const nc = talk('nc', '-N', '-U', path)
    expect(await nc.end('hello\n')).toBe('hello\r\n')
    expect(await connected(program)).toBe('LOCAL 0')
    expect(existsSync(path)).toBe(true)
    expect(await program.interrupt()).toBe(0)
    expect(existsSync(path)).toBe(false)
  })

  it('is served by the next server where one was killed', async () => {
    const path = folder.file('killed')
    const { program } = await server({ domain: 'unix', address: path })
    program.process.kill('SIGKILL')
    await program.ended
    expect(existsSync(path)).toBe(true)
    await server({ domain: 'unix', address: path })
    expect(await talk('nc', '-N', '-U', path).end('again\n')).toBe('again\r\n')
  })
})

describe.runIf(has('socat'))('socat', () => {
  it('is echoed over TCP, a unix socket, and an abstract one', async () => {
    const { port } = await server()
    expect(await talk('socat', '-', `TCP:127.0.0.1:${port}`).end('tcp\n')).toBe('tcp\r\n')
    const path = folder.file('socat')
    await server({ domain: 'unix', address: path })
    expect(await talk('socat', '-', `UNIX-CONNECT:${path}`).end('unix\n')).toBe('unix\r\n')
    const name = `poe-interop-${process.pid}`
    await server({ domain: 'unix', address: `\0${name}` })
    // Node 20 fills the name up with NULs, as the whole of the address.
    const filled = readFileSync('/proc/net/unix', 'latin1').includes(`@${name}@`)
    const to = `ABSTRACT-CONNECT:${name}${filled ? ',unix-tightsocklen=0' : ''}`
    expect(await talk('socat', '-', to).end('abstract\n')).toBe('abstract\r\n')
  })

  it('is told of with the address of its PROXY header, in both versions, and refused without one', async () => {
    const { program, port } = await server({ proxyProtocol: true })
    const socat = () => talk('socat', '-', `TCP:127.0.0.1:${port}`)
    expect(await socat().end('PROXY TCP4 192.0.2.7 192.0.2.1 5000 443\r\nhello\n')).toBe('hello\r\n')
    expect(await connected(program)).toBe('192.0.2.7 5000')
    const ends = { family: 'inet6', address: '2001:db8::9', port: 9 } as const
    const second = socat()
    second.say(encodeProxyHeader({ source: ends, destination: ends, checksum: true }))
    expect(await second.end('six\n')).toBe('six\r\n')
    await program.says(/connected 2001:db8::9 9\n/)
    expect(await socat().end('hello\n')).not.toContain('hello')
    await program.says(/error proxy ERR_POE_PROXY_MISSING\n/)
  })
})

describe.runIf(has('openssl'))('openssl and TLS', () => {
  const certificates = () => ({ own: folder.certificate('localhost'), other: folder.certificate('client') })

  it('s_client is echoed; each knows what was agreed on', async () => {
    const { own, other } = certificates()
    const env = { TLS_KEY: own.key, TLS_CERT: own.cert, TLS_CA: other.cert }
    const { program, port } = await server({ tls: { alpn: ['poe/2', 'poe/1'], requestCertificate: true } }, env)
    const client = talk(
      ...([
        'openssl',
        's_client',
        '-connect',
        `127.0.0.1:${port}`,
        '-quiet',
        '-verify_return_error',
        '-CAfile',
      ] as const),
      ...[own.cert, '-servername', 'localhost', '-alpn', 'poe/1', '-cert', other.cert, '-key', other.key],
    )
    client.say('hello over TLS\n')
    await client.says(/hello over TLS\r?\n/)
    expect(await connected(program)).toMatch(/^127\.0\.0\.1 \d+ TLSv1\.3 poe\/1 localhost client$/)
    client.say('quit\n')
    await client.says(/quit/)
    await client.ended
    await program.says(/disconnected 127\.0\.0\.1\n/)
  })

  it('s_client without a valid certificate is refused where one is required', async () => {
    const { own, other } = certificates()
    const env = { TLS_KEY: own.key, TLS_CERT: own.cert, TLS_CA: other.cert }
    const { program, port } = await server({ tls: { requestCertificate: true, verify: true } }, env)
    const args = ['s_client', '-connect', `127.0.0.1:${port}`, '-quiet', '-CAfile', own.cert]
    const stranger = talk('openssl', ...args)
    await stranger.ended
    expect(stranger.said).toMatch(/alert|error/)
    const known = talk('openssl', ...args, '-cert', other.cert, '-key', other.key)
    known.say('hello\n')
    await known.says(/hello\r?\n/)
    expect(await connected(program)).toMatch(/ client$/)
  })

  it('socat is echoed over TLS', async () => {
    const { own } = certificates()
    const { port } = await server({}, { TLS_KEY: own.key, TLS_CERT: own.cert })
    const socat = talk('socat', '-', `OPENSSL:127.0.0.1:${port},cafile=${own.cert},commonname=localhost`)
    socat.say('hello\n')
    await socat.says(/hello\r\n/)
  })

  it('garbage on a TLS port is refused and told, a stalled handshake timed out; others are served', async () => {
    const { own } = certificates()
    const env = { TLS_KEY: own.key, TLS_CERT: own.cert }
    const { program, port } = await server({ tls: { handshakeTimeout: 300 } }, env)
    const stalled = talk('socat', '-', `TCP:127.0.0.1:${port}`)
    await talk('socat', '-', `TCP:127.0.0.1:${port}`).end('GET / HTTP/1.0\r\n\r\n')
    await program.says(/error handshake ERR_SSL_HTTP_REQUEST\n/)
    await program.says(/error handshake ETIMEDOUT\n/)
    await stalled.ended
    const client = talk('openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-quiet', '-CAfile', own.cert)
    client.say('served\n')
    await client.says(/served\r?\n/)
  })

  it('s_server is connected to, its certificate checked', async () => {
    const { own, other } = certificates()
    const { Program } = await import('./program.ts')
    const openssl = talk(
      ...([
        'openssl',
        's_server',
        '-accept',
        '127.0.0.1:0',
        '-key',
        own.key,
        '-cert',
        own.cert,
        '-alpn',
        'poe/1',
      ] as const),
      '-rev',
    )
    const [, port] = (await openssl.says(/ACCEPT 127\.0\.0\.1:(\d+)/)) as unknown as [string, string]
    const file = new URL('./tls-client.ts', import.meta.url)
    const good = new Program(file, { PORT: port, TLS_CA: own.cert })
    expect([await good.ended, good.stderr]).toEqual([0, ''])
    expect(good.stdout).toBe('connected true poe/1 localhost\ngot olleh\n')
    for (const [env, code] of [
      [{ TLS_CA: other.cert }, 'DEPTH_ZERO_SELF_SIGNED_CERT'],
      [{ TLS_CA: own.cert, TLS_NAME: 'elsewhere' }, 'ERR_TLS_CERT_ALTNAME_INVALID'],
    ] as const) {
      const bad = new Program(file, { PORT: port, ...env })
      expect([await bad.ended, bad.stdout]).toEqual([0, `failed connect ${code}\n`])
    }
  })
})
