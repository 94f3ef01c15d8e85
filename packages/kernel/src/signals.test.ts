import { describe, expect, it } from 'vitest'
import { nothing, Rig, type States, type TestContext } from './rig.test-kit.ts'

/** Everybody watches a signal; those named handle it. */
const watching = (rig: Rig, signal: string, ...handling: string[]) => {
  return (name: string): States => ({
    ...rig.life(name),
    _child: nothing,
    watch: ({ kernel }) => kernel.sig(signal, 'told', name),
    told({ kernel }: TestContext, told: string, ...args: unknown[]) {
      rig.log([told, ...args].join(' '))
      if (handling.includes(name)) kernel.sigHandled()
    },
    end: ({ kernel }) => void kernel.stop(),
  })
}

/** Has everybody of a tree watch, then sends and gives the trace of one slice. */
async function sent(rig: Rig, names: string, to: string, signal: string, ...args: unknown[]): Promise<string[]> {
  for (const name of names) rig.kernel.call(name, 'watch')
  rig.trace.length = 0
  rig.kernel.signal(to === '' ? rig.kernel : (to as never), signal, ...args)
  await rig.kernel.runOneTimeslice()
  const trace = [...rig.trace]
  rig.kernel.stop()
  return trace
}

describe('signal', () => {
  it('goes through the tree, children first, with its arguments before those of the watch', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: { C: {} } }, Z: {} }, watching(rig, 'HELLO'))
    expect(await sent(rig, 'ABCZ', 'A', 'HELLO', 1, 2)).toEqual(['HELLO 1 2 C', 'HELLO 1 2 B', 'HELLO 1 2 A'])
  })

  it('to the kernel goes to everybody', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} }, Z: {} }, watching(rig, 'HELLO'))
    expect(await sent(rig, 'ABZ', '', 'HELLO')).toEqual(['HELLO B', 'HELLO Z', 'HELLO A'])
  })

  it('is queued, comes from the kernel, and knows the event that sent it', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel, session }) {
        kernel.sig('HELLO', 'told')
        kernel.yield('before')
        kernel.signal(session, 'HELLO')
        kernel.yield('after')
      },
      told(ctx) {
        expect([ctx.sender, ctx.callerState, ctx.state]).toEqual([rig.kernel, '_start', 'told'])
        rig.log('told')
      },
      ...rig.logging('before', 'after'),
    })
    expect(await rig.run()).toEqual(['before', 'told', 'after'])
  })

  it('benign stops nobody; to _default where its event has no handler', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel, session }) {
        kernel.sig('HELLO', 'nowhere')
        kernel.signal(session, 'HELLO', 5)
        kernel.delay('later', 10)
      },
      later: () => rig.log('later'),
      _default: (_ctx, event: string, args: unknown[]) => rig.log(`${event} ${args}`),
    })
    expect(await rig.run()).toEqual(['nowhere HELLO,5', 'later', '_stop '])
  })

  it('terminal stops everybody it reached: TERM to R(A(A1(A11)),B(B1))', async () => {
    const rig = new Rig()
    rig.tree({ R: { A: { A1: { A11: {} } }, B: { B1: {} } } }, (name) => ({ ...rig.life(name), _child: nothing }))
    expect(await sent(rig, '', 'R', 'TERM')).toEqual(['stop A11', 'stop B1', 'stop A1', 'stop B', 'stop A', 'stop R'])
  })

  it('terminal, handled by one, stops nobody', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {}, C: {} } }, watching(rig, 'TERM', 'C'))
    expect(await sent(rig, 'ABC', 'A', 'TERM')).toEqual(['TERM C', 'TERM B', 'TERM A'])
  })

  it('nonmaskable stops everybody, handled or not', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} } }, watching(rig, 'UIDESTROY', 'A', 'B'))
    expect(await sent(rig, 'AB', 'A', 'UIDESTROY')).toEqual(['UIDESTROY B', 'UIDESTROY A', 'stop B', 'stop A'])
  })

  it('asks for its watchers before it tells anybody', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} } }, (name) => ({
      ...watching(rig, 'HELLO')(name),
      told({ kernel }: TestContext) {
        rig.log(name)
        // A is told all the same, though it is gone by then.
        if (name === 'B') kernel.stop('A')
      },
    }))
    expect(await sent(rig, 'AB', 'A', 'HELLO')).toEqual(['B', 'stop B', 'stop A', 'A'])
  })

  it('one within another has its own account of who handled it', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} } }, watching(rig, 'TERM', 'B'))
    // B handles the first; nobody watches the second.
    rig.kernel.call('B', 'watch')
    rig.trace.length = 0
    rig.kernel.signal('A', 'TERM')
    rig.kernel.signal('A', 'INT')
    expect(await rig.run()).toEqual(['TERM B', 'stop B', 'stop A'])
  })
})

