import { describe, expect, it } from 'vitest'
import { nothing, Rig, type States, type TestContext } from './rig.test-kit.ts'

/** Sessions that trace their stops, with room for more handlers. */
function stoppers(rig: Rig, ...all: States[]) {
  return all.map((states, i) => rig.start({ _start: nothing, _stop: () => rig.log(`stop ${i + 1}`), ...states }))
}

describe('a session', () => {
  it('starts with its arguments before sessionAlloc returns, and stops when nothing holds it', async () => {
    const rig = new Rig()
    const session = rig.start(
      { _start: (_ctx, ...args) => rig.log(`start ${args}`), _stop: () => rig.log('stop') },
      [1, 2],
    )
    expect(rig.trace).toEqual(['start 1,2'])
    expect(await rig.run()).toEqual(['start 1,2', 'stop'])
    expect(session.ended).toBe(1)
  })

  it('that asks for nothing lives one slice: the latest stops first', async () => {
    const rig = new Rig()
    for (const n of [1, 2, 3]) rig.start({ _start: () => rig.log(`start ${n}`), _stop: () => rig.log(`stop ${n}`) })
    expect(await rig.run()).toEqual(['start 1', 'start 2', 'start 3', 'stop 3', 'stop 2', 'stop 1'])
  })

  it('at zero is marked, not dead: a post of the same slice revives it', async () => {
    const rig = new Rig()
    stoppers(rig, { hello: () => rig.log('hello') }, {})
    rig.start({
      _start: ({ kernel }) => kernel.yield('go'),
      go: ({ kernel }) => void kernel.post(1, 'hello'),
    })
    expect(await rig.run()).toEqual(['stop 2', 'hello', 'stop 1'])
  })

  it('falls before the session that sent to it', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => void kernel.aliasSet('B'),
      _stop: () => rig.log('stop B'),
      hi({ kernel }) {
        rig.log('hi')
        kernel.aliasRemove('B')
      },
    })
    rig.start({
      _start: ({ kernel }) => kernel.delay('go', 10),
      go: ({ kernel }) => void kernel.post('B', 'hi'),
      _stop: () => rig.log('stop A'),
    })
    expect(await rig.run()).toEqual(['hi', 'stop B', 'stop A'])
  })

  it('that runs at zero is behind one that falls while it runs', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => void kernel.aliasSet('B'),
      _stop: () => rig.log('stop B'),
      letGo: ({ kernel }) => void kernel.aliasRemove('B'),
    })
    rig.start({
      _start: ({ kernel }) => kernel.delay('go', 10),
      go: ({ kernel }) => void kernel.call('B', 'letGo'),
      _stop: () => rig.log('stop A'),
    })
    expect(await rig.run()).toEqual(['stop B', 'stop A'])
  })

  it('that falls again renews its mark', async () => {
    const rig = new Rig()
    const holder = (name: string) => ({
      _start: ({ kernel }: TestContext) => void kernel.aliasSet(name),
      _stop: () => rig.log(`stop ${name}`),
      drop: ({ kernel }: TestContext) => void kernel.aliasRemove(name),
      take: ({ kernel }: TestContext) => void kernel.aliasSet(name),
    })
    const a = rig.start(holder('A'))
    const b = rig.start(holder('B'))
    rig.start({
      _start: ({ kernel }) => kernel.delay('go', 10),
      go({ kernel }) {
        kernel.call(a, 'drop')
        kernel.call(b, 'drop')
        kernel.call(a, 'take')
        kernel.call(a, 'drop')
      },
    })
    expect(await rig.run()).toEqual(['stop A', 'stop B'])
  })

  it('of a sweep’s batch stops even if another’s _stop revives it', async () => {
    const rig = new Rig()
    const a = rig.start({ _start: nothing, _stop: () => rig.log('stop A') })
    rig.start({
      _start: nothing,
      _stop({ kernel }) {
        rig.log('stop B')
        expect(kernel.refcountIncrement(a, 't')).toBe(1)
      },
    })
    expect(await rig.run()).toEqual(['stop B', 'stop A'])
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('hears nothing of what is posted from a _stop, nor does anybody else; a call works', async () => {
    const rig = new Rig()
    const [one] = stoppers(rig, { hi: () => rig.log('hi'), called: () => rig.log('called') })
    rig.start({
      _start: nothing,
      _stop({ kernel }) {
        expect(kernel.post(one as never, 'hi')).toBe(true)
        kernel.yield('hi')
        kernel.delay('hi', 5)
        kernel.call(one as never, 'called')
        expect(kernel.getEventCount()).toBeGreaterThan(0)
      },
      hi: () => rig.log('hi to myself'),
    })
    expect(await rig.run()).toEqual(['called', 'stop 1'])
  })

  it('forced to stop takes what it had sent with it, unless that was delivered before', async () => {
    const rig = new Rig()
    const [target] = stoppers(rig, {
      _start: ({ kernel }) => kernel.delay('end', 50),
      hi: (_ctx, n: number) => rig.log(`hi ${n}`),
    })
    rig.start({
      _start({ kernel, session }) {
        kernel.post(target as never, 'hi', 1)
        kernel.signal(session, 'TERM')
        kernel.post(target as never, 'hi', 2)
      },
      _stop: () => rig.log('stop A'),
    })
    expect(await rig.run()).toEqual(['hi 1', 'stop A', 'stop 1'])
  })

  it('made known twice is refused', () => {
    const { kernel, start } = new Rig2()
    const session = start({ _start: nothing })
    expect(() => kernel.sessionAlloc(session)).toThrow(expect.objectContaining({ code: 'ERR_POE_ALLOCATED' }))
    expect(kernel.getSessionCount()).toBe(1)
  })
})

