import { describe, expect, it } from 'vitest'
import { TimeLoop } from './time-loop.ts'

/** A loop whose turns are counted, and that halts after so many. */
function counting(turns: number) {
  const loop = new TimeLoop({ settle: () => new Promise(setImmediate), wallClock: 5000 })
  const signals: string[] = []
  const times: number[] = []
  const turn = () => {
    times.push(loop.now())
    if (times.length === turns) loop.halt()
  }
  loop.attach({ turn, signal: (name) => void signals.push(name), exited() {} })
  return { loop, signals, times }
}

describe('TimeLoop', () => {
  it('jumps to the timer when nothing else is to be done', async () => {
    const { loop, times } = counting(2)
    loop.setTimer(1e9)
    loop.wake()
    await loop.run()
    expect(times).toEqual([0, 1e9])
  })

  it('takes one turn for any number of wakes', async () => {
    const { loop } = counting(2)
    loop.wake()
    loop.wake()
    loop.setTimer(1)
    await loop.run()
    expect(loop.turns).toBe(2)
  })

  it('waits where there is nothing to do, until it is woken or halted', async () => {
    const { loop, times } = counting(1)
    const run = loop.run()
    await new Promise(setImmediate)
    expect(times).toEqual([])
    loop.wake()
    await run
    expect(times).toEqual([0])
  })

  it('serves no turn outside run', async () => {
    const { loop, times } = counting(1)
    loop.wake()
    loop.halt()
    await new Promise(setImmediate)
    expect(times).toEqual([])
    await loop.run()
    expect(times).toEqual([0])
  })

  it('lets handlers take time, and steps the wall clock alone', () => {
    const { loop } = counting(1)
    loop.block(50)
    loop.stepWallClock(-1000)
    expect([loop.now(), loop.wallClock()]).toEqual([50, 4050])
  })

  it('delivers the signals that are watched', () => {
    const { loop, signals } = counting(1)
    loop.watchSignal('TERM')
    loop.raise('TERM')
    loop.raise('INT')
    loop.ignoreSignal('TERM')
    loop.raise('TERM')
    expect(signals).toEqual(['TERM'])
  })

  it('keeps warnings for who wants to see them', () => {
    const { loop } = counting(1)
    loop.warn('careful')
    expect(loop.warnings).toEqual(['careful'])
  })
})
