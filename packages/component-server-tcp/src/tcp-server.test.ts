import { LineFilter } from '@poe/filter-line'
import type { Untyped } from '@poe/kernel'
import type { WheelError } from '@poe/wheel'
import { ReadWrite } from '@poe/wheel-readwrite'
import { describe, expect, it } from 'vitest'
import type { ClientContext } from './index.ts'
import { ServerRig } from './rig.test-support.ts'

type Ctx = ClientContext<string, string, Record<string, Untyped>>
const echo = ({ heap }: Ctx, line: string) => heap.client.put(line)
const shown = ({ operation, code, errno }: WheelError) => `${operation} ${code || '-'} ${errno}`

describe('TcpServer, its callbacks', () => {
  it('come in order, with their arguments', async () => {
    const say = (text: string) => rig.note(text)
    const rig: ServerRig = new ServerRig({
      started: ({ heap }, ...args) => say(`started ${heap.address.port > 0} ${args}`),
      listenerArgs: ['a', 1],
      stopped: () => say('stopped'),
      clientArgs: ['b', 2],
      clientPreConnect(_ctx, socket, args) {
        say(`preConnect ${args}`)
        return socket
      },
      clientConnected: ({ heap }, ...args) => say(`connected ${heap.client !== undefined} ${args}`),
      clientInput(ctx: Ctx, line: string, id: number) {
        say(`input ${line} ${id === ctx.heap.client.id}`)
        echo(ctx, line)
      },
      clientFlushed: ({ heap }, id) => say(`flushed ${id === heap.client.id}`),
      clientError: (_ctx, error) => say(`error ${shown(error)}`),
      clientDisconnected: ({ heap }) => say(`disconnected ${heap.client !== undefined} ${heap.shutdown}`),
    })
    const client = await rig.client()
    await client.echo('hello')
    client.end()
    expect(await client.closed).toBe('')
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual([
      'started true a,1',
      'preConnect b,2',
      'connected true b,2',
      'input hello true',
      'flushed true',
      'error read - 0',
      'disconnected true true',
      'stopped',
    ])
  })

  it('know the client', async () => {
    const rig: ServerRig = new ServerRig({
      clientConnected: ({ heap }: Ctx) =>
        rig.note(`${heap.remoteIp} ${heap.remotePort > 0} ${heap.gotAnError} ${heap.shutdown}`),
      clientInput: echo,
    })
    await (await rig.client()).end()
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['127.0.0.1 true false false'])
  })

  it('have the client in the heap, undefined before it is connected and after it is gone', async () => {
    const say = (when: string, { heap }: Ctx) =>
      rig.note(`${when} ${Object.hasOwn(heap, 'client')} ${typeof heap.client}`)
    const rig: ServerRig = new ServerRig({
      clientPreConnect(ctx: Ctx, socket) {
        say('preConnect', ctx)
        return socket
      },
      clientDisconnected: (ctx: Ctx) => say('disconnected', ctx),
      inlineStates: { _stop: (ctx) => say('stopped', ctx as unknown as Ctx) },
      clientInput: echo,
    })
    await (await rig.client()).end()
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['preConnect true undefined', 'disconnected true object', 'stopped true undefined'])
  })

  it('keep a heap for each client, with what clientHeap makes in it', async () => {
    let made = 0
    const rig: ServerRig = new ServerRig({
      clientHeap: () => ({ number: ++made, lines: [] as string[] }),
      clientInput({ heap }, line) {
        heap.lines.push(line)
        heap.client.put(`${heap.number}: ${heap.lines}`)
      },
    })
    const [a, b] = [await rig.client(), await rig.client()]
    a.send('x\n')
    await a.hears('1: x\r\n')
    b.send('y\nz\n')
    await b.hears('2: y,z\r\n')
    a.end()
    b.end()
    expect(await rig.end()).toEqual([])
  })

  it('drop a connection that clientPreConnect does not give back', async () => {
    const rig: ServerRig = new ServerRig({
      clientPreConnect: () => undefined,
      clientConnected: () => rig.note('connected'),
      clientDisconnected: () => rig.note('disconnected'),
      clientInput: echo,
      concurrency: 1,
    })
    for (let i = 0; i < 3; i++) await (await rig.client()).closed
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual([])
  })

  it('hear no input once the connection is being ended', async () => {
    const rig: ServerRig = new ServerRig({
      clientInput({ heap, kernel }: Ctx, line: string) {
        rig.note(line)
        heap.client.put('bye')
        kernel.call(rig.server.session.id, 'nothing')
        heap.shutdown = true
        kernel.yield('shutdown')
      },
    })
    const client = await rig.client()
    client.send('one\ntwo\n')
    expect(await client.closed).toBe('')
    expect([client.received, rig.trace]).toEqual(['bye\r\n', ['one']])
    expect(await rig.end()).toEqual([])
  })
})

