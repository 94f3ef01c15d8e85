import type { SocketHandle } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { echo, shown, World } from './world.test-support.ts'

const pem = { key: 'k', cert: 'c' }

describe('clientPreConnect that gives a promise', () => {
  it('has the connection wait for it, without losing what the client sends meanwhile', async () => {
    let resolve: (socket: SocketHandle) => void = () => {}
    let given!: SocketHandle
    const world: World = new World({
      clientPreConnect: (ctx, socket) => {
        given = socket
        world.note(`preConnect ${ctx.heap.client}`)
        return new Promise((settle) => {
          resolve = settle
        })
      },
      clientConnected: ({ heap }) => world.note(`connected ${heap.client !== undefined}`),
    })
    await world.advance()
    const guest = await world.client()
    guest.send('early\n')
    await world.advance(500)
    expect([world.trace, guest.text]).toEqual([['preConnect undefined'], ''])
    resolve(given)
    await world.advance()
    expect([world.trace, guest.text]).toEqual([['preConnect undefined', 'connected true'], 'early\r\n'])
    expect(await world.end()).toEqual([])
  })

  it('upgrades to TLS', async () => {
    const world: World = new World({
      clientPreConnect: ({ kernel }, socket) => kernel.loop.net?.secure?.(socket, { server: true, ...pem }),
      clientInput({ heap }, line) {
        heap.client.put(`${line} over ${heap.client.getInputHandle().tls.protocol}`)
      },
    })
    await world.advance()
    const guest = await world.client()
    guest.replace(await world.comes(world.loop.net.secure(guest.socket, { server: false })))
    guest.send('hello\n')
    await world.advance()
    expect(guest.text).toBe('hello over virtual\r\n')
    expect(await world.end()).toEqual([])
  })

  it('drops a connection whose handshake fails or stalls, tells clientError, and serves on', async () => {
    const world: World = new World({
      clientPreConnect: ({ kernel }, socket) =>
        kernel.loop.net?.secure?.(socket, { server: true, ...pem, handshakeTimeout: 200 }),
      clientError: (ctx, error) => world.note(`${shown(error)} ${ctx.heap.client}`),
      clientConnected: () => world.note('connected'),
      clientDisconnected: () => world.note('disconnected'),
      concurrency: 2,
    })
    await world.advance()
    const [garbage, silent] = [await world.client(), await world.client()]
    garbage.send('GET / HTTP/1.0\r\n')
    await world.advance(200)
    await world.advance()
    expect(world.trace).toEqual(['handshake EPROTO 71 undefined', 'handshake ETIMEDOUT 110 undefined'])
    expect([garbage.ending !== '', silent.ending !== '']).toEqual([true, true])
    const good = await world.client()
    good.replace(await world.comes(world.loop.net.secure(good.socket, { server: false })))
    await world.advance()
    expect(world.trace.slice(2)).toEqual(['connected'])
    expect(await world.end()).toEqual([])
  })

  it('warns of a failed handshake where nobody asked, unless the client has just gone', async () => {
    const world: World = new World({
      clientPreConnect: ({ kernel }, socket) => kernel.loop.net?.secure?.(socket, { server: true, ...pem }),
    })
    await world.advance()
    ;(await world.client()).send('GET / HTTP/1.0\r\n')
    ;(await world.client()).socket.close()
    await world.advance()
    const left = await world.end()
    expect(left).toEqual([expect.stringMatching(/^Client 127\.0\.0\.1:\d+: handshake failed, Protocol error\.$/)])
  })

  it('drops a connection for which it comes to undefined', async () => {
    const world: World = new World({
      clientPreConnect: async () => undefined,
      clientConnected: () => world.note('connected'),
      concurrency: 1,
    })
    await world.advance()
    for (let i = 0; i < 3; i++) {
      const guest = await world.client()
      await world.advance()
      expect(guest.ending).not.toBe('')
    }
    expect([world.trace, await world.end()]).toEqual([[], []])
  })

  it('ends with an exception of the program, and leaves nothing open', async () => {
    const failures = [async () => Promise.reject(new Error('boom')), async () => ({ close: () => {} }) as never]
    for (const fail of failures) {
      let given!: SocketHandle
      const world: World = new World({
        clientPreConnect(_ctx, socket) {
          given = socket
          return fail()
        },
      })
      await world.advance()
      void world.loop.net.connect({ port: 80 })
      await expect(world.running).rejects.toThrow()
      expect([given.state, world.kernel.ledger()]).toEqual(['closed', []])
    }
  })

  it('closes its socket when the session is stopped before it is done, and the one that comes too late', async () => {
    let resolve: (socket: SocketHandle) => void = () => {}
    const world: World = new World({
      clientPreConnect: () =>
        new Promise((settle) => {
          resolve = settle
        }),
      clientConnected: () => world.note('connected'),
    })
    await world.advance()
    const guest = await world.client()
    await world.advance()
    const { late } = await world.comes(world.server.close({ timeout: 100 }))
    expect(late.length).toBeGreaterThan(0)
    await world.advance()
    expect(guest.ending).toBe('ended')
    let closed = false
    resolve({ close: () => (closed = true) } as never)
    await world.advance()
    expect([closed, world.trace]).toEqual([true, []])
    expect(await world.end()).toEqual([])
  })

  it('is not waited for by a shutdown longer than it takes', async () => {
    let resolve: (socket: SocketHandle) => void = () => {}
    let given!: SocketHandle
    const world: World = new World({
      clientPreConnect: (_ctx, socket) =>
        new Promise((settle) => {
          given = socket
          resolve = settle
        }),
      clientConnected: () => world.note('connected'),
    })
    await world.advance()
    const guest = await world.client()
    await world.advance()
    const closing = world.server.close()
    await world.advance()
    expect(guest.ending).toBe('ended')
    resolve(given)
    expect(await world.comes(closing)).toEqual({ late: [] })
    expect(world.trace).toEqual([])
    expect(await world.end()).toEqual([])
  })
})

