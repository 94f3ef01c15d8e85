import { existsSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import type { Loop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { FakeTerminal, hasOpenssl, NodeHost } from './node.ts'

/** Nothing that is lent looks at the loop. */
const loop = {} as Loop

describe('NodeHost', () => {
  it('steps the wall clock, and sets it right', () => {
    const { now } = Date
    using host = new NodeHost()
    const { options } = host
    options.stepWallClock?.(loop, 3_600_000)
    options.stepWallClock?.(loop, 3_600_000)
    expect(Date.now() - now()).toBeGreaterThan(7_000_000)
    options.dispose()
    expect(Date.now).toBe(now)
  })

  it('lends folders and paths, and removes them all', () => {
    const host = new NodeHost()
    const { folder = String, namedPipe, unixPath = String } = host.options
    const [one, other] = [folder(loop), folder(loop)]
    void namedPipe?.(loop, `${one}/pipe`)
    expect([existsSync(one), existsSync(other), one === other, statSync(`${one}/pipe`).isFIFO()]).toEqual([
      true,
      true,
      false,
      true,
    ])
    const path = unixPath(loop)
    expect([existsSync(dirname(path)), existsSync(path), path === unixPath(loop)]).toEqual([true, false, false])
    host[Symbol.dispose]()
    expect(existsSync(dirname(path))).toBe(false)
  })

  it('sits at the terminal it gave last', () => {
    using host = new NodeHost()
    const [, { input, output }] = [host.terminal(), host.terminal()]
    host.options.terminal?.type(loop, 'ls\n')
    output.write('total 0\n')
    expect([String(input.read()), host.options.terminal?.output(loop)]).toEqual(['ls\n', 'total 0\n'])
    host.options.terminal?.end(loop)
    expect(input.writableEnded).toBe(true)
  })

  it.runIf(hasOpenssl)('has two certificates that are not the same', () => {
    using host = new NodeHost()
    const { tls } = host.options
    expect(tls?.key).toContain('BEGIN PRIVATE KEY')
    expect(tls?.cert).toContain('BEGIN CERTIFICATE')
    expect(tls?.otherCert).toContain('BEGIN CERTIFICATE')
    expect(tls?.otherCert).not.toBe(tls?.cert)
  })

  it('resets connections, and says why there is none', async () => {
    using host = new NodeHost()
    const { options } = host
    const server = createServer()
    const failed = new Promise<string>((resolve) => {
      server.on('connection', (socket) => socket.on('error', ({ message }) => resolve(message)).resume())
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const to = { family: 'inet' as const, address: '127.0.0.1', port }
    const reset = await options.connectToReset?.(loop, to)
    reset?.()
    expect(await failed).toContain('ECONNRESET')
    await new Promise((resolve) => void server.close(resolve))
    await expect(options.connectToReset?.(loop, to)).rejects.toThrow('ECONNREFUSED')
  })
})

describe('FakeTerminal', () => {
  it('knows its modes and its size', () => {
    const tty = new FakeTerminal()
    let sizes = 0
    tty.output.on('resize', () => sizes++)
    tty.input.setRawMode(true)
    tty.resize(100, 30)
    expect([tty.modes, tty.output.columns, tty.output.rows, sizes]).toEqual([[true], 100, 30, 1])
  })
})
