import { describe, expect, it } from 'vitest'
import { named, nameOf, nothing, Rig, type TestContext, type TestSession } from './rig.test-kit.ts'

describe('a child', () => {
  it('is announced to its parent with what _start and _stop gave', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        rig.start({ _start: () => 'begun', _stop: () => 'ended' }, [], kernel)
        rig.log('made')
      },
      _child(ctx, reason: string, child: TestSession, value: string) {
        expect(ctx.sender).toBe(rig.kernel)
        rig.log(`${reason} ${child.id} ${value}`)
      },
      _stop: () => rig.log('stop'),
    })
    expect(await rig.run()).toEqual(['create 2 begun', 'made', 'lose 2 ended', 'stop'])
  })

  it('has the session whose view made it as its parent and as the sender of _start', async () => {
    const rig = new Rig()
    const parent = rig.start({ _start: nothing, _child: (_ctx, reason: string) => rig.log(reason) })
    // Nobody is active: as after an await.
    const child = rig.start({ _start: (ctx) => rig.log(`from ${(ctx.sender as TestSession).id}`) }, [], parent.kernel)
    expect(rig.trace).toEqual(['from 1', 'create'])
    expect(rig.kernel.ledger(parent)).toContainEqual(
      expect.objectContaining({ kind: 'child', label: `session ${child.id}` }),
    )
    await rig.run()
  })

  it('goes to the grandparent when its parent is forced to stop', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: { C: {}, E: {} }, D: {} } }, (name) =>
      rig.life(name, name === 'B' ? { _stop: () => 'B was here' } : {}),
    )
    rig.trace.length = 0
    // Not stop('B'), which ends all below it too.
    rig.kernel.call('B', 'nothing')
    rig.start({
      _start: nothing,
      _stop: nothing,
    })
    const b = rig.kernel.aliasResolve('B') as TestSession
    b.kernel.host.stop()
    expect(rig.trace).toEqual(['A:gain C', 'C B->A', 'A:gain E', 'E B->A', 'A:lose B'])
    rig.kernel.stop()
    await rig.run()
  })

  it('made in a _stop goes to the grandparent in silence, and lives on', async () => {
    const rig = new Rig()
    rig.start({
      _start: nothing,
      _stop({ kernel }) {
        rig.log('stop A')
        rig.start(
          {
            _start: (ctx) => ctx.kernel.yield('go'),
            go: () => rig.log('go'),
            _parent: () => rig.log('moved'),
            _stop: () => rig.log('stop N'),
          },
          [],
          kernel,
        )
      },
    })
    expect(await rig.run()).toEqual(['stop A', 'go', 'stop N'])
  })

  it('made in a _stop of stop() lives on too', async () => {
    const rig = new Rig()
    rig.start({
      _start: nothing,
      _stop({ kernel }) {
        rig.log('stop A')
        rig.start({ _start: nothing, _stop: () => rig.log('stop N') }, [], kernel)
      },
    })
    rig.kernel.stop()
    expect(await rig.run()).toEqual(['stop A', 'stop N'])
  })

  it('may be stopped by a parent that is stopping', async () => {
    const rig = new Rig()
    rig.tree({ P: { C: {} } }, (name) =>
      rig.life(
        name,
        name === 'P'
          ? {
              _stop: ({ kernel }: TestContext) => {
                rig.log('stopping P')
                // Moved already as far as anybody was told; still below P.
                kernel.stop('C')
                rig.log('stopped P')
              },
            }
          : {},
      ),
    )
    rig.trace.length = 0
    ;(rig.kernel.aliasResolve('P') as TestSession).kernel.host.stop()
    expect(rig.trace).toEqual(['C P->kernel', 'stopping P', 'stop C', 'P:lose C', 'stopped P'])
    expect(rig.kernel.getSessionCount()).toBe(0)
  })

  it('may change the tree while it moves: nobody else is told of a move', () => {
    const rig = new Rig()
    rig.tree({ X: {}, P: { C: {}, D: {}, E: {} }, Y: {} }, (name) =>
      rig.life(name, {
        _parent({ kernel }: TestContext, from: TestSession, to: TestSession) {
          rig.log(`${name} ${nameOf(from)}->${nameOf(to)}`)
          if (name === 'C') kernel.stop('D')
        },
      }),
    )
    rig.trace.length = 0
    ;(rig.kernel.aliasResolve('P') as TestSession).kernel.host.stop()
    expect(rig.trace).toEqual(['C P->kernel', 'stop D', 'P:lose D', 'E P->kernel', 'stop P'])
    rig.kernel.stop()
  })
})

