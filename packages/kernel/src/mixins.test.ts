import { describe, expect, it } from 'vitest'
import { type ApiMixin, insideOf, type KernelInside } from './index.ts'
import { nothing, Rig } from './rig.test-kit.ts'

declare module './index.ts' {
  interface KernelMethods {
    /** Of the mix-in of these tests. */
    countSessions?(): number
    readonly within?: KernelInside
  }
}

const counting: ApiMixin = {
  name: 'counting',
  make(kernel) {
    const within = insideOf(kernel)
    return { countSessions: () => within.sessions().length, within }
  },
}

describe('an API mix-in', () => {
  it('adds members to the kernel and to every view, made before and after', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('count'),
      count: ({ kernel }) => rig.log(`before ${kernel.countSessions?.()}`),
    })
    expect(rig.kernel.use(counting)).toBe(rig.kernel)
    rig.start({ _start: ({ kernel }) => rig.log(`after ${kernel.countSessions?.()}`) })
    expect(rig.kernel.countSessions?.()).toBe(2)
    expect(await rig.run()).toEqual(['after 2', 'before 2'])
    expect('countSessions' in new Rig().kernel).toBe(false)
  })

  it('is added once, and replaces nothing', () => {
    const { kernel } = new Rig()
    kernel.use(counting).use(counting)
    expect(() => kernel.use({ ...counting, name: 'other' })).toThrow(
      'API mix-in "other" would add "countSessions", which the kernel has already',
    )
    expect(() => kernel.use({ name: 'rude', make: () => ({ post: nothing }) as never })).toThrow('"post"')
    for (const wrong of [undefined, null, 1, {}, { name: 'x' }])
      expect(() => kernel.use(wrong as never)).toThrow('use() needs an API mix-in')
  })

  it('sees the kernel from the inside', async () => {
    const rig = new Rig()
    const { within } = rig.kernel.use(counting)
    const seen: unknown[] = []
    const top = rig.start({
      _start({ kernel }) {
        kernel.aliasSet('top')
        kernel.sig('USR1', 'usr1')
        rig.start({ _start: ({ kernel }) => kernel.refcountIncrement(2, 'tag') }, [], kernel)
        kernel.delaySet('later', 100)
        kernel.signal(kernel, 'HELLO')
        kernel.yield('look', 1)
      },
      look({ kernel }) {
        seen.push(within?.session(1), within?.queue(), within?.activeSession, within?.activeEvent, within?.running)
        kernel.refcountDecrement(2, 'tag')
        kernel.alarmRemoveAll()
        kernel.aliasRemove('top')
      },
    })
    expect(within?.session(2)).toMatchObject({ parent: 1, references: 2, extrefs: new Map([['tag', 1]]) })
    expect(within?.queue().map(({ kind, event, from, to }) => `${kind} ${event} ${from}->${to}`)).toEqual([
      'garbage collection  2->2',
      'signal HELLO 1->0',
      'user look 1->1',
      'garbage collection  1->1',
      'timer later 1->1',
    ])
    expect([within?.find('top'), within?.find('nobody'), within?.reference(1), within?.reference(0)]).toEqual([
      1,
      undefined,
      top,
      rig.kernel,
    ])
    expect(within?.signals()).toEqual(new Map([['USR1', [1]]]))
    expect([within?.sessions(), within?.session(9), within?.activeSession]).toEqual([[1, 2], undefined, 0])
    await rig.run()
    expect(seen).toMatchObject([
      {
        id: 1,
        parent: 0,
        children: [2],
        references: 4,
        eventsTo: 2,
        aliases: ['top'],
        signals: new Map([['USR1', 'usr1']]),
        handlers: ['_start', 'look'],
      },
      [{ kind: 'garbage collection' }, { kind: 'timer', event: 'later', id: 1 }],
      1,
      'look',
      true,
    ])
  })
})