describe('TcpServer, ending connections', () => {
  it('writes what the client still waits for after it has ended its input', async () => {
    const large = 'x'.repeat(8 * 1024 * 1024)
    const rig: ServerRig = new ServerRig({
      clientInput: ({ heap }: Ctx) => heap.client.put(large, 'end'),
      clientDisconnected: () => rig.note('disconnected'),
    })
    const client = await rig.client()
    client.socket.pause()
    client.end('go\n')
    client.socket.resume()
    expect(await client.closed).toBe('')
    expect(client.received.length).toBe(large.length + 7)
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['disconnected'])
  })

  it('writes what was put before a shutdown, and calls clientDisconnected once, however often it comes', async () => {
    const rig: ServerRig = new ServerRig({
      clientConnected({ heap, kernel }: Ctx) {
        heap.client.put('welcome', 'and goodbye')
        for (let i = 0; i < 3; i++) kernel.yield('shutdown')
      },
      clientInput: echo,
      clientFlushed: () => rig.note('flushed'),
      clientDisconnected: () => rig.note('disconnected'),
    })
    const client = await rig.client()
    expect(await client.closed).toBe('')
    expect(client.received).toBe('welcome\r\nand goodbye\r\n')
    expect(await rig.end()).toEqual([])
    expect(rig.trace.filter((line) => line === 'disconnected')).toEqual(['disconnected'])
  })

  it('answers a line that is too long before it ends the connection', async () => {
    const rig: ServerRig = new ServerRig({
      clientFilter: new LineFilter({ maxLength: 10 }),
      clientInput: echo,
      clientError({ heap }: Ctx, error: WheelError) {
        rig.note(`${shown(error)} ${heap.gotAnError}`)
        heap.client.put('too long')
      },
    })
    const client = await rig.client()
    client.send('this line is too long\n')
    await client.hears('too long\r\n')
    expect(await client.closed).toBe('')
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['read ERR_POE_FILTER_LINE_TOO_LONG 90 true'])
  })

  it('leaves a connection alone that has had an error, where clientShutdownOnError is false', async () => {
    const rig: ServerRig = new ServerRig({
      clientShutdownOnError: false,
      clientInput: echo,
      clientError({ heap, kernel }: Ctx, error: WheelError) {
        rig.note(shown(error))
        heap.client.put('I know')
        kernel.delay('shutdown', 1)
      },
      clientDisconnected: () => rig.note('disconnected'),
    })
    const client = await rig.client()
    client.end()
    await client.closed
    expect(client.received).toBe('I know\r\n')
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['read - 0', 'disconnected'])
  })

  it('tells of a client that vanishes, and warns of none where nobody asked', async () => {
    const told: ServerRig = new ServerRig({ clientInput: echo, clientError: (_ctx, error) => told.note(shown(error)) })
    const silent = new ServerRig({ clientInput: echo })
    for (const rig of [told, silent]) {
      const client = await rig.client()
      await client.echo('here')
      await new Promise(setImmediate)
      client.socket.resetAndDestroy()
      await client.closed
      await (await rig.client()).echo('somebody else')
    }
    const ends = [told, silent].map(async (rig) => {
      expect(rig.kernel.getSessionCount()).toBeGreaterThan(1)
      return rig.end()
    })
    expect(await Promise.all(ends)).toEqual([[], []])
    expect(told.trace).toContain('read ECONNRESET 104')
  })

  it('drops a client that takes nothing of what it is sent, after stallTimeout, and warns', async () => {
    const rig: ServerRig = new ServerRig({
      stallTimeout: 50,
      clientInput: ({ heap }: Ctx) => heap.client.put('x'.repeat(16 * 1024 * 1024)),
      clientDisconnected: ({ heap }: Ctx) => rig.note(`disconnected ${heap.gotAnError}`),
    })
    const client = await rig.client()
    client.socket.pause()
    client.send('go\n')
    while (rig.trace.length === 0) await new Promise(setImmediate)
    client.socket.destroy()
    await rig.end()
    expect(rig.trace).toEqual(['disconnected true'])
    expect(rig.warnings).toEqual([
      expect.stringMatching(/^Client 127.0.0.1:\d+: write failed, The peer has taken nothing for 50 ms\.$/),
    ])
  })

  it('drops a client for whom more than maxOutput waits', async () => {
    const rig: ServerRig = new ServerRig({
      maxOutput: 1024 * 1024,
      clientInput: ({ heap }: Ctx) => heap.client.put('x'.repeat(16 * 1024 * 1024)),
      clientError: (_ctx, error) => rig.note(shown(error)),
    })
    const client = await rig.client()
    client.socket.pause()
    client.send('go\n')
    while (rig.trace.length === 0) await new Promise(setImmediate)
    client.socket.destroy()
    expect(await rig.end()).toEqual([])
    expect(rig.trace[0]).toBe('write ENOBUFS 105')
  })
})

