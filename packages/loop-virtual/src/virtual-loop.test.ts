import type { LoopHost } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { VirtualLoop, type VirtualLoopOptions } from './index.ts'
import { Rig } from './rig.test-kit.ts'

function hosted(turn: (loop: VirtualLoop) => void, options: VirtualLoopOptions = {}): VirtualLoop {
  const loop = new VirtualLoop(options)
  loop.attach({ turn: () => turn(loop), signal() {}, exited() {} })
  return loop
}

const quiet: LoopHost = { turn() {}, signal() {}, exited() {} }

describe('VirtualLoop', () => {
  it('says who and where it is, and knows its environment', () => {
    const loop = new VirtualLoop({ env: { POE_TRACE_EVENTS: '1' } })
    expect([loop.name, loop.place, loop.env.POE_TRACE_EVENTS]).toEqual(['virtual', 'virtual', '1'])
  })

  it('refuses options it does not know or cannot mean', () => {
    // @ts-expect-error the option is mistyped
    expect(() => new VirtualLoop({ sed: 1 })).toThrow('did you mean "seed"?')
    expect(() => new VirtualLoop({ faults: { loss: 2 } })).toThrow('a chance from 0 to 1')
    expect(() => new VirtualLoop({ faults: { refusals: 0.6, hangs: 0.6 } })).toThrow('together with')
    expect(() => new VirtualLoop({ seed: Number.NaN })).toThrow('seed')
    expect(() => new VirtualLoop({ hosts: { a: '' } })).toThrow('an object of addresses')
    expect(() => new VirtualLoop({ onlyFaults: [] as unknown as Set<number> })).toThrow('a Set of fault ids')
    expect(() => new VirtualLoop({ start: Infinity })).toThrow('finite')
  })

  it('draws the same numbers from the same seed, others from another', () => {
    const draw = (seed: number | string): number[] => {
      const loop = new VirtualLoop({ seed })
      return Array.from({ length: 1000 }, () => loop.random())
    }
    expect(draw(7)).toEqual(draw(7))
    expect(draw('a')).not.toEqual(draw('b'))
    const mean = draw(3).reduce((sum, x) => sum + x, 0) / 1000
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05)
    expect(draw(3).every((x) => x >= 0 && x < 1)).toBe(true)
  })

  it('has a wall clock that steps, and a monotonic one that does not feel it', () => {
    const loop = new VirtualLoop({ start: 1_000_000 })
    loop.stepWallClock(-5000)
    expect([loop.now(), loop.wallClock()]).toEqual([0, 995_000])
    loop.stepWallClock(7000)
    loop.block(10)
    expect([loop.now(), loop.wallClock()]).toEqual([10, 1_002_010])
  })

  it('collects warnings and traces', () => {
    const loop = new VirtualLoop()
    loop.warn('careful')
    loop.trace('a line')
    expect(loop.warnings).toEqual(['careful'])
    expect(loop.journal).toEqual(['0 warning: careful', '0 trace: a line'])
  })

  it('keeps a bounded journal: the latest lines', () => {
    const loop = new VirtualLoop({ traceLimit: 3 })
    for (let i = 0; i < 100; i++) loop.trace(String(i))
    expect(loop.journal).toEqual(['0 trace: 97', '0 trace: 98', '0 trace: 99'])
    const none = new VirtualLoop({ traceLimit: 0 })
    none.trace('x')
    expect(none.journal).toEqual([])
  })

  it('serves one kernel', () => {
    const loop = new VirtualLoop()
    loop.attach(quiet)
    expect(() => loop.attach(quiet)).toThrow('serves a kernel already')
  })
})

