import { describe, expect, it } from 'vitest'
import type { ExceptionInfo } from './index.ts'
import { nothing, Rig, type States, type TestContext } from './rig.test-kit.ts'

const boom = new Error('boom')
const fail =
  (error: unknown = boom) =>
  () => {
    throw error
  }

/** Sessions that watch DIE; those named handle it. */
const dying = (rig: Rig, ...handling: string[]) => {
  return (name: string): States => ({
    ...rig.life(name),
    _child: nothing,
    watch: ({ kernel }) => kernel.sig('DIE', 'die'),
    die({ kernel }: TestContext) {
      rig.log(`DIE ${name}`)
      if (handling.includes(name)) kernel.sigHandled()
    },
    boom: fail(),
    after: () => rig.log(`after ${name}`),
  })
}

describe('an exception', () => {
  it('becomes a DIE signal behind what is queued: boom next DIE', async () => {
    const rig = new Rig()
    const infos: ExceptionInfo[] = []
    const session = rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        kernel.yield('boom')
        kernel.yield('next')
        kernel.delay('later', 10)
      },
      boom(ctx) {
        rig.log('boom')
        ctx.kernel.yield('posted')
        throw boom
      },
      die({ kernel }, name: string, info: ExceptionInfo) {
        rig.log(name)
        infos.push(info)
        kernel.sigHandled()
      },
      ...rig.logging('next', 'posted', 'later'),
    })
    expect(await rig.run()).toEqual(['boom', 'next', 'posted', 'DIE', 'later'])
    expect(infos).toEqual([
      { sourceSession: session, destSession: session, event: 'boom', fromState: '_start', error: boom },
    ])
    expect(infos[0]?.error).toBe(boom)
  })

  it('goes up the tree, stops everybody unhandled, and is what run() rejects with, itself', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: { C: {} } }, Z: {} }, dying(rig))
    for (const name of 'ABCZ') rig.kernel.call(name, 'watch')
    rig.trace.length = 0
    rig.kernel.post('B', 'boom')
    expect(await rig.failure()).toBe(boom)
    expect(rig.trace).toEqual(['DIE C', 'DIE B', 'DIE A', 'stop C', 'stop B', 'stop A', 'stop Z'])
  })

  it.each(['A', 'B', 'C'])('handled by %s of A(B(C)) stops nobody', async (who) => {
    const rig = new Rig()
    rig.tree({ A: { B: { C: {} } }, Z: {} }, dying(rig, who))
    for (const name of 'ABCZ') rig.kernel.call(name, 'watch')
    rig.trace.length = 0
    rig.kernel.post('B', 'boom')
    rig.kernel.post('Z', 'after')
    await rig.kernel.runOneTimeslice()
    await rig.kernel.runOneTimeslice()
    expect(rig.trace).toEqual(['after Z', 'DIE C', 'DIE B', 'DIE A'])
    rig.kernel.stop()
  })

  it('does not leave a call to another session; unhandled it stops everybody after that event', async () => {
    const rig = new Rig()
    rig.tree({ V: {}, C: {} }, (name) => ({
      ...dying(rig)(name),
      go({ kernel }: TestContext) {
        expect(kernel.call('V', 'boom')).toBeUndefined()
        rig.log('went on')
        kernel.yield('after')
      },
    }))
    rig.trace.length = 0
    rig.kernel.post('C', 'go')
    expect(await rig.failure()).toBe(boom)
    expect(rig.trace).toEqual(['went on', 'stop V', 'stop C'])
  })

  it('of a self-call is the caller’s to catch', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('go'),
      go({ kernel, session }) {
        expect(() => kernel.call(session, 'boom')).toThrow(boom)
        rig.log('caught')
      },
      boom: fail(),
    })
    expect(await rig.run()).toEqual(['caught'])
  })

  it('in _start leaves the session to be told of', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        throw boom
      },
      die({ kernel }, _name: string, info: ExceptionInfo) {
        rig.log(`${info.event} ${(info.error as Error).message}`)
        kernel.sigHandled()
      },
    })
    expect(await rig.run()).toEqual(['_start boom'])
  })

  it('in _child belongs to the parent', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        rig.start({ _start: nothing }, [], kernel)
        rig.log('made')
      },
      _child: (_ctx, reason: string) => {
        if (reason === 'create') throw boom
      },
      die({ kernel }, _name: string, info: ExceptionInfo) {
        rig.log(info.event)
        kernel.sigHandled()
      },
    })
    expect(await rig.run()).toEqual(['made', '_child'])
  })

  it('in _stop ends the run: one _stop, nobody is asked', async () => {
    const rig = new Rig()
    rig.tree({ A: {} }, dying(rig, 'A'))
    rig.kernel.call('A', 'watch')
    let stops = 0
    rig.start({
      _start: nothing,
      _stop() {
        stops++
        throw boom
      },
    })
    expect(await rig.failure()).toBe(boom)
    expect([stops, rig.trace]).toEqual([1, ['stop A']])
    // And afterwards everything is as before.
    rig.start({ _start: () => rig.log('again') })
    await rig.kernel.run()
    expect(rig.trace).toEqual(['stop A', 'again'])
  })

  it('of a session that is stopping is not lost', async () => {
    const rig = new Rig()
    const other = rig.start({
      _start: ({ kernel }) => void kernel.aliasSet('o'),
      back: ({ kernel }) => void kernel.call(2, 'boom'),
    })
    rig.start({ _start: nothing, boom: fail(), _stop: ({ kernel }) => void kernel.call(other, 'back') })
    expect(await rig.failure()).toBe(boom)
  })

  it('after stop() in the same handler ends the run', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('go'),
      go({ kernel }) {
        kernel.stop()
        throw boom
      },
    })
    expect(await rig.failure()).toBe(boom)
  })

  it('that is no Error arrives as it is', async () => {
    const rig = new Rig()
    const odd = { odd: true }
    rig.start({ _start: fail(odd) })
    expect(await rig.failure()).toBe(odd)
  })

  it('is the first of two that nobody handles', async () => {
    const rig = new Rig()
    const second = new Error('second')
    rig.start({ _start: fail() })
    rig.start({ _start: fail(second) })
    expect(await rig.failure()).toBe(boom)
  })
})