describe('clientInput that is async', () => {
  /** A server that answers each line when the test says so. */
  function slow(options: object = {}) {
    const answers: (() => void)[] = []
    const world: World = new World({
      async clientInput({ heap }, line) {
        await new Promise<void>((resolve) => void answers.push(resolve))
        heap.client.put(`late ${line}`)
      },
      clientDisconnected: () => world.note('disconnected'),
      ...options,
    })
    return { world, answers }
  }

  it('is waited for when the client has ended its input', async () => {
    const { world, answers } = slow()
    await world.advance()
    const guest = await world.client()
    guest.send('one\ntwo\n')
    guest.socket.shutdown()
    await world.advance(1000)
    expect([guest.ending, world.trace]).toEqual(['', []])
    answers[0]?.()
    await world.advance()
    expect([guest.text, guest.ending]).toEqual(['late one\r\n', ''])
    answers[1]?.()
    await world.advance()
    expect([guest.text, guest.ending, world.trace]).toEqual(['late one\r\nlate two\r\n', 'ended', ['disconnected']])
    expect(await world.end()).toEqual([])
  })

  it('is waited for when the server closes, until the deadline', async () => {
    const { world, answers } = slow()
    await world.advance()
    const [patient, other] = [await world.client(), await world.client()]
    patient.send('one\n')
    await world.advance()
    const closing = world.server.close({ timeout: 1000 })
    await world.advance(900)
    expect([patient.ending, other.ending]).toEqual(['', 'ended'])
    answers[0]?.()
    expect(await world.comes(closing)).toEqual({ late: [] })
    expect(patient.text).toBe('late one\r\n')
    expect(await world.end()).toEqual([])

    const never = slow()
    await never.world.advance()
    const guest = await never.world.client()
    guest.send('one\n')
    await never.world.advance()
    const { late } = await never.world.comes(never.world.server.close({ timeout: 1000 }))
    expect(late.flatMap(({ held }) => held.map(({ kind }) => kind))).toContain('promise')
    expect(guest.text).toBe('')
    never.answers[0]?.()
    await never.world.advance()
    expect(await never.world.end()).toEqual([])
  })

  it('may put something although its client is lost meanwhile: it goes nowhere', async () => {
    const { world, answers } = slow({ clientError: () => {} })
    await world.advance()
    const guest = await world.client()
    guest.send('one\n')
    await world.advance()
    world.loop.net.resetAll()
    await world.advance()
    answers[0]?.()
    await world.advance()
    expect(world.trace).toEqual(['disconnected'])
    expect(guest.ending).toBe('ECONNRESET')
    expect(world.kernel.getSessionCount()).toBe(2)
    expect(await world.end()).toEqual([])
  })

  it('that fails is a DIE signal, as any other', async () => {
    const world = new World({
      async clientInput() {
        throw new Error('boom')
      },
    })
    await world.advance()
    ;(await world.client()).send('x\n')
    await world.advance()
    await expect(world.running).rejects.toThrow('boom')
    expect(world.kernel.ledger()).toEqual([])
  })
})

describe('the last line of a client', () => {
  it('comes with a mark where the end of input cut it short', async () => {
    const world: World = new World({
      clientInput: (ctx, line, id, ...more) => {
        world.note(JSON.stringify([line, id === ctx.heap.client.id, ...more]))
        echo(ctx, line)
      },
    })
    await world.advance()
    const guest = await world.client()
    guest.send('one\ntwo')
    guest.socket.shutdown()
    await world.advance()
    expect(world.trace).toEqual(['["one",true]', '["two",true,{"unterminated":true}]'])
    expect([guest.text, guest.ending]).toEqual(['one\r\ntwo\r\n', 'ended'])
    expect(await world.end()).toEqual([])
  })
})