describe('run', () => {
  it('calls nothing back before it, and catches up then', async () => {
    let turns = 0
    const loop = hosted((loop) => {
      turns++
      loop.halt()
    })
    loop.wake()
    await new Promise(setImmediate)
    expect(turns).toBe(0)
    const over = loop.run()
    expect(turns).toBe(0)
    await over
    expect(turns).toBe(1)
  })

  it('halts harmlessly twice and without a run, and refuses a second run', async () => {
    const loop = hosted(() => {}, { onStuck: 'wait' })
    loop.halt()
    const over = loop.run()
    await expect(loop.run()).rejects.toMatchObject({ code: 'ERR_POE_LOOP_RUNNING' })
    loop.halt()
    loop.halt()
    await over
    const again = loop.run()
    loop.halt()
    await again
  })

  it('takes one turn when halted and run again before the turn was due', async () => {
    let turns = 0
    const loop = hosted(() => void turns++, { onStuck: 'wait' })
    loop.wake()
    const first = loop.run()
    loop.halt()
    const second = loop.run()
    await first
    for (let i = 0; i < 10; i++) await new Promise(setImmediate)
    expect(turns).toBe(1)
    loop.halt()
    await second
  })

  it('rejects with what a turn threw, halted, and can go on', async () => {
    let turns = 0
    const loop = hosted((loop) => {
      if (++turns === 1) throw new Error('turned over')
      loop.halt()
    })
    loop.wake()
    await expect(loop.run()).rejects.toThrow('turned over')
    loop.wake()
    await loop.run()
    expect(turns).toBe(2)
  })

  it('does not lose an error thrown after a halt in the same callback', async () => {
    const loop = hosted((loop) => {
      loop.halt()
      throw new Error('late')
    })
    loop.wake()
    await expect(loop.run()).rejects.toThrow('late')
  })

  it('rejects when nothing will ever happen, and says what the world knows', async () => {
    const loop = hosted(() => {}, { explain: () => 'session 3 waits' })
    await loop.net.listen({ port: 80 })
    const over = loop.run()
    await expect(over).rejects.toMatchObject({ code: 'ERR_POE_STUCK' })
    await expect(over).rejects.toThrow(/session 3 waits\nIn the world:\n {2}listener \[::\]:80, unwatched/)
  })

  it('lets time pass in a world that does not come to rest', async () => {
    const loop = hosted((loop) => loop.wake())
    loop.wake()
    loop.at(10, () => loop.halt())
    await loop.run()
    expect(loop.now()).toBeCloseTo(10, 1)
  })

  it('lets time pass there as far as a paced loop may', async () => {
    const rig = new Rig({ stillLimit: 0, cost: 0.75 })
    rig.loop.attach({ ...quiet, turn: () => rig.loop.wake() })
    rig.loop.wake()
    for (let i = 0; i < 50; i++) await new Promise(setImmediate)
    expect(rig.loop.now()).toBe(0)
    await rig.loop.advance(10)
    await rig.loop.advance(0)
    expect(rig.loop.now()).toBe(10)
  })

  it('waits for a call from outside where told to', async () => {
    const loop = hosted((loop) => loop.halt(), { onStuck: 'wait' })
    const over = loop.run()
    await new Promise((resolve) => setTimeout(resolve, 20))
    loop.wake()
    await over
  })
})

describe('turn', () => {
  it('comes once for any number of wakes', async () => {
    let turns = 0
    const loop = hosted(() => void turns++)
    for (let i = 0; i < 1000; i++) loop.wake()
    loop.at(5, () => loop.halt())
    await loop.run()
    expect(turns).toBe(1)
  })

  it('comes after everything that was ready, alarms included', async () => {
    const order: string[] = []
    const rig = new Rig()
    rig.loop.attach({ ...quiet, turn: () => order.push('turn') })
    const pairs = [await rig.pair({ port: 1 }), await rig.pair({ port: 2 }), await rig.pair({ port: 3 })]
    pairs.forEach(({ ours, theirs }, i) => {
      theirs.watch('read', () => {
        theirs.read(100)
        order.push(`read ${i}`)
        rig.loop.wake()
      })
      ours.write('x')
    })
    rig.loop.setTimer(rig.loop.now())
    await rig.loop.advance(0)
    expect(order).toEqual(['read 0', 'read 1', 'read 2', 'turn'])
  })

  it('comes after what became ready once it was asked for', async () => {
    const order: string[] = []
    const rig = new Rig()
    rig.loop.attach({ ...quiet, turn: () => order.push('turn') })
    const { ours, theirs } = await rig.pair()
    theirs.watch('read', () => {
      theirs.read(100)
      order.push('read')
    })
    theirs.pause('read')
    ours.write('x')
    await rig.loop.advance(0)
    rig.loop.at(10, () => {
      rig.loop.wake()
      theirs.resume('read')
    })
    await rig.loop.advance(10)
    expect(order).toEqual(['read', 'turn'])
  })

  it('is not held up for ever by readiness that nobody takes', async () => {
    const rig = new Rig()
    let turns = 0
    rig.loop.attach({ ...quiet, turn: () => void turns++ })
    const { ours, theirs } = await rig.pair()
    theirs.watch('read', () => {
      if (turns > 0) theirs.read(10)
    })
    ours.write('x')
    rig.loop.wake()
    await rig.loop.advance(0)
    expect(turns).toBe(1)
  })

  it('comes at the time asked for, once, replaced by a later or an earlier one', async () => {
    const at: number[] = []
    const rig = new Rig()
    rig.loop.attach({ ...quiet, turn: () => at.push(rig.loop.now()) })
    rig.loop.setTimer(10.25)
    await rig.loop.advance(100)
    rig.loop.setTimer(150)
    rig.loop.setTimer(120)
    await rig.loop.advance(100)
    rig.loop.setTimer(250)
    rig.loop.setTimer(Infinity)
    await rig.loop.advance(100)
    rig.loop.setTimer(5) // has passed
    await rig.loop.advance(0)
    expect(at).toEqual([10.25, 120, 300])
  })

  it('lets promises settle between any two callbacks, however long the chain', async () => {
    const order: string[] = []
    const chain = async (name: string): Promise<void> => {
      for (let i = 0; i < 200; i++) await null
      order.push(`${name} settled at ${loop.now()}`)
    }
    const loop = new VirtualLoop()
    for (const name of ['a', 'b']) loop.at(5, () => void chain(name))
    loop.at(5, () => order.push('c'))
    loop.at(6, () => loop.halt())
    await loop.run()
    expect(order).toEqual(['a settled at 5', 'b settled at 5', 'c'])
  })
})

