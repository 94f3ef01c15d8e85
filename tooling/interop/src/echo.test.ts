import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Client } from './client.ts'
import { echoServer, type Program } from './program.ts'

const run = promisify(execFile)

describe('the echo server, and real programs', () => {
  let program: Program
  let port: number
  beforeAll(async () => {
    ;({ program, port } = await echoServer())
  })
  afterAll(() => program.interrupt())

  it('says where it listens and what to type', () => {
    expect(program.stdout).toMatch(/^Listening on port \d+\. In another terminal, type: nc 127\.0\.0\.1 \d+\n/)
  })

  it('echoes what nc sends', async () => {
    const nc = run('nc', ['-N', '127.0.0.1', String(port)])
    nc.child.stdin?.end('hello\nworld\nné à ö\n')
    expect((await nc).stdout).toBe('hello\r\nworld\r\nné à ö\r\n')
  })

  it('echoes ten thousand lines of a Perl POE client, each right and in order', async () => {
    const script = fileURLToPath(new URL('../programs/line-client.pl', import.meta.url))
    const { stdout } = await run('perl', [script, String(port), '10000'])
    expect(stdout).toBe('right 10000 of 10000\n')
  })
})

describe('the echo server, and a raw socket', () => {
  let program: Program
  let port: number
  beforeAll(async () => {
    ;({ program, port } = await echoServer())
  })
  afterAll(() => program.interrupt())

  it('puts lines together that were split at any octet', async () => {
    const sent = Buffer.from('one\r\ntwö\nthree €\r\n\nlast\n')
    const lines = ['one', 'twö', 'three €', '', 'last']
    for (let at = 1; at < sent.length; at++) {
      const client = await Client.open(port)
      await client.send(sent.subarray(0, at))
      await client.send(sent.subarray(at))
      await client.until(() => client.lines.length === lines.length)
      expect(client.lines).toEqual(lines)
      client.socket.destroy()
    }
  })

  it('puts lines together that come octet by octet', async () => {
    const client = await Client.open(port)
    for (const octet of Buffer.from('slow € line\r\nnext\n')) await client.send(Uint8Array.of(octet))
    await client.until(() => client.lines.length === 2)
    expect(client.lines).toEqual(['slow € line', 'next'])
    client.socket.destroy()
  })

  it('takes lines apart that were glued into one write', async () => {
    const lines = Array.from({ length: 50_000 }, (_, i) => `glued line ${i}`)
    const client = await Client.open(port)
    client.socket.write(`${lines.join('\n')}\n`)
    await client.until(() => client.received.endsWith(`${lines.at(-1)}\r\n`))
    expect(client.lines).toEqual(lines)
    client.socket.destroy()
  })

  it('gives each of a thousand simultaneous clients its own lines, in order', async () => {
    const clients = await Promise.all(Array.from({ length: 1000 }, () => Client.open(port)))
    const wanted = clients.map((_, c) => Array.from({ length: 20 }, (_, i) => `client ${c} line ${i}`))
    for (let i = 0; i < 20; i++) for (const [c, client] of clients.entries()) client.socket.write(`${wanted[c]?.[i]}\n`)
    await Promise.all(clients.map((client) => client.until(() => client.lines.length === 20)))
    for (const [c, client] of clients.entries()) expect(client.lines).toEqual(wanted[c])
    for (const client of clients) client.socket.destroy()
  })
})

describe('the echo server, and Ctrl-C', () => {
  it('flushes, tells its clients, and ends with status 0 and nothing on stderr', async () => {
    const { program, port } = await echoServer()
    const clients = await Promise.all([Client.open(port), Client.open(port)])
    await Promise.all(clients.map((client) => client.echo('before')))
    const status = await program.interrupt()
    await Promise.all(clients.map((client) => client.closed))
    expect(status).toBe(0)
    expect(program.stderr).toBe('')
    for (const client of clients) expect(client.lines).toEqual(['before'])
    await expect(Client.open(port)).rejects.toThrow('ECONNREFUSED')
  })

  it('names a port in use, its value and the remedy, in one line', async () => {
    const { program, port } = await echoServer()
    const { Program } = await import('./program.ts')
    const second = new Program(new URL('../../../examples/src/echo-server.ts', import.meta.url), { PORT: String(port) })
    expect(await second.ended).toBe(1)
    expect(second.stderr).toBe(
      `TcpServer cannot listen: option "port" is ${port}: it is in use; choose another one, 0 for any that is free, or end the program that has it (EADDRINUSE).\n`,
    )
    await program.interrupt()
  })
})
