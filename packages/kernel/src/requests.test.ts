import { describe, expect, it } from 'vitest'
import { nothing, Rig, type States } from './rig.test-kit.ts'

/** A session that answers, kept by an alias until it is told to end. */
function answering(rig: Rig, states: States) {
  return rig.start({
    _start: ({ kernel }) => kernel.aliasSet('server'),
    end: ({ kernel }) => kernel.aliasRemove('server'),
    ...states,
  })
}

const code = (error: unknown) => (error as { code?: string }).code

/** Asks the server from a session, and tells what came of it. */
function asking(rig: Rig, event: string, args: unknown[] = [], options = {}, states: States = {}) {
  return rig.start({
    async _start({ kernel }) {
      try {
        rig.log(`answer ${await kernel.with(options).request('server', event, ...args)}`)
      } catch (error) {
        rig.log(`rejected ${code(error) ?? (error as Error).name} ${(error as Error).message}`)
      }
      kernel.post('server', 'end')
    },
    ...states,
  })
}

describe('a request', () => {
  it('gives what the handler gives', async () => {
    const rig = new Rig()
    answering(rig, { sum: ({ sender }, a: number, b: number) => `${a + b} ${'id' in sender}` })
    asking(rig, 'sum', [2, 3])
    expect(await rig.run()).toEqual(['answer 5 true'])
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('gives what the promise of a handler gives, and keeps both alive meanwhile', async () => {
    const rig = new Rig()
    const server = rig.start({
      _start({ kernel }) {
        kernel.aliasSet('server')
        kernel.delay('bye', 1)
      },
      bye: ({ kernel }) => void kernel.aliasRemove('server'),
      slow: ({ kernel }) => new Promise((done) => kernel.state('go', done)).then(() => 'late'),
      end: nothing,
      _stop: () => rig.log('stop server'),
    })
    const client = asking(rig, 'slow')
    rig.start({
      _start: ({ kernel }) => kernel.delay('look', 5),
      look({ kernel }) {
        rig.log(kernel.explain(server))
        rig.log(kernel.explain(client))
        kernel.post(server, 'go')
      },
    })
    expect(await rig.run()).toEqual([
      `Session ${server.id} lives because of promise slow.`,
      `Session ${client.id} lives because of request slow, promise _start.`,
      'answer late',
      'stop server',
    ])
  })

  it('is rejected with what the handler throws, which is not its own exception then', async () => {
    const rig = new Rig()
    answering(rig, {
      throws() {
        throw new TypeError('no')
      },
      rejects: () => Promise.reject(new RangeError('no')),
    })
    asking(rig, 'throws')
    expect(await rig.run()).toEqual(['rejected TypeError no'])
    const other = new Rig()
    answering(other, { rejects: () => Promise.reject(new RangeError('no')) })
    asking(other, 'rejects')
    expect(await other.run()).toEqual(['rejected RangeError no'])
  })

  it('goes to _default where there is one', async () => {
    const rig = new Rig()
    answering(rig, { _default: (_ctx, event: string, args: unknown[]) => `${event}(${args})` })
    asking(rig, 'odd', [1, 2])
    expect(await rig.run()).toEqual(['answer odd(1,2)'])
  })

  it('tells that there is no session, no handler, or none any more', async () => {
    const rig = new Rig()
    asking(rig, 'x')
    expect(await rig.run()).toEqual([
      'rejected ERR_POE_NO_SESSION There is no session "server" to ask for "x", or it has stopped.',
    ])
    rig.trace.length = 0
    answering(rig, {})
    asking(rig, 'x')
    expect((await rig.run())[0]).toMatch(/^rejected ERR_POE_NO_HANDLER Session \d+ has no handler for "x"\./)
    rig.trace.length = 0
    answering(rig, { x: ({ kernel, session }) => new Promise(() => kernel.stop(session)) })
    asking(rig, 'x')
    expect((await rig.run())[0]).toMatch(/^rejected ERR_POE_STOPPED Session \d+ has stopped before it answered "x"\./)
    await expect(rig.kernel.request(rig.kernel as never, 'x')).rejects.toMatchObject({ code: 'ERR_POE_NO_HANDLER' })
  })

  it('that was still queued when its session stopped is rejected too', async () => {
    const rig = new Rig()
    const server = answering(rig, { x: () => 'never' })
    rig.start({
      async _start({ kernel }) {
        const asked = kernel.request(server as never, 'x' as never).catch(code)
        kernel.stop(server)
        rig.log(`${await asked}`)
      },
    })
    expect(await rig.run()).toEqual(['ERR_POE_STOPPED'])
  })

  it('has a time limit, which keeps nobody from being idle once it is over', async () => {
    const rig = new Rig()
    answering(rig, { hangs: () => new Promise(nothing), end: ({ kernel, session }) => void kernel.stop(session) })
    asking(rig, 'hangs', [], { timeout: 250 })
    expect((await rig.run())[0]).toMatch(/^rejected ERR_POE_TIMEOUT Session \d+ did not answer "hangs" within 250 ms/)
    expect(rig.loop.now()).toBe(250)
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('answered in time leaves no timer', async () => {
    const rig = new Rig()
    answering(rig, { quick: () => 'quick' })
    asking(rig, 'quick', [], { timeout: 60_000 })
    expect(await rig.run()).toEqual(['answer quick'])
    expect([rig.loop.now(), rig.kernel.getEventCount()]).toEqual([0, 0])
  })

  it('ends by a signal, before and while it waits', async () => {
    const rig = new Rig()
    const controller = new AbortController()
    answering(rig, { hangs: () => new Promise(nothing), end: ({ kernel, session }) => void kernel.stop(session) })
    asking(rig, 'hangs', [], { signal: AbortSignal.abort(new Error('never mind')) })
    asking(rig, 'hangs', [], { signal: controller.signal })
    rig.start({
      _start: ({ kernel }) => kernel.delay('abort', 5),
      abort: () => controller.abort(new Error('changed my mind')),
    })
    expect(await rig.run()).toEqual([
      'rejected Error never mind',
      'rejected ERR_POE_STOPPED Session 1 has stopped before it answered "hangs".',
    ])
  })

  it('that nobody waits for any more leaves its exception to who was asked', async () => {
    const rig = new Rig()
    const controller = new AbortController()
    const late = new Error('late')
    const server = answering(rig, {
      x: ({ kernel }) => new Promise((_done, failed) => kernel.state('fail', () => failed(late))),
      fail: nothing,
    })
    asking(rig, 'x', [], { signal: controller.signal }, {})
    rig.start({
      _start: ({ kernel }) => kernel.delay('abort', 5),
      abort({ kernel }) {
        controller.abort(new Error('off'))
        kernel.post(server, 'fail')
      },
    })
    expect(await rig.failure()).toBe(late)
    expect(rig.trace).toEqual(['rejected Error off'])
  })

  it('of a session that stops meanwhile is rejected as aborted, and bothers nobody', async () => {
    const rig = new Rig()
    answering(rig, { hangs: () => new Promise(nothing) })
    rig.start({
      async _start({ kernel, session }) {
        kernel.delay('leave', 5)
        void kernel.request('server', 'hangs')
        await kernel.request('server', 'hangs').catch((error: Error) => {
          rig.log(`${error.name}: ${error.message}`)
          throw error
        })
        rig.log(String(session))
      },
      leave({ kernel, session }) {
        kernel.stop(session)
        kernel.stop('server')
      },
    })
    expect(await rig.run()).toEqual(['AbortError: Session 2 has stopped.'])
    expect(rig.loop.warnings).toEqual([])
  })

  it('can be made from outside, and from who has stopped it is refused', async () => {
    const rig = new Rig()
    answering(rig, { sum: (_ctx, a: number, b: number) => a + b })
    const sum = rig.kernel.request('server', 'sum', 2, 3)
    void sum.then(() => rig.kernel.post('server', 'end'))
    await rig.run()
    expect(await sum).toBe(5)
    let gone = rig.kernel
    rig.start({ _start: ({ kernel }) => void (gone = kernel) })
    await rig.run()
    await expect(gone.request('server', 'sum')).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('refuses wrong options and names', () => {
    const rig = new Rig()
    expect(() => rig.kernel.with({ timeout: -1 })).toThrow('timeout')
    expect(() => rig.kernel.with({ signal: {} as never })).toThrow('AbortSignal')
    expect(() => rig.kernel.with({ limit: 1 } as never)).toThrow('limit')
    expect(() => rig.kernel.request('server', '')).toThrow('request() needs the name of an event')
  })
})