describe('TcpServer, highMark and lowMark', () => {
  it('reads nothing more from a client for whom too much waits, until it has taken it', async () => {
    const rig: ServerRig = new ServerRig({
      highMark: 65_536,
      lowMark: 1024,
      clientInput({ heap }: Ctx, line: string) {
        rig.note(line)
        if (line === 'much') heap.client.put('x'.repeat(16 * 1024 * 1024))
      },
      clientHigh: ({ heap }, id) => rig.note(`high ${id === heap.client.id}`),
      clientLow: ({ heap }, id) => rig.note(`low ${id === heap.client.id}`),
    })
    const client = await rig.client()
    client.send('much\n')
    await new Promise((resolve) => client.socket.once('readable', resolve))
    client.socket.pause()
    client.end('after\n')
    client.socket.resume()
    await client.closed
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['much', 'high true', 'low true', 'after'])
  })
})

describe('TcpServer, filters', () => {
  it('clones a filter for each client, for both directions', async () => {
    const rig: ServerRig = new ServerRig({ clientFilter: new LineFilter({ literal: ';' }), clientInput: echo })
    const [a, b] = [await rig.client(), await rig.client()]
    a.send('half ')
    b.send('whole;')
    await b.hears('whole;')
    a.send('a line;')
    await a.hears('half a line;')
    a.end()
    b.end()
    expect(await rig.end()).toEqual([])
  })

  it('takes a function that makes filters, and one for each direction', async () => {
    const rig: ServerRig = new ServerRig({
      clientInputFilter: () => new LineFilter({ literal: ';' }),
      clientOutputFilter: new LineFilter({ literal: '|' }),
      clientInput: echo,
    })
    const client = await rig.client()
    client.send('a;b;')
    await client.hears('a|b|')
    client.end()
    expect(await rig.end()).toEqual([])
  })
})

