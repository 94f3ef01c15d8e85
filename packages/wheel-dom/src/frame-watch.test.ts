import type { Untyped } from '@poe/kernel'
import { describe, expect, it } from 'vitest'
import { watchFrames } from './index.ts'
import { Frames, Rig } from './rig.test-support.ts'

describe('watchFrames', () => {
  it('sends an event per frame, with its time and the id of the watch', async () => {
    const frames = new Frames()
    const rig = new Rig((ctx) => {
      ctx.heap.watch = watchFrames(ctx, frames, 'note')
    })
    await rig.run(() => {
      frames.draw(16.5)
      frames.draw(33)
      rig.ctx.heap.watch.dispose()
      frames.draw(50)
      rig.kernel.post(rig.ctx.session, 'note', 'last')
    })
    expect(rig.trace).toEqual([16.5, 1, 33, 1, 'last', '_stop'])
  })

  it('asks for none while paused, and for one at a time', async () => {
    const frames = new Frames()
    const counts: number[] = []
    const rig = new Rig((ctx) => {
      ctx.heap.watch = watchFrames(ctx, frames, 'note')
    })
    await rig.run(() => {
      const { watch } = rig.ctx.heap
      const count = () => counts.push(frames.asked.size)
      count()
      watch.pause()
      count()
      watch.resume()
      watch.resume()
      count()
      frames.draw(1)
      count()
      watch.dispose()
      watch.resume()
      count()
      rig.kernel.post(rig.ctx.session, 'note', 'last')
    })
    expect([counts, rig.trace]).toEqual([
      [1, 0, 1, 1, 0],
      [1, 1, 'last', '_stop'],
    ])
  })

  it('can be paused by the handler of a frame', async () => {
    const frames = new Frames()
    const rig = new Rig((ctx) => void (ctx.heap.watch = watchFrames(ctx, frames, 'draw')), {
      draw: ({ heap }) => heap.watch.pause(),
    })
    await rig.run(() => {
      frames.draw(1)
      rig.trace.push(frames.asked.size)
      rig.kernel.stop(rig.ctx.session)
    })
    expect(rig.trace).toEqual([0, '_stop'])
  })

  it('asks for no further frame while the kernel does not run', async () => {
    const frames = new Frames()
    const rig = new Rig((ctx) => void (ctx.heap.watch = watchFrames(ctx, frames, 'draw')), {
      draw: ({ heap }, time) => {
        rig.trace.push(time)
        heap.watch.dispose()
      },
    })
    frames.draw(5)
    expect([frames.asked.size, rig.trace]).toEqual([0, []])
    await rig.kernel.run()
    expect(rig.trace).toEqual([5, '_stop'])
  })

  it.each<[string, (ctx: Untyped) => unknown, string]>([
    ['no window', (ctx) => watchFrames(ctx, {} as never, 'note'), 'option "source" must be a window'],
    ['no event', (ctx) => watchFrames(ctx, new Frames(), ''), 'option "event" must be the name of an event'],
  ])('refuses %s', (_, make, message) => {
    new Rig((ctx) => expect(() => make(ctx)).toThrow(message))
    expect.assertions(1)
  })
})