describe('an exception in a DIE handler', () => {
  const states = (rig: Rig, handles: boolean, inner: unknown): States => ({
    _start({ kernel }) {
      kernel.sig('DIE', 'die')
      throw boom
    },
    die({ kernel }) {
      if (handles) kernel.sigHandled()
      rig.log('die')
      throw inner
    },
  })

  it('comes together with the one it was about, if that was not handled', async () => {
    const rig = new Rig()
    const inner = new Error('inner')
    rig.start(states(rig, false, inner))
    const failure = (await rig.failure()) as AggregateError
    expect(failure).toBeInstanceOf(AggregateError)
    expect(failure.errors).toEqual([boom, inner])
    expect(rig.trace).toEqual(['die'])
  })

  it('comes alone, if that was handled', async () => {
    const rig = new Rig()
    const inner = new Error('inner')
    rig.start(states(rig, true, inner))
    expect(await rig.failure()).toBe(inner)
  })

  it('is not meant where somebody it calls throws', async () => {
    const rig = new Rig()
    const helper = rig.start({
      _start({ kernel }) {
        kernel.aliasSet('helper')
        kernel.sig('DIE', 'die')
      },
      boom: fail(new Error('of the helper')),
      die({ kernel }, _name: string, info: ExceptionInfo) {
        rig.log((info.error as Error).message)
        kernel.sigHandled()
      },
    })
    rig.start({
      _start({ kernel }) {
        kernel.sig('DIE', 'die')
        throw boom
      },
      die({ kernel }) {
        kernel.sigHandled()
        kernel.call(helper, 'boom')
      },
    })
    expect(await rig.run()).toEqual(['of the helper'])
  })
})

describe('catchExceptions: false', () => {
  it('ends the run at the first exception, and throws it out of a call', async () => {
    const rig = new Rig({ catchExceptions: false })
    rig.tree({ V: {}, C: {} }, (name) => ({
      ...dying(rig, 'V', 'C')(name),
      go({ kernel }: TestContext) {
        kernel.call('V', 'boom')
        rig.log('not reached')
      },
    }))
    rig.kernel.call('C', 'watch')
    rig.trace.length = 0
    rig.kernel.post('C', 'go')
    rig.kernel.post('C', 'after')
    expect(await rig.failure()).toBe(boom)
    expect(rig.trace).toEqual(['stop C', 'stop V'])
    expect(rig.loop.warnings).toEqual([])
  })
})

describe('a signal made by hand', () => {
  it('is like a real DIE', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel, session }) => void kernel.signal(session, 'DIE', { error: boom }),
      _stop: () => rig.log('stop'),
    })
    expect(await rig.failure()).toBe(boom)
    expect(rig.trace).toEqual(['stop'])
  })
})