describe('detaching', () => {
  it('myself tells the parent, then me, and the kernel is my parent', () => {
    const rig = new Rig()
    rig.tree({ P: { C: {} } }, (name) => rig.life(name, { leave: ({ kernel }: TestContext) => kernel.detachMyself() }))
    rig.trace.length = 0
    expect(rig.kernel.call('C', 'leave')).toBe(true)
    expect(rig.trace).toEqual(['P:lose C', 'C P->kernel'])
    expect(rig.kernel.call('C', 'leave')).toBe(false)
    expect((rig.kernel.aliasResolve('C') as TestSession).kernel.detachMyself()).toBe(false)
    expect(rig.kernel.errno).toBe('EPERM')
    rig.kernel.stop('P')
    expect(rig.trace).toEqual(['P:lose C', 'C P->kernel', 'stop P'])
    rig.kernel.stop()
  })

  it('myself in _start is neither announced as created nor as lost', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel, session }) {
        named('P', session)
        const child = {
          _start: (ctx: TestContext) => {
            named('C', ctx.session)
            rig.log(`${ctx.kernel.detachMyself()}`)
          },
          ...rig.life('C'),
        }
        rig.start(child, [], kernel)
      },
      ...rig.life('P'),
    })
    expect(await rig.run()).toEqual(['C P->kernel', 'true', 'stop P', 'stop C'])
  })

  it('a child works for its parent alone: ESRCH, EPERM', () => {
    const rig = new Rig()
    rig.tree({ P: { C: { G: {} } }, Q: {} }, (name) =>
      rig.life(name, { detach: ({ kernel }: TestContext, who: string) => kernel.detachChild(who) }),
    )
    rig.trace.length = 0
    for (const [who, child, errno] of [
      ['Q', 'C', 'EPERM'],
      ['P', 'G', 'EPERM'],
      ['P', 'nobody', 'ESRCH'],
    ] as const) {
      const { kernel } = rig.kernel.aliasResolve(who) as TestSession
      expect(kernel.detachChild(child)).toBe(false)
      expect(kernel.errno).toBe(errno)
    }
    expect(rig.kernel.detachChild('P')).toBe(false)
    expect(rig.kernel.errno).toBe('EPERM')
    expect(rig.kernel.call('P', 'detach', 'C')).toBe(true)
    expect(rig.trace).toEqual(['P:lose C', 'C P->kernel'])
    rig.kernel.stop()
  })

  it('survives a parent that stops its child for it', () => {
    const rig = new Rig()
    rig.tree({ P: { C: {}, D: {} } }, (name) =>
      rig.life(name, {
        leave: ({ kernel }: TestContext) => kernel.detachMyself(),
        _child: ({ kernel }: TestContext, reason: string, child: TestSession) => {
          rig.log(`${name}:${reason} ${nameOf(child)}`)
          if (reason === 'lose' && rig.trace.length === 1) kernel.stop(child)
        },
      }),
    )
    rig.trace.length = 0
    rig.kernel.call('C', 'leave')
    expect(rig.trace).toEqual(['P:lose C', 'stop C', 'P:lose C', 'C P->kernel'])
    expect(rig.kernel.ledger('P').filter(({ kind }) => kind === 'child')).toHaveLength(1)
    rig.kernel.stop()
    expect(rig.kernel.getSessionCount()).toBe(0)
  })

  it('keeps its order at any depth', async () => {
    const rig = new Rig()
    rig.tree({ M: { A: { A1: {} } } }, (name) =>
      rig.life(name, {
        leave: ({ kernel }: TestContext) => kernel.detachMyself(),
        detach: ({ kernel }: TestContext, who: string) => kernel.detachChild(who),
      }),
    )
    rig.trace.length = 0
    rig.kernel.call('A1', 'leave')
    rig.kernel.call('M', 'detach', 'A')
    expect(rig.trace).toEqual(['A:lose A1', 'A1 A->kernel', 'M:lose A', 'A M->kernel'])
    rig.kernel.stop()
  })
})

