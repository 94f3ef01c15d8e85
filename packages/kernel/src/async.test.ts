import { describe, expect, it } from 'vitest'
import type { ExceptionInfo } from './index.ts'
import { nothing, Rig, type States, type TestContext } from './rig.test-kit.ts'

const turn = () => new Promise<void>((done) => void setImmediate(done))
const turns = async (count = 5) => {
  while (count-- > 0) await turn()
}

describe('an async handler', () => {
  it('keeps its session, until it is done, and acts for it after every await', async () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel }) => kernel.delay('x', 50), x: nothing })
    rig.start({
      async _start({ kernel, session }) {
        await turns()
        rig.log(`active: ${rig.kernel.getActiveSession() === rig.kernel}`)
        kernel.yield('next')
        expect(kernel.ledger(session).map(({ kind, label }) => `${kind} ${label}`)).toEqual([
          'event next',
          'promise _start',
        ])
        await turns()
        kernel.delay('last', 5)
      },
      ...rig.logging('next', 'last'),
      _stop: () => rig.log('stop'),
    })
    expect(await rig.run()).toEqual(['active: true', 'next', 'last', 'stop'])
  })

  it('that rejects is like one that throws', async () => {
    const rig = new Rig()
    const boom = new Error('boom')
    const session = rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        kernel.yield('go')
      },
      async go() {
        await turns()
        throw boom
      },
      die({ kernel }, _name: string, info: ExceptionInfo) {
        expect(info).toEqual({
          sourceSession: session,
          destSession: session,
          event: 'go',
          fromState: '_start',
          error: boom,
        })
        rig.log('die')
        kernel.sigHandled()
      },
    })
    expect(await rig.run()).toEqual(['die'])
    rig.start({ _start: () => Promise.reject(boom) })
    expect(await rig.failure()).toBe(boom)
  })

  it('may be any thenable', async () => {
    const rig = new Rig()
    let settle: () => void = nothing
    rig.start({
      // biome-ignore lint/suspicious/noThenProperty: the point of this test
      _start: () => ({ then: (done: () => void) => void (settle = done) }),
      _stop: () => rig.log('stop'),
    })
    const run = rig.kernel.run()
    await turns()
    rig.log('settled')
    settle()
    await run
    expect(rig.trace).toEqual(['settled', 'stop'])
  })

  it.each<[string, States]>([
    ['timer', { _start: ({ kernel }) => kernel.delay('later', 5) }],
    ['_default', { _start: ({ kernel }) => kernel.yield('whatever') }],
    ['method', { _start: ({ kernel }) => kernel.yield('method') }],
  ])('is one by %s too', async (_how, states) => {
    const rig = new Rig()
    const wait = async () => {
      await turns()
      rig.log('done')
    }
    const other =
      _how === '_default' ? { _default: (_ctx: TestContext, event: string) => (event === 'whatever' ? wait() : 0) } : {}
    rig.start({ ...states, later: wait, method: { object: { method: wait } }, ...other })
    expect(await rig.run()).toEqual(['done'])
  })

  it('of another session gives its promise to the caller, and its rejection to its session too', async () => {
    const rig = new Rig()
    const worker = rig.start({
      _start({ kernel }) {
        kernel.aliasSet('worker')
        kernel.sig('DIE', 'die')
      },
      async work(_ctx, fails: boolean) {
        await turns()
        if (fails) throw new Error('no')
        return 'result'
      },
      die({ kernel }) {
        rig.log('worker told')
        kernel.sigHandled()
      },
    })
    rig.start({
      async _start({ kernel }) {
        rig.log(String(await kernel.call(worker, 'work', false)))
        await expect(kernel.call(worker, 'work', true)).rejects.toThrow('no')
        rig.log('caught')
      },
    })
    const trace = await rig.run()
    expect(trace[0]).toBe('result')
    expect(trace.slice(1).sort()).toEqual(['caught', 'worker told'])
  })

  it('called by its own session is the caller’s alone: told once, or caught', async () => {
    const rig = new Rig()
    let deaths = 0
    rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        kernel.yield('catches')
        kernel.yield('passesOn')
        kernel.yield('awaits')
      },
      async catches({ kernel, session }) {
        await turns()
        await expect(kernel.call(session, 'fails')).rejects.toThrow('no')
        rig.log('caught')
      },
      passesOn: ({ kernel, session }) => kernel.call(session, 'fails'),
      async awaits({ kernel, session }) {
        await kernel.call(session, 'fails')
      },
      fails: () => Promise.reject(new Error('no')),
      die({ kernel }) {
        deaths++
        kernel.sigHandled()
      },
    })
    expect(await rig.run()).toEqual(['caught'])
    expect(deaths).toBe(2)
  })

  it('throws what it throws after an await into a self-call’s caller, synchronously too', async () => {
    const rig = new Rig()
    rig.start({
      async _start({ kernel, session }) {
        await turns()
        expect(() => kernel.call(session, 'throws')).toThrow('no')
        rig.log(`${rig.kernel.getActiveSession() === rig.kernel}`)
      },
      throws() {
        throw new Error('no')
      },
    })
    expect(await rig.run()).toEqual(['true'])
  })
})

