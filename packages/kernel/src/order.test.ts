import { describe, expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import { nothing, Rig, type TestContext } from './rig.test-kit.ts'

describe('the order of events and timers', () => {
  it('is that of their times: g d f e a b c', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        kernel.yield('a')
        kernel.delay('b', 0)
        kernel.yield('c')
        kernel.alarm('d', 1)
        kernel.delay('e', -5)
        kernel.alarmAdd('f', 1)
        kernel.alarmAdd('g', 0)
      },
      ...rig.logging(...'abcdefg'),
    })
    expect(await rig.run()).toEqual([...'gdfeabc'])
  })

  it('is the same while the clock moves between the lines', async () => {
    const rig = new Rig()
    const { loop } = rig
    rig.start({
      _start({ kernel }) {
        kernel.yield('a')
        loop.block(0.01)
        kernel.delay('b', 0)
        loop.block(0.01)
        kernel.yield('c')
        kernel.alarm('d', 1)
        loop.block(0.01)
        kernel.delay('e', -5)
        kernel.alarmAdd('f', 1)
        kernel.alarmAdd('g', 0)
      },
      ...rig.logging(...'abcdefg'),
    })
    expect(await rig.run()).toEqual([...'gdfeabc'])
  })

  it('has equal timers in the order they were set, moved ones behind: b a1 a2 a3 c', async () => {
    const rig = new Rig()
    const at = 1e12 + 1000
    rig.start({
      _start({ kernel }) {
        const c = kernel.alarmSet('c', at - 200)
        kernel.alarmAdd('a1', at)
        kernel.alarmAdd('b', at - 100)
        kernel.alarmAdd('a2', at)
        kernel.alarmAdd('a3', at)
        kernel.alarmAdjust(c, 200)
      },
      ...rig.logging('a1', 'a2', 'a3', 'b', 'c'),
    })
    expect(await rig.run()).toEqual(['b', 'a1', 'a2', 'a3', 'c'])
  })

  it('has a past timer in the same slice, what is yielded behind ready handles: x past io y', async () => {
    const rig = new Rig()
    const handle = new ScriptedHandle()
    rig.start({
      _start({ kernel }) {
        kernel.selectRead(handle, 'io')
        kernel.yield('x')
      },
      x({ kernel }) {
        rig.log('x')
        handle.becomeReady('read')
        kernel.alarm('past', 1)
        kernel.yield('y')
      },
      io({ kernel }) {
        rig.log('io')
        kernel.selectRead(handle)
      },
      ...rig.logging('past', 'y'),
    })
    // One slice per turn, as POE does it: else slices run back to back.
    while (await rig.kernel.runOneTimeslice());
    expect(rig.trace).toEqual(['x', 'past', 'io', 'y'])
  })

  it('has a timer that came due while a handler blocked before what is posted then', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        kernel.delay('t', 10)
        rig.loop.block(50)
        kernel.yield('x')
      },
      ...rig.logging('t', 'x'),
    })
    expect(await rig.run()).toEqual(['t', 'x'])
  })

  it('has what was posted before it in front of a timer that came due by blocking', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        kernel.yield('x')
        kernel.delay('t', 10)
        rig.loop.block(50)
      },
      x({ kernel }) {
        rig.log('x')
        kernel.yield('y')
      },
      ...rig.logging('t', 'y'),
    })
    expect(await rig.run()).toEqual(['x', 't', 'y'])
  })
})

describe('fairness', () => {
  it('keeps a session that yields for ever from starving timers and other turns', async () => {
    const rig = new Rig({ turnEvents: 10 })
    let events = 0
    rig.start({
      _start({ kernel }) {
        kernel.yield('again')
        kernel.delay('enough', 50)
      },
      again({ kernel }) {
        events++
        rig.loop.block(0.1)
        kernel.yield('again')
      },
      enough: ({ kernel }) => void kernel.stop(),
    })
    await rig.run()
    expect(events).toBeGreaterThanOrEqual(490)
    expect(events).toBeLessThanOrEqual(520)
    // Ten events, or a millisecond, and the host had its turn.
    expect(rig.loop.turns).toBeGreaterThanOrEqual(events / 10)
  })

  it('lets signals in while events never end', async () => {
    const rig = new Rig()
    let events = 0
    rig.start({
      _start({ kernel }) {
        kernel.sig('USR1', 'enough')
        kernel.yield('again')
      },
      again({ kernel }) {
        if (++events === 1000) rig.loop.raise('USR1')
        kernel.yield('again')
      },
      enough: ({ kernel }) => void kernel.stop(),
    })
    await rig.run()
    expect(events).toBeLessThan(1100)
  })

  it('cuts a burst into turns, and sweeps at its end only', async () => {
    const rig = new Rig({ turnEvents: 16 })
    const burst = 1000
    rig.start({
      _start: ({ kernel }) => {
        for (let i = 0; i < burst; i++) kernel.yield('tick', i)
      },
      tick: (_ctx, i: number) => rig.log(`${i}`),
      _stop: () => rig.log('stop'),
    })
    const trace = await rig.run()
    expect(trace).toEqual([...Array.from({ length: burst }, (_, i) => `${i}`), 'stop'])
    expect(rig.loop.turns).toBeGreaterThanOrEqual(burst / 16)
  })

  it('ends a turn after its milliseconds', async () => {
    const rig = new Rig({ turnEvents: 1000, turnTime: 5 })
    rig.start({
      _start: ({ kernel }) => {
        for (let i = 0; i < 160; i++) kernel.yield('slow')
      },
      slow: () => rig.loop.block(1),
    })
    await rig.run()
    expect(rig.loop.turns).toBeGreaterThanOrEqual(10)
  })

  it('gives promises their turn between slices', async () => {
    const rig = new Rig({ turnEvents: 1000 })
    rig.start({
      _start: ({ kernel }) => kernel.yield('one'),
      async one({ kernel }: TestContext) {
        kernel.yield('two')
        await null
        rig.log('after one')
      },
      two: () => rig.log('two'),
    })
    expect(await rig.run()).toEqual(['after one', 'two'])
  })

  it('keeps the order while its queue grows', async () => {
    const rig = new Rig()
    let next = 0
    const total = 5000
    rig.start({
      _start: ({ kernel }) => {
        // More at once than the ring begins with: it grows while it is in use.
        for (let i = 0; i < total; i++) kernel.yield('tick', i)
      },
      tick(_ctx, i: number) {
        expect(i).toBe(next++)
      },
    })
    await rig.run()
    expect(next).toBe(total)
  })
})

describe('getEventCount and getNextEventTime', () => {
  it('count what waits', async () => {
    const rig = new Rig()
    const { kernel } = rig
    expect([kernel.getEventCount(), kernel.getNextEventTime()]).toEqual([0, undefined])
    rig.start({
      _start(ctx) {
        ctx.kernel.delay('later', 50)
        expect([kernel.getEventCount(), kernel.getNextEventTime()]).toEqual([1, 50])
        ctx.kernel.yield('now')
        expect([kernel.getEventCount(), kernel.getNextEventTime()]).toEqual([2, 0])
      },
      later: nothing,
    })
    // The newborn's own event.
    expect(kernel.getEventCount()).toBe(3)
    kernel.stop()
    expect([kernel.getEventCount(), kernel.getNextEventTime()]).toEqual([0, undefined])
    await rig.run()
    expect(kernel.getEventCount()).toBe(0)
  })
})
