import { once } from 'node:events'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BridgedSite } from './bridged-site.ts'
import { startChromium } from './chromium.ts'

/** Options of the page's sockets. */
interface NetOptions {
  readonly bridge?: string
  readonly protocols?: readonly string[]
  readonly maxUnread?: number
}

/** What `page/net.ts` offers. */
declare const net: {
  echo(port: number, filter: string, records: unknown[], options: NetOptions): Promise<unknown[]>
  fails(factory: object, options: NetOptions): Promise<unknown[]>
  client(port: number): Promise<unknown[]>
  lacks(): Promise<unknown[]>
  late(port: number, options?: NetOptions): Promise<[number, string, number]>
}
declare const readOn: () => void

const MIB = 1024 * 1024

/** Closing may linger for a while. */
const PATIENCE = { timeout: 20_000 }

const site = new BridgedSite()
const servers: Server[] = []
let browser: Browser
let page: Page
let url: string

beforeAll(async () => {
  ;[url, browser] = await Promise.all([site.start(), startChromium()])
  page = await browser.newPage()
  await page.goto(`${url}/net`)
})

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

afterAll(async () => {
  await browser?.close()
  await site.stop()
})

/** A server of Node's; gives its port. */
async function listen(serve: (socket: Socket) => void): Promise<number> {
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket.on('error', () => {})))
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const echo = (socket: Socket): unknown => socket.pipe(socket)

const fails = (factory: object, options: NetOptions = {}): Promise<unknown[]> =>
  page.evaluate(([given, how]) => net.fails(given, how), [factory, options] as const)

describe('sockets of a page of Chromium', () => {
  it.each<[string, unknown[]]>([
    ['lines', ['hello', 'né à Paris', '']],
    ['references', [{ a: [1, 'two', null] }, 'x'.repeat(300_000)]],
  ])('carry %s through a bridge to a TCP server and back, and end each way by itself', async (filter, records) => {
    const port = await listen(echo)
    const heard = await page.evaluate(([at, by, what]) => net.echo(at, by, what, {}), [port, filter, records] as const)
    expect(heard).toEqual(['connected true', ...records, 'read  0'])
  })

  it('carry lines through a plain WebSocket, where ending one way ends both', async () => {
    const port = await listen(echo)
    const heard = await page.evaluate((at) => net.echo(at, 'lines', ['hello'], { protocols: [] }), port)
    expect(heard).toEqual(['connected true', 'hello', 'read  0'])
  })

  it('serve a TcpClient', async () => {
    const port = await listen(echo)
    expect(await page.evaluate((at) => net.client(at), port)).toEqual(['hello', 'bye', 'disconnected'])
  })

  it('are refused where nobody listens, and where there is no bridge', async () => {
    const port = await listen(echo)
    servers.splice(0)[0]?.close()
    const to = { remoteAddress: '127.0.0.1', remotePort: port }
    expect(await fails(to)).toEqual(['connect ECONNREFUSED 111'])
    expect(await fails(to, { bridge: `ws://127.0.0.1:${port}/` })).toEqual(['connect ECONNREFUSED 111'])
  })

  it('are told of a target the bridge may not lead to', async () => {
    expect(await fails({ remoteAddress: 'elsewhere.invalid', remotePort: 80 })).toEqual(['connect EACCES 13'])
  })

  it('are told of a reset', async () => {
    const port = await listen((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const heard = await page.evaluate((at) => net.echo(at, 'lines', ['hello'], {}), port)
    expect(heard).toEqual(['connected true', 'read ECONNRESET 104'])
  })

  it('time out', async () => {
    // Who accepts and says nothing: a bridge that never opens.
    const port = await listen((socket) => socket.resume())
    const bridge = `ws://127.0.0.1:${port}/`
    const factory = { remoteAddress: '127.0.0.1', remotePort: 80, connectTimeout: 50 }
    expect(await fails(factory, { bridge })).toEqual(['connect ETIMEDOUT 110'])
  })

  it('cannot listen, nor send packets, and say so', async () => {
    expect(await fails({ bindPort: 80 })).toEqual(['listen ENOTSUP 95'])
    expect(await fails({ socketProtocol: 'udp' })).toEqual(['socket ENOTSUP 95'])
  })

  it('refuse what a page cannot choose', async () => {
    const to = { remoteAddress: '127.0.0.1', remotePort: 80 }
    const [tls] = await fails({ ...to, tls: {} })
    expect(tls).toMatch(/^ERR_POE_BAD_OPTION: net\.connect: option "tls" must be left out in a page/)
    const [bind] = await fails({ ...to, bindPort: 5 })
    expect(bind).toMatch(/^ERR_POE_BAD_OPTION: net\.connect: option "bind" must be left out in a page/)
    const [address] = await fails(to, { bridge: 'http://[' })
    expect(address).toMatch(
      /^ERR_POE_BAD_OPTION: net\.connect: the option "bridge" of webSockets\(\) leads to "http:\/\/\["/,
    )
  })

  it('hold back a server that says more than the page reads, and lose nothing', async () => {
    const sent = 32 * MIB
    let handed = 0
    const port = await listen((socket) => {
      socket.write(new Uint8Array(sent), () => {
        handed = sent
        socket.end()
      })
    })
    const came = page.evaluate((at) => net.late(at), port)
    await page.waitForFunction(() => 'readOn' in globalThis)
    await expect.poll(() => site.connections, PATIENCE).toBe(1)
    // A round trip over another connection: what was to come has come.
    await page.evaluate((at) => net.echo(at, 'lines', ['hello'], {}), await listen(echo))
    expect(handed).toBe(0)
    await page.evaluate(() => readOn())
    expect(await came).toEqual([sent, 'ended', 262_144])
  })

  it('fail where more waits unread in a plain WebSocket than may', async () => {
    const port = await listen((socket) => socket.write(new Uint8Array(4 * MIB)))
    const came = page.evaluate(([at, most]) => net.late(at, { protocols: [], maxUnread: most }), [port, MIB] as const)
    // It leaves by itself.
    await expect.poll(() => site.connections, PATIENCE).toBe(1)
    await expect.poll(() => site.connections, PATIENCE).toBe(0)
    await page.evaluate(() => readOn())
    const [octets, ending] = await came
    expect([octets <= MIB, ending]).toEqual([true, 'ENOBUFS'])
  })

  it('are all a page has, where it asks for them', async () => {
    expect(await page.evaluate(() => net.lacks())).toEqual([
      'ERR_POE_NO_SERVICE Loop "browser" has no "net" service; @poe/loop-select has sockets, and @poe/loop-browser with { net: webSockets() }.',
      'ERR_POE_NO_SERVICE Loop "browser" has no "files" service; @poe/loop-select opens files.',
      'ERR_POE_NO_SERVICE Loop "browser" has no "process" service; @poe/loop-select starts programs.',
      'ERR_POE_NO_SERVICE Loop "browser" has no "terminal" service; @poe/loop-select has the terminal.',
      'ERR_POE_NO_SERVICE Loop "browser" has no "pipes" service; @poe/loop-select has pipes of the system.',
    ])
  })
})
