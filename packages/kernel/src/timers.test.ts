import { describe, expect, it } from 'vitest'
import { nothing, Rig, type TestContext } from './rig.test-kit.ts'

const EPOCH = 1e12

/** A rig with one session that sets timers and traces those that fire. */
function timed(start: (ctx: TestContext, rig: Rig) => void, events = 'abcdefgxyz'): Rig {
  const rig = new Rig()
  const tell = (ctx: TestContext, ...args: unknown[]) => rig.log([ctx.state, ...args, `@${rig.loop.now()}`].join(' '))
  rig.start({
    _start: (ctx) => start(ctx, rig),
    ...Object.fromEntries([...events].map((event) => [event, tell])),
  })
  return rig
}

describe('alarm and delay', () => {
  it('fire at their time with their arguments', async () => {
    const rig = timed(({ kernel }) => {
      kernel.alarm('a', EPOCH + 100, 1, 2)
      kernel.alarm('b', new Date(EPOCH + 50))
      kernel.delay('c', 75.5, 'late')
    })
    expect(await rig.run()).toEqual(['b @50', 'c late @75.5', 'a 1 2 @100'])
  })

  it('replace every timer of their name, however it was set', async () => {
    const rig = timed(({ kernel }) => {
      kernel.alarmAdd('a', EPOCH + 1)
      kernel.delayAdd('a', 2)
      kernel.delaySet('a', 3)
      kernel.alarmSet('b', EPOCH + 4)
      kernel.alarm('a', EPOCH + 5)
      kernel.delay('b', 6)
    })
    expect(await rig.run()).toEqual(['a @5', 'b @6'])
  })

  it('only clear without a time, and leave posted events alone', async () => {
    const rig = timed(({ kernel }) => {
      kernel.yield('a')
      kernel.delayAdd('a', 5)
      kernel.delayAdd('b', 5)
      kernel.alarm('a')
      kernel.delay('b')
    })
    expect(await rig.run()).toEqual(['a @0'])
  })

  it('of other sessions are not touched', async () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel }) => kernel.delay('a', 5), a: () => rig.log('one') })
    rig.start({ _start: ({ kernel }) => kernel.delay('a'), a: () => rig.log('two') })
    expect(await rig.run()).toEqual(['one'])
  })

  it('in the past are due at once', async () => {
    const rig = timed(({ kernel }) => {
      kernel.delay('a', -5)
      kernel.alarm('b', 1)
    })
    expect(await rig.run()).toEqual(['b @0', 'a @0'])
  })
})

describe('alarmSet and delaySet', () => {
  it('number timers from 1, and those without an id take none', () => {
    timed(({ kernel }) => {
      expect(kernel.alarmSet('a', EPOCH)).toBe(1)
      kernel.delay('b', 1)
      expect(kernel.delaySet('c', 1)).toBe(2)
    })
  })
})

describe('alarmAdjust and delayAdjust', () => {
  it('move a timer, give its new wall time, and work on either kind', async () => {
    const rig = timed(({ kernel }) => {
      const a = kernel.delaySet('a', 100)
      const b = kernel.alarmSet('b', EPOCH + 100)
      expect(kernel.alarmAdjust(a, -50)).toBe(EPOCH + 50)
      expect(kernel.alarmAdjust(a, 0)).toBe(EPOCH + 50)
      expect(kernel.delayAdjust(b, 20)).toBe(EPOCH + 20)
    })
    expect(await rig.run()).toEqual(['b @20', 'a @50'])
  })

  it('put a timer behind others of its new time', async () => {
    const rig = timed(({ kernel }) => {
      kernel.alarmSet('x', EPOCH + 300)
      kernel.alarmSet('y', EPOCH + 300)
      kernel.alarmSet('b', EPOCH + 200)
      const c = kernel.alarmSet('c', EPOCH + 100)
      kernel.alarmSet('z', EPOCH + 300)
      kernel.alarmAdjust(c, 200)
    })
    expect(await rig.run()).toEqual(['b @200', 'x @300', 'y @300', 'z @300', 'c @300'])
  })

  it('keep the place of a timer that keeps its time', async () => {
    const rig = timed(({ kernel }) => {
      const a = kernel.alarmSet('a', EPOCH + 100)
      kernel.alarmSet('b', EPOCH + 100)
      kernel.alarmAdjust(a, 0)
      kernel.delayAdjust(a, 100)
    })
    expect(await rig.run()).toEqual(['a @100', 'b @100'])
  })

  it('fire in order when adjusted into the past and the near future', async () => {
    const rig = timed(({ kernel }) => {
      const a = kernel.delaySet('a', 10_000)
      const b = kernel.delaySet('b', 5)
      expect(kernel.delayAdjust(a, 1)).toBe(EPOCH + 1)
      expect(kernel.alarmAdjust(b, -9000)).toBe(EPOCH - 8995)
    })
    expect(await rig.run()).toEqual(['b @0', 'a @1'])
  })
})