describe('stop', () => {
  it('stops everybody, children first, and tells parents: A(B(C),D) from within B', () => {
    const rig = new Rig()
    const senders = new Set<unknown>()
    rig.tree({ A: { B: { C: {} }, D: {} } }, (name) =>
      rig.life(name, {
        _stop: (ctx: TestContext) => {
          senders.add(ctx.sender)
          rig.log(`stop ${name}`)
        },
        all({ kernel, session }: TestContext) {
          kernel.stop()
          expect(senders).toEqual(new Set([session]))
          // Nobody is active any more; what is made now is the kernel's own.
          expect(kernel.getActiveSession()).toBe(rig.kernel)
        },
      }),
    )
    rig.trace.length = 0
    rig.kernel.call('B', 'all')
    expect(rig.trace).toEqual(['stop C', 'B:lose C', 'stop D', 'A:lose D', 'stop B', 'A:lose B', 'stop A'])
  })

  it('lets the handler that called it make new sessions and go on', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('go'),
      go({ kernel }) {
        kernel.stop()
        rig.start(
          { _start: (ctx) => ctx.kernel.yield('live'), live: () => rig.log('live'), _stop: () => rig.log('stop 2') },
          [],
          kernel,
        )
        kernel.yield('go')
        expect(kernel.errno).toBe('ESRCH')
        rig.log('went on')
      },
      _stop: () => rig.log('stop 1'),
    })
    expect(await rig.run()).toEqual(['stop 1', 'went on', 'live', 'stop 2'])
  })

  it('stops one session with all below it, children first', () => {
    const rig = new Rig()
    rig.tree({ A: { B: { C: {} }, D: {} } }, (name) => rig.life(name))
    rig.trace.length = 0
    expect(rig.kernel.stop('B')).toBe(true)
    expect(rig.trace).toEqual(['stop C', 'B:lose C', 'stop B', 'A:lose B'])
    expect(rig.kernel.stop('B')).toBe(false)
    expect(rig.kernel.errno).toBe('ESRCH')
    rig.kernel.stop()
  })

  it('inside an I/O handler or a _stop stops everybody once', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} } }, (name) =>
      rig.life(name, {
        _stop({ kernel }: TestContext) {
          rig.log(`stop ${name}`)
          kernel.stop()
        },
      }),
    )
    rig.trace.length = 0
    rig.kernel.stop()
    expect(rig.trace.filter((line) => line.startsWith('stop')).sort()).toEqual(['stop A', 'stop B'])
    expect(rig.kernel.getSessionCount()).toBe(0)
  })

  it('gives what a _stop threw to its caller, where no run is there to reject', () => {
    const rig = new Rig()
    rig.start({
      _start: nothing,
      _stop() {
        throw new Error('no')
      },
    })
    rig.start({ _start: nothing, _stop: () => rig.log('stop 2') })
    expect(() => rig.kernel.stop()).toThrow('no')
    expect(rig.trace).toEqual(['stop 2'])
    expect(rig.kernel.getSessionCount()).toBe(0)
  })
})
