import { Kernel } from '@poe/kernel'
import type { Address, Listener, SocketHandle } from '@poe/loop'
import { VirtualLoop } from '@poe/loop-virtual'
import { Session, type SessionContext } from '@poe/session'
import type { WheelError } from '@poe/wheel'
import { describe, expect, it } from 'vitest'
import { ListenAccept, type ListenAcceptOptions } from './index.ts'

/** A session that accepts at port 80 of a simulated world, and its trace. */
class Rig {
  readonly loop = new VirtualLoop({ paced: true })
  readonly kernel = new Kernel({ loop: this.loop })
  readonly trace: string[] = []
  readonly warnings: string[] = []
  readonly sockets: SocketHandle[] = []
  onAccept: () => void = () => {}
  listener!: Listener
  wheel!: ListenAccept
  running!: Promise<void>

  static async begin(options: Partial<ListenAcceptOptions> = {}): Promise<Rig> {
    const rig = new Rig()
    rig.loop.warn = (message) => void rig.warnings.push(message)
    rig.listener = await rig.loop.net.listen({ port: 80 })
    rig.#session(options)
    rig.running = rig.kernel.run()
    rig.running.catch(() => {})
    return rig
  }

  #session(options: Partial<ListenAcceptOptions>): void {
    Session.create({
      kernel: this.kernel,
      inlineStates: {
        _start: (ctx: SessionContext) => {
          const events = { acceptEvent: 'accepted', errorEvent: 'failed' }
          this.wheel = new ListenAccept(ctx, { handle: this.listener, ...events, ...options })
        },
        accepted: (_ctx: unknown, socket: SocketHandle, peer: Address | null, id: number) => {
          this.sockets.push(socket)
          this.trace.push(`accepted ${peer?.address} ${peer?.port === socket.remote?.port} ${id}`)
          this.onAccept()
        },
        other: () => void this.trace.push('other'),
        failed: (_ctx: unknown, { operation, code, errno, wheelId }: WheelError) => {
          this.trace.push(`${operation} ${code} ${errno} ${wheelId}`)
        },
      },
    })
  }

  async connect(count = 1): Promise<void> {
    for (let i = 0; i < count; i++) void this.loop.net.connect({ port: 80 })
    await this.loop.advance(0)
  }

  async end(): Promise<unknown[]> {
    this.wheel.dispose()
    await this.running
    return [...this.kernel.ledger(), ...this.warnings]
  }
}

const told = 'accepted 127.0.0.1 true 1'

describe('ListenAccept', () => {
  it('tells each connection as (socket, peer, wheel id)', async () => {
    const rig = await Rig.begin()
    await rig.connect(3)
    expect([rig.trace, rig.wheel.getSockName().port]).toEqual([[told, told, told], 80])
    expect(rig.kernel.ledger().some(({ kind, holds }) => kind === 'handle' && holds)).toBe(true)
    expect(await rig.end()).toEqual([])
    expect([rig.listener.state, rig.sockets[0]?.state]).toEqual(['closed', 'open'])
  })

  it('tells an unnamed unix peer as null', async () => {
    const loop = new VirtualLoop({ paced: true })
    const kernel = new Kernel({ loop })
    const handle = await loop.net.listen({ path: '/run/s' })
    let peer: Address | null | undefined
    Session.create({
      kernel,
      inlineStates: {
        _start: (ctx: SessionContext) => {
          ctx.heap.wheel = new ListenAccept(ctx, { handle, acceptEvent: 'accepted' })
        },
        accepted({ heap }: SessionContext, _socket: SocketHandle, given: Address | null) {
          peer = given
          heap.wheel.dispose()
        },
      },
    })
    const running = kernel.run()
    void loop.net.connect({ path: '/run/s' })
    await loop.advance(0)
    await running
    expect(peer).toBeNull()
  })

  it('accepts nobody while paused, whatever event() is told', async () => {
    const rig = await Rig.begin()
    rig.wheel.pauseAccept()
    await rig.connect(2)
    rig.wheel.event({ acceptEvent: 'accepted' })
    await rig.connect()
    expect(rig.trace).toEqual([])
    rig.wheel.resumeAccept()
    await rig.loop.advance(0)
    expect(rig.trace).toHaveLength(3)
    expect(await rig.end()).toEqual([])
  })

  it('changes the names of events', async () => {
    const rig = await Rig.begin()
    rig.wheel.event({ acceptEvent: 'other', errorEvent: undefined })
    await rig.connect()
    rig.loop.net.failAccepts({ port: 80 })
    await rig.connect()
    expect(rig.trace).toEqual(['other', 'other'])
    rig.wheel.dispose()
    await rig.running
    expect(rig.warnings).toEqual(['ListenAccept(1): accept failed, Too many open files.'])
  })

  it('tells that accepting failed, and listens on', async () => {
    const rig = await Rig.begin()
    rig.loop.net.failAccepts({ port: 80 }, 2)
    await rig.connect()
    expect(rig.trace).toEqual(['accept EMFILE 24 1', 'accept EMFILE 24 1', told])
    expect(await rig.end()).toEqual([])
  })

  it('accepts no more once it was disposed of in its own event', async () => {
    const rig = await Rig.begin()
    rig.onAccept = () => rig.wheel.dispose()
    await rig.connect(2)
    await rig.running
    expect([rig.trace, rig.wheel.disposed, rig.kernel.ledger()]).toEqual([[told], true, []])
  })

  it('gives its socket back, listening, and lets its session end', async () => {
    const rig = await Rig.begin()
    await rig.connect()
    const listener = rig.wheel.detach()
    await rig.running
    expect([listener === rig.listener, listener.state, rig.kernel.ledger()]).toEqual([true, 'open', []])
    expect((await rig.loop.net.connect({ port: 80 })).state).toBe('open')
    expect(listener.accept()?.state).toBe('open')
  })

  it('is a part of its session, and ends with it', async () => {
    const rig = await Rig.begin()
    rig.kernel.stop()
    await rig.running
    expect([rig.wheel.disposed, rig.listener.state]).toEqual([true, 'closed'])
  })
})

describe('ListenAccept options', () => {
  const handle = { accept() {}, watch() {}, close() {}, state: 'open' }

  it.each<[object, string]>([
    [{}, 'ListenAccept needs the option "handle", which was not given.'],
    [{ handle }, 'ListenAccept needs the option "acceptEvent", which was not given.'],
    [{ handle: {}, acceptEvent: 'a' }, 'option "handle" must be a listening socket (it has no method "accept")'],
    [{ handle: { ...handle, state: 'closed' }, acceptEvent: 'a' }, 'option "handle" must be open, not "closed".'],
    [{ handle, acceptEvent: '' }, 'option "acceptEvent" must be a string of at least one character, not "".'],
    [{ handle, acceptEvnt: 'a' }, 'unknown option "acceptEvnt"; did you mean "acceptEvent"?'],
  ])('refuses %j', async (options, message) => {
    const kernel = new Kernel({ loop: new VirtualLoop() })
    Session.create({
      kernel,
      inlineStates: { _start: (ctx: SessionContext) => void new ListenAccept(ctx, options as never) },
    })
    await expect(kernel.run()).rejects.toThrow(message)
  })

  it('refuses event names that are none', async () => {
    const rig = await Rig.begin()
    expect(() => rig.wheel.event({ acceptEvent: undefined })).toThrow('must be the name of an event, not undefined')
    expect(() => rig.wheel.event({ errorEvnt: 'x' } as never)).toThrow('did you mean "errorEvent"?')
    expect(await rig.end()).toEqual([])
  })
})
