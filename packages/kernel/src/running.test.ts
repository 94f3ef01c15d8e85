import { describe, expect, it } from 'vitest'
import { Kernel } from './index.ts'
import { nothing, Rig } from './rig.test-kit.ts'

const turns = async (count = 5) => {
  while (count-- > 0) await new Promise(setImmediate)
}

describe('run', () => {
  it('returns at once where there is nobody', async () => {
    const rig = new Rig()
    await rig.kernel.run()
    expect(rig.loop.turns).toBeLessThanOrEqual(1)
  })

  it('can be called again, with the sessions that came meanwhile', async () => {
    const rig = new Rig()
    for (const n of [1, 2, 3]) {
      rig.start({ _start: ({ kernel }) => kernel.delay('x', 5), x: () => rig.log(`${n}`) })
      await rig.kernel.run()
    }
    expect(rig.trace).toEqual(['1', '2', '3'])
    expect(rig.loop.now()).toBe(15)
  })

  it('refuses to run twice at once, and the first run does not notice', async () => {
    const rig = new Rig()
    const refused = expect.objectContaining({ code: 'ERR_POE_RUNNING' })
    rig.start({
      async _start({ kernel }) {
        kernel.delay('later', 50)
      },
      async later({ kernel }) {
        await expect(kernel.run()).rejects.toEqual(refused)
        await expect(kernel.runOneTimeslice()).rejects.toEqual(refused)
        await expect(kernel.runWhile(() => true)).rejects.toEqual(refused)
        kernel.delay('last', 50)
      },
      last: () => rig.log('last'),
    })
    expect(await rig.run()).toEqual(['last'])
  })

  it('rejects with what broke the loop; the sessions are still there', async () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel }) => kernel.delay('x', 10), x: () => rig.log('x'), _stop: () => rig.log('stop') })
    const { setTimer } = rig.loop
    rig.loop.setTimer = () => {
      throw new Error('broken loop')
    }
    expect(await rig.failure()).toMatchObject({ message: 'broken loop' })
    expect(rig.kernel.getActiveSession()).toBe(rig.kernel)
    rig.loop.setTimer = setTimer
    expect(await rig.run()).toEqual(['x', 'stop'])
  })

  it('does not bring signals to nobody into the next run', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.sig('TERM', 'term'),
      _stop: () => {
        rig.kernel.signal(rig.kernel, 'TERM')
      },
    })
    await rig.kernel.run()
    rig.start({ _start: ({ kernel }) => kernel.delay('x', 5), x: () => rig.log('x') })
    expect(await rig.run()).toEqual(['x'])
  })

  it('ends everything where the kernel is disposed of', async () => {
    const rig = new Rig()
    const run = rig.kernel.run()
    rig.start({ _start: ({ kernel }) => kernel.delay('never', 1e9), _stop: () => rig.log('stop') })
    await rig.kernel[Symbol.asyncDispose]()
    expect(rig.trace).toEqual(['stop'])
    await run
    await rig.kernel[Symbol.asyncDispose]()
  })
})

describe('runOneTimeslice and runWhile', () => {
  it('dispatch what is due, and tell whether anybody is left', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('a'),
      a({ kernel }) {
        rig.log('a')
        kernel.yield('b')
      },
      b({ kernel }) {
        rig.log('b')
        kernel.delay('c', 100)
      },
      c: () => rig.log('c'),
    })
    const slices: unknown[] = []
    for (let i = 0; i < 4; i++) slices.push(await rig.kernel.runOneTimeslice(), rig.trace.length)
    expect(slices).toEqual([true, 1, true, 2, false, 3, false, 3])
  })

  it('run while a condition holds', async () => {
    const rig = new Rig()
    let ticks = 0
    rig.start({
      _start: ({ kernel }) => kernel.yield('tick'),
      tick({ kernel }) {
        ticks++
        kernel.delay('tick', 10)
      },
    })
    await rig.kernel.runWhile(() => ticks < 5)
    expect(ticks).toBe(5)
    rig.kernel.stop()
    await rig.kernel.runWhile(() => true)
  })

  it('reject with an exception that nobody handled', async () => {
    const rig = new Rig()
    rig.start({
      _start() {
        throw new Error('boom')
      },
    })
    await expect(rig.kernel.runWhile(() => true)).rejects.toThrow('boom')
    expect(rig.kernel.getSessionCount()).toBe(0)
  })
})

describe('what comes to a kernel that does not run', () => {
  it('waits for run()', async () => {
    const rig = new Rig()
    const session = rig.start({
      _start: ({ kernel }) => void kernel.aliasSet('x'),
      hi: () => rig.log('hi'),
      _stop: () => rig.log('stop'),
    })
    const { host } = session.kernel
    host.enter('label', () => rig.log(`entered ${rig.kernel.getActiveEvent()}`))
    host.post('posted', () => rig.log('posted'))
    rig.kernel.post('x', 'hi')
    await turns()
    expect(rig.trace).toEqual([])
    expect(await rig.run()).toEqual(['entered label', 'posted', 'hi', 'stop'])
  })

  it('is forgotten where its session has stopped meanwhile', async () => {
    const rig = new Rig()
    const session = rig.start({ _start: nothing, hi: () => rig.log('hi') })
    session.kernel.host.enter('label', () => rig.log('entered'))
    rig.kernel.post(session, 'hi')
    rig.kernel.stop(session)
    expect(await rig.run()).toEqual([])
  })
})

describe('kernels', () => {
  it('live side by side', async () => {
    const rigs = [new Rig(), new Rig()]
    for (const rig of rigs)
      rig.start({ _start: ({ kernel }) => kernel.delay('x', 5), x: () => rig.log(`${rig.loop.now()}`) })
    await Promise.all(rigs.map((rig) => rig.kernel.run()))
    expect(rigs.map(({ trace }) => trace)).toEqual([['5'], ['5']])
  })

  it.each<[object, string]>([
    [{}, 'ERR_POE_MISSING_OPTION'],
    [{ loop: 5 }, 'ERR_POE_BAD_OPTION'],
    [{ loop: new Rig().loop, turnEvents: 0 }, 'ERR_POE_BAD_OPTION'],
    [{ loop: new Rig().loop, turnTime: -1 }, 'ERR_POE_BAD_OPTION'],
    [{ loop: new Rig().loop, turnEvent: 5 }, 'ERR_POE_UNKNOWN_OPTION'],
  ])('refuse %o', (options, code) => {
    expect(() => new Kernel(options as never)).toThrow(expect.objectContaining({ code }))
  })
})
