import { describe, expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import { nothing, Rig, type TestContext } from './rig.test-kit.ts'

/** A session held by an alias, that traces and maybe survives being idle. */
function idler(
  rig: Rig,
  onIdle: (ctx: TestContext, times: number) => void,
  start: (ctx: TestContext) => void = nothing,
) {
  let idles = 0
  return rig.start({
    _start(ctx) {
      ctx.kernel.aliasSet('idler')
      ctx.kernel.sig('IDLE', 'idle')
      ctx.kernel.sig('ZOMBIE', 'zombie')
      start(ctx)
    },
    idle(ctx) {
      rig.log(`idle ${++idles}`)
      onIdle(ctx, idles)
    },
    ...rig.logging('work', 'zombie'),
    _stop: () => rig.log('stop'),
  })
}

describe('IDLE', () => {
  it('is survived by handling it, again and again as long as there is work, until ZOMBIE', async () => {
    const rig = new Rig()
    idler(rig, ({ kernel }, times) => {
      kernel.sigHandled()
      if (times < 3) kernel.yield('work')
    })
    expect(await rig.run()).toEqual(['idle 1', 'work', 'idle 2', 'work', 'idle 3', 'zombie', 'stop'])
  })

  it('stops who does not handle it, even with new work', async () => {
    const rig = new Rig()
    idler(rig, ({ kernel }) => kernel.yield('work'))
    expect(await rig.run()).toEqual(['idle 1', 'stop'])
  })

  it('comes once, then ZOMBIE once, to one who handles both', async () => {
    const rig = new Rig()
    idler(rig, ({ kernel }) => kernel.sigHandled())
    expect(await rig.run()).toEqual(['idle 1', 'zombie', 'stop'])
  })

  it('lapses if something turned up before it arrived', async () => {
    const rig = new Rig()
    const { loop } = rig
    const session = idler(rig, nothing)
    const wake = loop.wake.bind(loop)
    loop.wake = () => {
      wake()
      // The kernel has just queued its IDLE, and somebody outside has work after all.
      if (loop.turns === 1 && rig.kernel.getEventCount() === 1) rig.kernel.post(session, 'work')
    }
    expect(await rig.run()).toEqual(['work', 'idle 1', 'stop'])
  })

  it('by hand is not asked whether it is true', async () => {
    const rig = new Rig()
    idler(rig, nothing, ({ kernel, session }) => {
      kernel.delay('work', 5)
      kernel.signal(session, 'IDLE')
    })
    expect(await rig.run()).toEqual(['idle 1', 'stop'])
  })

  it('left over from one run does not end the next', async () => {
    const rig = new Rig()
    idler(rig, ({ kernel }) => {
      kernel.sigHandled()
      kernel.aliasRemove('idler')
    })
    await rig.run()
    expect(rig.trace).toEqual(['idle 1', 'stop'])
    rig.start({
      _start: ({ kernel }) => kernel.yield('one'),
      one: ({ kernel }) => kernel.yield('two'),
      two: () => rig.log('two'),
    })
    await rig.kernel.run()
    expect(rig.trace).toEqual(['idle 1', 'stop', 'two'])
  })
})

describe('a kernel is', () => {
  /** Runs until a day has passed or everybody was idle. */
  const outcome = async (start: (ctx: TestContext, rig: Rig) => void): Promise<string> => {
    const rig = new Rig()
    idler(rig, nothing, (ctx) => start(ctx, rig))
    const run = rig.kernel.run()
    for (let turns = 0; turns < 8; turns++) await new Promise(setImmediate)
    const idle = rig.trace.includes('idle 1')
    rig.kernel.stop()
    await run
    return idle ? 'idle' : 'busy'
  }

  it.each<[string, (ctx: TestContext, rig: Rig) => void, string]>([
    ['an alias', nothing, 'idle'],
    ['a signal', ({ kernel }) => kernel.sig('USR1', 'work'), 'idle'],
    [
      'a child with an alias only',
      ({ kernel }, rig) => void rig.start({ _start: (ctx) => void ctx.kernel.aliasSet('c') }, [], kernel),
      'idle',
    ],
    ['an external reference', ({ kernel, session }) => void kernel.refcountIncrement(session, 't'), 'busy'],
    ['a handle', ({ kernel }) => kernel.selectRead(new ScriptedHandle(), 'work'), 'busy'],
    [
      'a paused handle',
      ({ kernel }) => {
        const handle = new ScriptedHandle()
        kernel.selectRead(handle, 'work')
        kernel.selectPauseRead(handle)
      },
      'busy',
    ],
    ['a hold', ({ kernel }) => void kernel.host.hold('postback', 'work'), 'busy'],
    ['a promise', (_ctx, rig) => void rig.start({ _start: () => new Promise(nothing) }), 'busy'],
  ])('%s: %s', async (_what, start, expected) => {
    expect(await outcome(start)).toBe(expected)
  })

  it('a timer: not idle until it fired', async () => {
    const rig = new Rig()
    idler(rig, nothing, ({ kernel }) => kernel.delay('work', 1000))
    expect(await rig.run()).toEqual(['work', 'idle 1', 'stop'])
    expect(rig.loop.now()).toBe(1000)
  })
})