describe('time', () => {
  it('passes a day of timers', async () => {
    let turns = 0
    const loop = hosted((loop) => {
      if (++turns === 86_400) loop.halt()
      loop.setTimer(loop.now() + 1000)
    })
    loop.setTimer(1000)
    await loop.run()
    expect(loop.now()).toBe(86_400_000)
  })

  it('stands still in a paced loop but for advance', async () => {
    const rig = new Rig()
    const seen: number[] = []
    for (const at of [5, 10, 15]) rig.loop.at(at, () => seen.push(at))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(rig.loop.now()).toBe(0)
    await rig.loop.advance(10)
    expect([rig.loop.now(), seen]).toEqual([10, [5, 10]])
    await rig.loop.advance(100)
    expect([rig.loop.now(), seen]).toEqual([110, [5, 10, 15]])
  })

  it('is awaited in a free loop as well', async () => {
    const loop = new VirtualLoop()
    const over = loop.run()
    await loop.advance(50)
    expect(loop.now()).toBe(50)
    loop.halt()
    await over
  })

  it('is awaited up to a condition, which is looked at after each callback', async () => {
    const rig = new Rig()
    let count = 0
    for (let at = 1; at < 100; at++) rig.loop.at(at, () => void count++)
    await rig.loop.advanceUntil(() => count === 7)
    expect(rig.loop.now()).toBe(7)
    await rig.loop.advanceUntil(() => true)
    const missed = rig.loop.advanceUntil(() => false, { limit: 10 })
    await expect(missed).rejects.toMatchObject({ code: 'ERR_POE_LIMIT' })
    expect(rig.loop.now()).toBe(17)
    const throwing = rig.loop.advanceUntil(() => {
      if (count > 20) throw new Error('my own')
      return false
    })
    await expect(throwing).rejects.toThrow('my own')
  })

  it('is no longer awaited when the run ends', async () => {
    const rig = new Rig()
    rig.loop.at(5, () => rig.loop.halt())
    const missed = rig.loop.advanceUntil(() => false)
    missed.catch(() => {})
    await rig.loop.advance(10)
    expect(rig.loop.now()).toBe(5)
    await expect(missed).rejects.toThrow('the run ended')
    await expect(rig.loop.advance(1)).rejects.toMatchObject({ code: 'ERR_POE_NOT_RUNNING' })
  })

  it('refuses to go back', async () => {
    const loop = new VirtualLoop()
    await expect(loop.advance(-1)).rejects.toThrow('0 or more')
    await expect(loop.advance(Infinity)).rejects.toThrow('finite')
    expect(() => loop.block(-1)).toThrow('0 or more')
    expect(() => loop.at(Number.NaN, () => {})).toThrow('0 or more')
  })

  it('forgets what was disposed of', async () => {
    const rig = new Rig()
    const happening = rig.loop.at(5, () => expect.fail('it was disposed of'))
    happening[Symbol.dispose]()
    await rig.loop.advance(10)
  })

  it('rejects run with what a scripted act threw', async () => {
    const loop = new VirtualLoop()
    loop.at(5, () => {
      throw new Error('scripted')
    })
    await expect(loop.run()).rejects.toThrow('scripted')
  })
})

describe('signals and destroyed targets', () => {
  it('tells a signal that is watched, once while it waits', async () => {
    const rig = new Rig()
    const told: string[] = []
    rig.loop.attach({ ...quiet, signal: (name) => told.push(name) })
    expect(rig.loop.raise('TERM')).toBe(false)
    rig.loop.watchSignal('TERM')
    expect(rig.loop.raise('TERM')).toBe(true)
    expect(rig.loop.raise('TERM')).toBe(true)
    expect(told).toEqual([])
    await rig.loop.advance(0)
    expect(told).toEqual(['TERM'])
    rig.loop.raise('TERM')
    rig.loop.ignoreSignal('TERM')
    await rig.loop.advance(0)
    expect(told).toEqual(['TERM'])
  })

  it('tells once that a target is gone, from the host', async () => {
    const rig = new Rig()
    const told: string[] = []
    const target = {}
    rig.loop.watchDestroyed(target, () => told.push('a'))
    rig.loop.watchDestroyed(target, () => told.push('b'))[Symbol.dispose]()
    rig.loop.destroy(target)
    rig.loop.destroy(target)
    expect(told).toEqual([])
    await rig.loop.advance(0)
    expect(told).toEqual(['a'])
  })
})
