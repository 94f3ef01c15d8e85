import { testLoop } from '@poe/test-loops'
import { describe, expect, it, vi } from 'vitest'
import { type HostEventLoop, HostLoop } from './index.ts'

/** Somebody else's event loop: a list of what is to be called, and timers, on a clock that one turns by hand. */
class Toy implements HostEventLoop {
  readonly name = 'toy'
  readonly calls: (() => void)[] = []
  readonly timers = new Map<number, { readonly at: number; readonly call: () => void }>()
  readonly longest = 1000
  time = 0
  held = 0
  #ids = 0

  now(): number {
    return this.time
  }

  soon(call: () => void): void {
    this.calls.push(call)
  }

  later(milliseconds: number, call: () => void): () => void {
    expect(milliseconds).toBeGreaterThan(0)
    expect(Number.isInteger(milliseconds)).toBe(true)
    const id = ++this.#ids
    this.timers.set(id, { at: this.time + milliseconds, call })
    return () => void this.timers.delete(id)
  }

  hold(): () => void {
    this.held++
    return () => void this.held--
  }

  /** Lets time pass, and does what is due. */
  async pass(milliseconds: number): Promise<void> {
    this.time += milliseconds
    for (const [id, { at, call }] of [...this.timers]) {
      if (at > this.time) continue
      this.timers.delete(id)
      call()
    }
    await this.rest()
  }

  /** Does everything that is asked for, each in a turn of its own. */
  async rest(): Promise<void> {
    for (let call = this.calls.shift(); call !== undefined; call = this.calls.shift()) {
      call()
      await null
    }
  }
}

/** A loop on a toy, which notes its turns. */
function rig(onTurn: (loop: HostLoop) => void = () => {}) {
  const toy = new Toy()
  const loop = new HostLoop(toy)
  const turns: number[] = []
  const turn = () => {
    turns.push(toy.time)
    onTurn(loop)
  }
  loop.attach({ turn, signal() {}, exited() {} })
  return { toy, loop, turns }
}

testLoop(
  { describe, it },
  {
    name: 'HostLoop on timers of the platform',
    create: () =>
      new HostLoop({
        name: 'platform',
        now: () => performance.now(),
        soon: (call) => void setImmediate(call),
        later: (milliseconds, call) => {
          const timer = setTimeout(call, milliseconds)
          return () => clearTimeout(timer)
        },
      }),
    timeout: 28_000,
    lacks: ['signals', 'net', 'pipes', 'descriptors', 'process', 'terminal', 'files'],
    stepWallClock: (_, milliseconds) => {
      const { now } = Date
      vi.spyOn(Date, 'now').mockImplementation(() => now() + milliseconds)
    },
    dispose: () => void vi.restoreAllMocks(),
  },
)

describe('HostLoop', () => {
  it('is called as its host is', () => {
    expect(new HostLoop(new Toy()).name).toBe('toy')
  })

  it('asks the host for nothing before it runs, and holds it only while it runs', async () => {
    const { toy, loop, turns } = rig()
    loop.wake()
    loop.setTimer(5)
    expect([toy.calls.length, toy.timers.size, toy.held]).toEqual([0, 0, 0])
    const run = loop.run()
    expect([toy.calls.length, toy.timers.size, toy.held]).toEqual([1, 1, 1])
    await toy.rest()
    loop.halt()
    await run
    expect([turns, toy.timers.size, toy.held]).toEqual([[0], 0, 0])
  })

  it('calls nobody for what an ended run had asked of the host', async () => {
    const { toy, loop, turns } = rig()
    const run = loop.run()
    loop.wake()
    loop.halt()
    await run
    await toy.rest()
    expect(turns).toEqual([])
    const again = loop.run()
    await toy.rest()
    loop.halt()
    await again
    expect(turns).toEqual([0])
  })

  it('takes a turn at the time asked for, however long that is', async () => {
    const { toy, loop, turns } = rig()
    const run = loop.run()
    loop.setTimer(2500.5)
    for (let i = 0; i < 30; i++) await toy.pass(100)
    expect(turns).toEqual([2600])
    loop.halt()
    await run
  })

  it('keeps a timer of the host that fires too early, and looks again', async () => {
    const { toy, loop, turns } = rig()
    const run = loop.run()
    loop.setTimer(100)
    loop.setTimer(500)
    expect(toy.timers.size).toBe(1)
    await toy.pass(100)
    expect([turns, toy.timers.size]).toEqual([[], 1])
    await toy.pass(400)
    expect(turns).toEqual([500])
    loop.halt()
    await run
  })

  it('catches up where the timers of the host are late', async () => {
    const { toy, loop, turns } = rig()
    const run = loop.run()
    loop.setTimer(100)
    toy.time = 5000
    loop.catchUp()
    await toy.rest()
    expect(turns).toEqual([5000])
    loop.halt()
    await run
  })

  it('rejects the run where a callback throws, and lets go of the host', async () => {
    const { toy, loop } = rig(() => {
      throw new Error('broken')
    })
    const run = loop.run()
    loop.wake()
    await Promise.all([expect(run).rejects.toThrow('broken'), toy.rest()])
    expect(toy.held).toBe(0)
  })

  it('throws to the host what nobody awaits any more', async () => {
    const { toy, loop } = rig((one) => {
      one.halt()
      throw new Error('broken')
    })
    const run = loop.run()
    loop.wake()
    await expect(toy.rest()).rejects.toThrow('broken')
    await run
  })

  it('warns where the host warns, or on the console', () => {
    const warned: string[] = []
    new HostLoop(Object.assign(new Toy(), { warn: (message: string) => warned.push(message) })).warn('look')
    expect(warned).toEqual(['look'])
  })
})
