import { createServer as createHttpServer } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { type BridgeTarget, WebSocketBridge } from './index.ts'
import { Page, Rig } from './rig.test-support.ts'

const MIB = 1024 * 1024
const echo = (socket: Socket): unknown => socket.pipe(socket)

let rig: Rig
let ended = false

function bridge(...args: ConstructorParameters<typeof Rig>): Rig {
  ended = false
  rig = new Rig(...args)
  return rig
}

/** Ends it, and demands that nothing is left. */
async function end(): Promise<void> {
  ended = true
  expect(await rig.end()).toEqual([])
}

afterEach(async () => {
  if (!ended) await end()
})

describe('WebSocketBridge', () => {
  it('joins a page to a TCP server: octets both ways, each way ended by itself', async () => {
    bridge()
    const port = await rig.target(echo)
    const page = await rig.page(`?host=127.0.0.1&port=${port}`)
    await page.until(() => page.has('open'))
    expect(page.notices[0]?.open?.remote).toEqual({ family: 'inet', address: '127.0.0.1', port })
    page.tell({ take: 100 })
    page.say('hello')
    await page.until(() => page.text === 'hello')
    page.tell({ end: true })
    await page.until(() => page.has('end'))
    expect(await page.closed).toBe('1000')
    await end()
    expect(rig.trace).toEqual(['connected', 'disconnected 5 5'])
  })

  it('lets the target end first, and the page say more', async () => {
    bridge()
    let heard = ''
    const port = await rig.target((socket) => {
      socket.end('bye')
      socket.on('data', (octets) => (heard += octets))
    })
    const page = await rig.page(`?port=${port}`)
    await page.until(() => page.has('open'))
    page.tell({ take: 100 })
    await page.until(() => page.has('end'))
    expect(page.text).toBe('bye')
    page.say('one more thing')
    page.tell({ end: true })
    expect(await page.closed).toBe('1000')
    await expect.poll(() => heard).toBe('one more thing')
  })

  it('joins plain WebSockets, where the end of one way is the end of both', async () => {
    bridge()
    const port = await rig.target((socket) => socket.once('data', (octets) => socket.end(octets)))
    const page = await (await rig.page(`?port=${port}`, { protocols: [] })).opened()
    page.say('hello')
    expect(await page.closed).toBe('1000')
    expect([page.text, page.notices]).toEqual(['hello', []])
  })

  it('speaks "binary", the word other bridges have for that', async () => {
    bridge()
    const page = await (await rig.page(`?port=${await rig.target(echo)}`, { protocols: ['other', 'binary'] })).opened()
    expect(page.socket.protocol).toBe('binary')
    page.say('hello')
    await page.until(() => page.text === 'hello')
    page.socket.close()
    await page.closed
  })

  it('gives the target what a page said that has gone, and then its end', async () => {
    bridge()
    let heard = ''
    const over = new Promise((resolve) => {
      void rig
        .target((socket) => socket.on('data', (octets) => (heard += octets)).on('end', resolve))
        .then(async (port) => {
          const page = await rig.page(`?port=${port}`)
          await page.until(() => page.has('open'))
          page.say('last words')
          page.socket.close()
        })
    })
    await over
    expect(heard).toBe('last words')
  })

  it('sends a page no more than it asks for, and holds the target back', async () => {
    bridge()
    let handed = false
    const port = await rig.target((socket) => socket.end(new Uint8Array(32 * MIB), () => (handed = true)))
    const page = await rig.page(`?port=${port}`)
    await page.until(() => page.has('open'))
    page.tell({ take: 1000 })
    await page.until(() => page.octets === 1000)
    // A round trip through the bridge: what was to come has come.
    const other = await rig.page(`?port=${await rig.target(echo)}`)
    await other.until(() => other.has('open'))
    expect([page.octets, handed]).toEqual([1000, false])
    page.tell({ take: 64 * MIB })
    await page.until(() => page.has('end'))
    expect([page.octets, handed]).toEqual([32 * MIB, true])
    page.tell({ end: true })
    other.tell({ end: true })
    await Promise.all([page.closed, other.closed])
  })

  it('holds back the target of a plain WebSocket that reads slowly', async () => {
    bridge()
    let handed = false
    const port = await rig.target((socket) => socket.end(new Uint8Array(64 * MIB), () => (handed = true)))
    const page = await (await rig.page(`?port=${port}`, { protocols: [] })).opened()
    page.socket.pause()
    const other = await rig.page(`?port=${await rig.target(echo)}`)
    await other.until(() => other.has('open'))
    expect(handed).toBe(false)
    page.socket.resume()
    expect([await page.closed, page.octets]).toEqual(['1000', 64 * MIB])
    other.socket.close()
    await other.closed
  })

  it('asks a page for as much as the target takes, and loses nothing', async () => {
    bridge({ highMark: 100_000 })
    let heard = 0
    let target: Socket | undefined
    const port = await rig.target((socket) => {
      target = socket.pause()
      socket.on('data', (octets) => (heard += octets.byteLength)).on('end', () => socket.end())
    })
    const page = await rig.page(`?port=${port}`)
    await page.until(() => page.has('open'))
    expect(page.room).toBe(100_000)
    let said = 0
    const sayAll = (): void => {
      while (page.room > 0) {
        const octets = new Uint8Array(Math.min(page.room, 16_384))
        page.say(octets)
        said += octets.byteLength
      }
    }
    // As long as the system takes what nobody reads.
    const other = await rig.page(`?port=${await rig.target(echo)}`)
    await other.until(() => other.has('open'))
    other.tell({ take: 1e6 })
    for (let before = -1; before < said; ) {
      before = said
      sayAll()
      const octets = other.octets
      other.say('x')
      await other.until(() => other.octets > octets)
    }
    expect(said).toBeLessThan(64 * MIB)
    target?.resume()
    while (said < 8 * MIB) {
      await page.until(() => page.room > 0)
      sayAll()
    }
    page.tell({ end: true })
    other.tell({ end: true })
    expect(await page.closed).toBe('1000')
    expect(heard).toBe(said)
  })

  it('says why there is no connection, and why it failed', async () => {
    bridge()
    const port = await rig.target((socket) => socket.once('data', () => socket.resetAndDestroy()))
    const reset = await rig.page(`?port=${port}`)
    await reset.until(() => reset.has('open'))
    reset.say('x')
    expect(await reset.closed).toBe('4000 ECONNRESET read')
    const nobody = createTcpServer()
    await new Promise<void>((resolve) => void nobody.listen(0, '127.0.0.1', resolve))
    const { port: free } = nobody.address() as { port: number }
    await new Promise((resolve) => nobody.close(resolve))
    expect(await (await rig.page(`?port=${free}`)).closed).toBe('4000 ECONNREFUSED connect')
  })

  it('leads to a unix socket', async () => {
    bridge()
    const path = `/tmp/poe-bridge-${process.pid}`
    const server = createTcpServer(echo).listen(path)
    const page = await rig.page(`?path=${encodeURIComponent(path)}`)
    await page.until(() => page.has('open'))
    expect(page.notices[0]?.open?.remote).toEqual({ family: 'unix', address: path, port: 0 })
    page.socket.close()
    await page.closed
    server.close()
  })

  it('speaks TLS to a target that does; tells where it does not', async () => {
    const targets: BridgeTarget[] = [{ path: '/nowhere' }]
    bridge({ targets })
    targets[0] = { host: '127.0.0.1', port: await rig.target((socket) => socket.end('no TLS here\r\n')), tls: {} }
    expect(await (await rig.page()).closed).toMatch(/^4000 \S+ connect$/)
  })

  it('takes its pages from a web server that is there, and leaves it other paths, and open', async () => {
    const server = createHttpServer((_, response) => response.end('hello'))
    const upgraded: string[] = []
    server.on('upgrade', ({ url = '' }, socket) => {
      if (!url.startsWith('/poe')) {
        upgraded.push(url)
        socket.destroy()
      }
    })
    bridge({ server })
    server.listen(0, '127.0.0.1')
    const { port } = await rig.bridge.listening()
    const page = await rig.page(`?port=${await rig.target(echo)}`)
    await page.until(() => page.has('open'))
    const { WebSocket } = await import('ws')
    await new Page(new WebSocket(`ws://127.0.0.1:${port}/hmr`)).closed
    page.socket.close()
    await page.closed
    await end()
    expect([upgraded, await (await fetch(`http://127.0.0.1:${port}/`)).text()]).toEqual([['/hmr'], 'hello'])
    server.close()
    server.closeAllConnections()
  })

  it('says that it cannot listen, and why', async () => {
    bridge()
    const { port } = await rig.bridge.listening()
    const second = new WebSocketBridge({ kernel: rig.kernel, targets: [{ port: 1 }], address: '127.0.0.1', port })
    const told = `WebSocketBridge cannot listen at port ${port} of "127.0.0.1"`
    await expect(second.listening()).rejects.toThrow(told)
    await expect(rig.running).rejects.toThrow(told)
    ended = true
  })
})