describe('TcpServer, concurrency', () => {
  /** Echoes so often that whoever could be served would have been. */
  const meanwhile = async (client: { echo(line: string): Promise<void> }) => {
    for (let i = 0; i < 10; i++) await client.echo(`still ${i}`)
  }

  it('lets so many in at once; who comes then waits; the limit can be raised, lifted and lowered', async () => {
    const rig: ServerRig = new ServerRig({
      concurrency: 1,
      alias: 'server',
      clientConnected: ({ heap }) => rig.note(`in ${heap.remotePort}`),
      clientInput: echo,
    })
    const clients = [await rig.client()]
    await clients[0]?.echo('hello')
    for (let i = 0; i < 4; i++) clients.push(await rig.client())
    const [a, b, c, d, e] = clients as [Untyped, Untyped, Untyped, Untyped, Untyped]
    await meanwhile(a)
    expect(rig.trace).toHaveLength(1)
    rig.kernel.post('server', 'setConcurrency', 2)
    await b.echo('me too')
    await meanwhile(b)
    expect(rig.trace).toHaveLength(2)
    a.end()
    await a.closed
    await c.echo('in its place')
    rig.kernel.post('server', 'setConcurrency', -1)
    await Promise.all([d.echo('everybody'), e.echo('everybody')])
    rig.kernel.post('server', 'setConcurrency', 1)
    const late = await rig.client()
    for (const each of [b, c, d]) {
      each.end()
      await each.closed
    }
    await meanwhile(e)
    expect(rig.trace).toHaveLength(5)
    e.end()
    await late.echo('at last')
    late.end()
    expect(await rig.end()).toEqual([])
  })

  it('counts a client out that is stopped before it was connected', async () => {
    const rig: ServerRig = new ServerRig({
      concurrency: 1,
      clientConnected({ kernel, session }: Ctx) {
        rig.note('in')
        if (rig.trace.length < 3) kernel.stop(session)
      },
      clientInput: echo,
    })
    await (await rig.client()).closed
    await (await rig.client()).closed
    const third = await rig.client()
    await third.echo('stays')
    third.end()
    expect(await rig.end()).toEqual([])
  })

  it('refuses what is no number of connections', async () => {
    const rig: ServerRig = new ServerRig({ alias: 'server', clientInput: echo })
    await rig.server.listening()
    rig.kernel.post('server', 'setConcurrency', '5')
    await expect(rig.running).rejects.toThrow(
      'setConcurrency: option "concurrency" must be a whole number of at least 0, not "5".',
    )
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('accepts nobody at 0', async () => {
    const rig: ServerRig = new ServerRig({ alias: 'server', clientInput: echo })
    const first = await rig.client()
    await first.echo('in')
    rig.kernel.post('server', 'setConcurrency', 0)
    const second = await rig.client()
    await meanwhile(first)
    rig.kernel.post('server', 'setConcurrency', 5)
    await second.echo('in')
    first.end()
    second.end()
    expect(await rig.end()).toEqual([])
  })
})

describe('TcpServer with an acceptor', () => {
  it('gives it every connection as (socket, address, port), in the listening session', async () => {
    const rig: ServerRig = new ServerRig({
      concurrency: 1,
      acceptor(ctx, socket, address, port) {
        rig.note(`${address} ${port === socket.remote?.port} ${ctx.heap.address.port === socket.local.port}`)
        const wheel = new ReadWrite(ctx, { handle: socket, inputEvent: 'unused' as never })
        wheel.put('hello')
        wheel.close()
        ctx.kernel.yield('disconnected')
      },
    })
    for (let i = 0; i < 2; i++) {
      const client = await rig.client()
      await client.closed
      expect(client.received).toBe('hello\r\n')
    }
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['127.0.0.1 true true', '127.0.0.1 true true'])
  })
})

describe('TcpServer, states of its user', () => {
  class Counter {
    static greet({ heap }: Ctx, name: string) {
      heap.client.put(`hello ${name}`)
    }
    count = 0
    tick({ heap }: Ctx) {
      heap.client.put(`tick ${++this.count}`)
    }
  }

  it('are part of every client session: inline, of objects, of classes', async () => {
    const rig: ServerRig = new ServerRig({
      inlineStates: {
        later: ({ heap }: Untyped, line: string) => heap.client.put(line),
        _stop: () => rig.note('_stop'),
      },
      objectStates: [[new Counter(), ['tick']]],
      packageStates: [[Counter, { welcome: 'greet' }]],
      clientInput({ kernel }: Ctx, line: string) {
        kernel.yield('welcome', line)
        kernel.yield('tick')
        kernel.yield('later', 'done')
      },
    })
    const client = await rig.client()
    client.send('you\n')
    await client.hears('hello you\r\ntick 1\r\ndone\r\n')
    client.end()
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['_stop'])
  })

  it('may watch children and parents', async () => {
    const rig: ServerRig = new ServerRig({
      inlineStates: { _child: (_ctx: unknown, reason: string) => rig.note(`child ${reason}`) },
      clientInput: echo,
    })
    await (await rig.client()).end()
    expect(await rig.end()).toEqual([])
  })

  it.each(['_start', 'shutdown', '_drain', 'tcpServerGotInput'])('may not take the place of %s', (event) => {
    expect(() => new ServerRig({ clientInput: echo, inlineStates: { [event]: () => {} } })).toThrow(
      `TcpServer: it handles the event "${event}" itself; give your handler another name.`,
    )
  })
})