describe('alarmRemove and alarmRemoveAll', () => {
  it('take timers out and tell what they were', async () => {
    const rig = timed(({ kernel }) => {
      const id = kernel.alarmSet('a', EPOCH + 7, 1, 2)
      kernel.delay('c', 3)
      kernel.delaySet('b', 2, 'x')
      kernel.yield('d')
      expect(kernel.alarmRemove(id)).toEqual({ event: 'a', time: EPOCH + 7, args: [1, 2] })
      expect(kernel.alarmRemoveAll()).toEqual([
        { event: 'b', time: EPOCH + 2, args: ['x'] },
        { event: 'c', time: EPOCH + 3, args: [] },
      ])
      expect(kernel.alarmRemoveAll()).toEqual([])
    })
    expect(await rig.run()).toEqual(['d @0'])
  })

  it('give the time a timer was set for, to the microsecond', () => {
    const loop = new Rig().loop
    loop.block(0.1)
    timed(({ kernel }) => {
      const id = kernel.alarmSet('a', EPOCH + 1234.567)
      expect(kernel.alarmRemove(id)?.time).toBe(EPOCH + 1234.567)
    })
  })

  it('tell why not: gone is ESRCH, of another session is EPERM', async () => {
    const rig = new Rig()
    let id = 0
    const owner = rig.start({ _start: ({ kernel }) => void (id = kernel.delaySet('a', 5)), a: nothing })
    rig.start({
      _start({ kernel }) {
        for (const attempt of [
          () => kernel.alarmRemove(id),
          () => kernel.alarmAdjust(id, 1),
          () => kernel.delayAdjust(id, 1),
        ]) {
          expect(attempt()).toBeUndefined()
          expect(kernel.errno).toBe('EPERM')
        }
        for (const unknown of [0, -1, 99, 1.5]) {
          expect(kernel.alarmRemove(unknown)).toBeUndefined()
          expect(kernel.errno).toBe('ESRCH')
        }
      },
    })
    await rig.run()
    expect(owner.kernel.alarmRemove(id)).toBeUndefined()
    expect(rig.kernel.errno).toBe('ESRCH')
  })
})

describe('the wall clock', () => {
  it('that steps makes nobody early or late', async () => {
    const rig = timed(({ kernel }, { loop }) => {
      kernel.alarm('a', EPOCH + 1000)
      kernel.delay('b', 500)
      loop.stepWallClock(3_600_000)
      kernel.yield('x')
      kernel.delay('c', 20)
      loop.stepWallClock(-7_200_000)
      kernel.yield('y')
      kernel.delay('d', 30)
    })
    expect(await rig.run()).toEqual(['x @0', 'y @0', 'c @20', 'd @30', 'b @500', 'a @1000'])
  })

  it('counts as it stands for alarms that are set later', async () => {
    const rig = timed(({ kernel }, { loop }) => {
      loop.stepWallClock(60_000)
      kernel.alarm('a', EPOCH + 60_010)
    })
    expect(await rig.run()).toEqual(['a @10'])
  })

  it('that is read unsteadily does not swap alarms of one instant', async () => {
    const rig = timed(({ kernel }, { loop }) => {
      kernel.alarmAdd('a', EPOCH + 100)
      // As a clock of whole milliseconds looks beside one with fractions.
      loop.stepWallClock(0.9)
      kernel.alarmAdd('b', EPOCH + 100)
      loop.stepWallClock(-0.9)
      kernel.alarmAdd('c', EPOCH + 100)
    })
    expect(await rig.run()).toEqual(['a @100', 'b @100', 'c @100'])
  })
})