describe('sig', () => {
  it('replaces and ends a watch', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel, session }) {
        kernel.sig('ONE', 'a')
        kernel.sig('ONE', 'b', 1)
        kernel.sig('TWO', 'a')
        kernel.sig('TWO')
        kernel.sig('NEVER')
        kernel.signal(session, 'ONE')
        kernel.signal(session, 'TWO')
      },
      a: () => rig.log('a'),
      b: (_ctx, ...args) => rig.log(`b ${args}`),
    })
    expect(await rig.run()).toEqual(['b ONE,1'])
  })

  it('asks the loop for the signals of the host, once, and lets them go with the last watcher', () => {
    const rig = new Rig()
    const { loop } = rig
    const one = rig.start({ _start: nothing })
    const two = rig.start({ _start: nothing })
    for (const name of ['USR1', 'IDLE', 'DIE', 'ZOMBIE', 'my own']) one.kernel.sig(name, 'x')
    two.kernel.sig('USR1', 'x')
    expect([...loop.watched]).toEqual(['USR1'])
    one.kernel.sig('USR1')
    expect([...loop.watched]).toEqual(['USR1'])
    rig.kernel.stop(two)
    expect([...loop.watched]).toEqual([])
    rig.kernel.stop()
  })

  it('brings a signal of the host to everybody who watches, each time', async () => {
    const rig = new Rig()
    let told = 0
    for (const name of ['A', 'B'])
      rig.start({
        _start({ kernel }) {
          kernel.aliasSet(name)
          kernel.sig('USR1', 'told')
          kernel.delay('raise', 5)
        },
        raise: () => {
          if (name === 'B') for (let i = 0; i < 5; i++) rig.loop.raise('USR1')
        },
        told: (ctx) => {
          expect(ctx.sender).toBe(rig.kernel)
          told++
        },
      })
    await rig.run()
    expect(told).toBe(10)
  })

  it('keeps nobody alive', async () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel }) => kernel.sig('TERM', 'x'), _stop: () => rig.log('stop') })
    expect(await rig.run()).toEqual(['stop'])
    expect([...rig.loop.watched]).toEqual([])
  })
})

describe('sigHandled', () => {
  it('outside of a delivery means nothing', async () => {
    const rig = new Rig()
    rig.kernel.sigHandled()
    rig.start({
      _start({ kernel, session }) {
        kernel.sigHandled()
        kernel.signal(session, 'TERM')
        kernel.delay('later', 5)
      },
      later: () => rig.log('later'),
    })
    expect(await rig.run()).toEqual([])
  })

  it('counts in what a handler calls, and not after an await', async () => {
    const rig = new Rig()
    const helper = rig.start({
      _start: ({ kernel }) => void kernel.aliasSet('h'),
      save: ({ kernel }) => kernel.sigHandled(),
    })
    rig.start({
      _start({ kernel, session }) {
        kernel.sig('TERM', 'term')
        kernel.signal(session, 'TERM')
        kernel.sig('INT', 'int')
        kernel.delay('next', 5)
      },
      term: ({ kernel }) => void kernel.call(helper, 'save'),
      next({ kernel, session }) {
        rig.log('alive')
        kernel.signal(session, 'INT')
        kernel.delay('alive', 5)
      },
      async int({ kernel }) {
        await null
        kernel.sigHandled()
      },
      alive: () => rig.log('too late'),
    })
    expect(await rig.run()).toEqual(['alive'])
  })
})