describe('an exception in clientInput', () => {
  const boom = new Error('boom')
  const throwing = (ctx: Ctx, line: string) => {
    if (line === 'boom') throw boom
    echo(ctx, line)
  }

  it('ends the run with itself where nobody handles it', async () => {
    const rig: ServerRig = new ServerRig({ clientInput: throwing })
    const client = await rig.client()
    client.send('boom\n')
    await expect(rig.running).rejects.toBe(boom)
    await client.closed
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('is a DIE signal; a handler that deals with it lets the server serve on', async () => {
    const rig: ServerRig = new ServerRig({
      clientInput: throwing,
      clientConnected: ({ kernel }: Ctx) => kernel.sig('DIE', 'died'),
      inlineStates: {
        died({ kernel, heap }: Untyped, _signal: string, { error, event }: Untyped) {
          kernel.sigHandled()
          rig.note(`${event} ${error.message}`)
          heap.client.put('sorry')
        },
      },
    })
    const client = await rig.client()
    client.send('one\nboom\ntwo\n')
    await client.hears('one\r\ntwo\r\nsorry\r\n')
    await client.echo('again')
    client.end()
    expect(await rig.end()).toEqual([])
    expect(rig.trace).toEqual(['tcpServerGotInput boom'])
  })

  it('may be a rejection', async () => {
    const rig: ServerRig = new ServerRig({
      async clientInput() {
        await undefined
        throw boom
      },
    })
    const client = await rig.client()
    client.send('x\n')
    await expect(rig.running).rejects.toBe(boom)
    await client.closed
  })
})

describe('an exception before a client is connected', () => {
  it.each(['clientPreConnect', 'clientHeap', 'clientFilter'] as const)('in %s closes the connection', async (name) => {
    const rig: ServerRig = new ServerRig({
      clientInput: echo,
      [name]: () => {
        throw new Error('boom')
      },
    })
    const client = await rig.client()
    await expect(rig.running).rejects.toThrow('boom')
    await client.closed
    expect(rig.kernel.ledger()).toEqual([])
  })
})

describe('TcpServer.close, abort, and await using', () => {
  it('closes: tells clients, writes what they wait for, and reports nobody', async () => {
    const rig: ServerRig = new ServerRig({
      clientInput: echo,
      stopped: () => rig.note('stopped'),
      clientDisconnected: () => rig.note('gone'),
    })
    const client = await rig.client()
    await client.echo('here')
    const port = rig.server.address()?.port as number
    const [report, again] = await Promise.all([rig.server.close(), rig.server.close()])
    expect([report, again]).toEqual([{ late: [] }, { late: [] }])
    await rig.running
    expect(await client.closed).toBe('')
    expect(rig.trace).toEqual(['gone', 'stopped'])
    expect(rig.server.address()?.port).toBe(port)
  })

  it('stops at the deadline who does not end, and reports what they held', async () => {
    const rig: ServerRig = new ServerRig({
      clientInput: ({ heap }: Ctx) => heap.client.put('x'.repeat(16 * 1024 * 1024)),
    })
    const client = await rig.client()
    client.socket.pause()
    client.send('go\n')
    await new Promise((resolve) => client.socket.once('readable', resolve))
    const { late } = await rig.server.close({ timeout: 30 })
    await rig.running
    expect(late.map(({ session }) => session)).toEqual([1, 2])
    expect(late[1]?.held.map(({ kind }) => kind)).toContain('handle')
    client.socket.destroy()
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('aborts: everything ends now', async () => {
    const rig: ServerRig = new ServerRig({ clientInput: echo, stopped: () => rig.note('stopped') })
    const client = await rig.client()
    await client.echo('here')
    rig.server.abort()
    await rig.running
    await client.closed
    expect([rig.trace, rig.kernel.ledger()]).toEqual([['stopped'], []])
  })

  it('is closed at the end of an await using', async () => {
    const rig: ServerRig = new ServerRig({ clientInput: echo })
    await rig.server.listening()
    await rig.server[Symbol.asyncDispose]()
    await rig.running
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('shuts down by an event: connected clients stay', async () => {
    const rig: ServerRig = new ServerRig({ alias: 'server', clientInput: echo, stopped: () => rig.note('stopped') })
    const client = await rig.client()
    await client.echo('here')
    rig.kernel.post('server', 'shutdown')
    await client.echo('still here')
    expect(rig.kernel.aliasResolve('server')).toBeUndefined()
    await expect(rig.client()).rejects.toThrow('ECONNREFUSED')
    expect(rig.trace).toEqual([])
    client.end()
    await rig.running
    expect([rig.trace, rig.kernel.ledger()]).toEqual([['stopped'], []])
  })
})