describe('a handler whose session stops while it waits', () => {
  it('may fail by the session’s signal unnoticed', async () => {
    const rig = new Rig()
    rig.start({
      async _start({ signal }) {
        await new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason))
        })
      },
    })
    const run = rig.kernel.run()
    await turns()
    rig.kernel.stop()
    await run
    await turns()
    expect(rig.loop.warnings).toEqual([])
  })

  it('failing otherwise is a warning, and no business of who still runs', async () => {
    const rig = new Rig()
    const session = rig.start({
      async _start({ signal }) {
        await turns(10)
        expect(signal.aborted).toBe(true)
        throw new Error('too late')
      },
    })
    rig.start({ _start: ({ kernel }) => void kernel.refcountIncrement(2, 't'), _stop: () => rig.log('stop') })
    const run = rig.kernel.run()
    await turns(3)
    rig.kernel.stop(session)
    await turns(15)
    expect(rig.loop.warnings).toEqual([
      expect.stringMatching(/^The handler of "_start" failed after its session 1 had stopped: Error: too late/),
    ])
    rig.kernel.refcountDecrement(2, 't')
    await run
    expect(rig.trace).toEqual(['stop'])
  })

  it('does nothing more for it: ESRCH', async () => {
    const rig = new Rig()
    const after: unknown[] = []
    const session = rig.start({
      async _start({ kernel }) {
        await turns()
        const other = rig.start({ _start: nothing, x: () => rig.log('x') })
        for (const attempt of [
          () => kernel.post(other, 'x'),
          () => kernel.call(other, 'x'),
          () => kernel.yield('x'),
          () => kernel.signal(other, 'TERM'),
          () => kernel.delaySet('x', 1),
          () => kernel.aliasSet('x'),
          () => kernel.detachMyself(),
        ]) {
          rig.kernel.call(rig.kernel, 'clear errno')
          after.push(attempt(), rig.kernel.errno)
        }
      },
    })
    const run = rig.kernel.run()
    rig.kernel.stop(session)
    await run
    await turns(10)
    expect(after).toEqual([
      false,
      'ESRCH',
      undefined,
      'ESRCH',
      undefined,
      'ESRCH',
      false,
      'ESRCH',
      0,
      'ESRCH',
      false,
      'ESRCH',
      false,
      'ESRCH',
    ])
    rig.kernel.stop()
    expect(rig.trace).toEqual([])
  })

  it('leaves nothing that keeps the kernel', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('go'),
      go({ kernel, session }) {
        kernel.stop(session)
        return new Promise(nothing)
      },
    })
    rig.start({ _start: ({ kernel }) => void kernel.aliasSet('other'), _stop: () => rig.log('stop') })
    expect(await rig.run()).toEqual(['stop'])
  })
})

describe('an async DIE handler', () => {
  it('that rejects ends the run instead of being told of itself for ever', async () => {
    const rig = new Rig()
    let told = 0
    rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        throw new Error('first')
      },
      async die({ kernel }) {
        told++
        kernel.sigHandled()
        await turn()
        throw new Error('second')
      },
    })
    expect(await rig.failure()).toMatchObject({ message: 'second' })
    expect(told).toBe(1)
  })
})

describe('an async _stop', () => {
  it('cannot keep its session, but its failure is told', async () => {
    const rig = new Rig()
    rig.start({
      _start: nothing,
      async _stop() {
        throw new Error('no')
      },
    })
    rig.start({ _start: ({ kernel }) => kernel.delay('end', 50), end: nothing })
    expect(await rig.failure()).toMatchObject({ message: 'no' })
  })
})
