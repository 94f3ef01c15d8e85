import { describe, expect, it } from 'vitest'
import { ScriptedHandle } from './handle.test-kit.ts'
import { nothing, Rig } from './rig.test-kit.ts'

describe('ledger', () => {
  it('lists everything a session holds and is held by', () => {
    const rig = new Rig()
    const { loop } = rig
    const other = rig.start({ _start: ({ kernel }) => void kernel.aliasSet('other'), hi: nothing })
    loop.block(5)
    const session = rig.start({
      _start({ kernel, session: me }) {
        kernel.delay('timer', 5)
        kernel.aliasSet('b')
        kernel.aliasSet('a')
        kernel.refcountIncrement(me, 'tag')
        kernel.refcountIncrement(me, 'tag')
        kernel.sig('TERM', 'x')
        kernel.selectRead(new ScriptedHandle(), 'got')
        kernel.host.hold('postback', 'back')
        kernel.host.own({ kind: 'wheel', label: 'Wheel(1)', dispose: nothing })
        rig.start({ _start: nothing }, [], kernel)
        kernel.post(other, 'hi')
      },
    })
    const entry = (kind: string, label: string, holds = true) =>
      expect.objectContaining({ session: 2, kind, label, holds })
    expect(rig.kernel.ledger(session)).toEqual([
      entry('sent', 'hi'),
      entry('birth', 'in this timeslice'),
      entry('timer', 'timer'),
      entry('alias', 'a'),
      entry('alias', 'b'),
      entry('child', 'session 3'),
      entry('extref', 'tag (2 times)'),
      entry('postback', 'back'),
      entry('handle', 'got'),
      entry('wheel', 'Wheel(1)', false),
      entry('signal', 'TERM', false),
    ])
    expect(rig.kernel.ledger().map(({ session: id }) => id)).toEqual([1, 1, 1, ...Array(11).fill(2), 3])
    expect(rig.kernel.explain(session)).toBe(
      'Session 2 (a, b) lives because of sent hi, birth in this timeslice, timer timer, alias a, alias b, child session 3, ' +
        'extref tag (2 times), postback back, handle got.',
    )
    rig.kernel.stop()
    expect(rig.kernel.ledger()).toEqual([])
  })

  it('is empty for nobody, and explain says so', () => {
    const { kernel } = new Rig()
    expect(kernel.ledger('nobody')).toEqual([])
    expect(kernel.explain('nobody')).toBe('There is no session "nobody", or it has stopped.')
  })

  it('of the kernel is what all its sessions hold', () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel }) => void kernel.aliasSet('a') })
    expect(rig.kernel.ledger(rig.kernel)).toEqual(rig.kernel.ledger())
    expect(rig.kernel.explain(rig.kernel)).toBe('The kernel runs until its 1 session has stopped.')
    rig.start({ _start: ({ kernel }) => void kernel.delay('x', 10) })
    expect(rig.kernel.explain()).toBe(
      [
        'Session 1 (a) lives because of birth in this timeslice, alias a.',
        'Session 2 lives because of birth in this timeslice, timer x.',
      ].join('\n'),
    )
    rig.kernel.stop()
    expect([rig.kernel.explain(rig.kernel), rig.kernel.explain()]).toEqual(Array(2).fill('The kernel has no sessions.'))
  })

  it('knows a session that nothing holds', async () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel, session }) => rig.log(kernel.explain(session)) })
    expect(rig.trace).toEqual(['Session 1 is held by nothing and stops at the next sweep.'])
  })
})