describe('what holds a session', () => {
  it('is counted as POE counts it', async () => {
    const rig = new Rig()
    const counts: number[] = []
    const other = rig.start({ _start: ({ kernel }) => void kernel.aliasSet('other'), hi: nothing })
    rig.start({
      _start({ kernel, session }) {
        const count = (): void => {
          const kinds = kernel.ledger(session).filter((entry) => entry.holds)
          const to = kinds.some(({ kind }) => kind === 'event' || kind === 'timer') ? 1 : 0
          const from = kinds.some(({ kind }) => kind === 'sent') ? 1 : 0
          counts.push(to + from + kinds.filter(({ kind }) => !['event', 'timer', 'sent'].includes(kind)).length)
        }
        count()
        kernel.aliasSet('one')
        count()
        kernel.aliasSet('two')
        count()
        kernel.refcountIncrement(session, 't')
        kernel.refcountIncrement(session, 't')
        count()
        kernel.refcountIncrement(session, 'u')
        count()
        kernel.yield('x')
        count()
        kernel.yield('x')
        count()
        kernel.delay('x', 5)
        count()
        kernel.sig('USR1', 'x')
        count()
        rig.start({ _start: nothing }, [], kernel)
        count()
        kernel.post(other, 'hi')
        count()
        kernel.post(other, 'hi')
        count()
        kernel.stop()
      },
      x: nothing,
    })
    expect(counts).toEqual([0, 1, 2, 3, 4, 5, 5, 5, 5, 6, 7, 7])
    await rig.run()
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('is let go in linear time', async () => {
    const rig = new Rig()
    const many = 20_000
    let stopped = 0
    let touched = 0
    /** Counts every look at a session's place in the tree. */
    const counting = (session: object) => {
      let parent: unknown = (session as { parent: unknown }).parent
      Object.defineProperty(session, 'parent', {
        get: () => {
          touched++
          return parent
        },
        set: (value) => {
          parent = value
        },
      })
    }
    for (let i = 0; i < many; i++) {
      const session = rig.start({ _start: ({ kernel }) => void kernel.aliasSet(`a${i}`), _stop: () => void stopped++ })
      if (i % 100 === 0) counting(session)
    }
    rig.kernel.stop()
    await rig.run()
    expect(stopped).toBe(many)
    expect(touched).toBeLessThanOrEqual((many / 100) * 8)
    expect(rig.kernel.getSessionCount()).toBe(0)
  })

  it('is let go in linear time by a sweep, deep chains too', async () => {
    const rig = new Rig()
    const deep = 5000
    let stopped = 0
    const grow = ({ kernel }: TestContext, left: number): void => {
      if (left > 0) kernel.yield('grow', left)
    }
    const states: States = {
      _start: grow,
      grow: ({ kernel }, left: number) => void rig.start(states, [left - 1], kernel),
      _stop: () => void stopped++,
    }
    rig.start(states, [deep])
    await rig.run()
    expect(stopped).toBe(deep + 1)
  })

  it('outside of a slice wakes the loop when it goes', async () => {
    const rig = new Rig()
    const session = rig.start({
      _start: ({ kernel }) => void kernel.delaySet('never', 3_600_000),
      _stop: () => rig.log(`stop @${rig.loop.now()}`),
    })
    const run = rig.kernel.run()
    session.kernel.alarmRemove(1)
    await run
    expect(rig.trace).toEqual(['stop @0'])
  })
})

describe('ctx.signal', () => {
  it('is aborted when the session stops', async () => {
    const rig = new Rig()
    let signal: AbortSignal | undefined
    rig.start({
      _start(ctx) {
        signal = ctx.signal
        expect(ctx.signal).toBe(signal)
        signal.addEventListener('abort', () => rig.log('aborted'))
      },
      _stop: () => rig.log(`stop ${signal?.aborted}`),
    })
    expect(await rig.run()).toEqual(['stop false', 'aborted'])
    expect(signal?.reason).toMatchObject({ name: 'AbortError', message: 'Session 1 has stopped.' })
  })

  it('is aborted from the first where the session has stopped', async () => {
    const rig = new Rig()
    let context: TestContext | undefined
    rig.start({ _start: (ctx) => void (context = ctx) })
    await rig.run()
    expect(context?.signal.aborted).toBe(true)
  })
})

class Rig2 extends Rig {
  override readonly start = super.start.bind(this)
}
