import { describe, expect, it } from 'vitest'
import { nothing, Rig, type TestContext } from './rig.test-kit.ts'

describe('newborns', () => {
  it('live until the next slice has come to its end, whatever their _start did', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('make'),
      make({ kernel }: TestContext) {
        rig.start({ _start: nothing, ...rig.life('young') })
        kernel.yield('look')
      },
      look({ kernel }: TestContext) {
        rig.log(`${kernel.getSessionCount()}`)
        kernel.yield('again')
      },
      again: ({ kernel }: TestContext) => rig.log(`${kernel.getSessionCount()}`),
    })
    expect(await rig.run()).toEqual(['2', 'stop young', '1'])
  })

  it('of the slice under way do not belong to the litter that ends with it', async () => {
    const rig = new Rig()
    rig.start({
      // Queued before what keeps this session itself, which so is the last event of the slice.
      _start: ({ kernel }) => kernel.yield('make'),
      make({ kernel }: TestContext) {
        rig.start({ _start: nothing, ...rig.life('young') })
        kernel.delay('look', 0)
      },
      look: ({ kernel }: TestContext) => rig.log(`${kernel.getSessionCount()}`),
    })
    expect(await rig.run()).toEqual(['2', 'stop young'])
  })

  it('that lose everything fall with their litter, in the order they were born', async () => {
    const rig = new Rig()
    const kernels: TestContext['kernel'][] = []
    for (const name of ['A', 'B', 'C'])
      rig.start({
        _start({ kernel }) {
          kernels.push(kernel)
          kernel.aliasSet(name)
        },
        ...rig.life(name),
      })
    for (const i of [2, 0, 1]) kernels[i]?.aliasRemove('ABC'[i] as string)
    // Who fell last stops first.
    expect(await rig.run()).toEqual(['stop C', 'stop B', 'stop A'])
  })

  it('that have something by then live on, and fall later', async () => {
    const rig = new Rig()
    let own: TestContext['kernel'] | undefined
    rig.start({
      _start({ kernel }) {
        own = kernel
      },
      late: () => rig.log('late'),
      ...rig.life('A'),
    })
    own?.delay('late', 10)
    expect(await rig.run()).toEqual(['late', 'stop A'])
  })

  it('are one event each for who counts', async () => {
    const rig = new Rig()
    const { kernel } = rig
    for (let i = 0; i < 3; i++) rig.start({ _start: nothing })
    expect(kernel.getEventCount()).toBe(3)
    expect(kernel.ledger().map(({ session, kind, label }) => `${session} ${kind} ${label}`)).toEqual([
      '1 birth in this timeslice',
      '2 birth in this timeslice',
      '3 birth in this timeslice',
    ])
    await rig.run()
    expect([kernel.getEventCount(), kernel.ledger()]).toEqual([0, []])
  })

  it('take no place in the queue each, and stop all the same', async () => {
    const rig = new Rig()
    const total = 5000
    let stopped = 0
    for (let i = 0; i < total; i++) rig.start({ _start: nothing, _stop: () => void stopped++ })
    expect(rig.kernel.getEventCount()).toBe(total)
    await rig.run()
    expect([stopped, rig.kernel.getSessionCount()]).toEqual([total, 0])
  })
})
