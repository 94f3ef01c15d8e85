import { describe, expect, it } from 'vitest'
import { nothing, Rig, type States, type TestContext } from './rig.test-kit.ts'

/** A session that lets go of its alias when it is asked to end, after a while. */
const polite = (rig: Rig, name: string, takes = 0): States => ({
  ...rig.life(name),
  _child: nothing,
  _drain({ kernel }: TestContext) {
    rig.log(`drain ${name}`)
    kernel.delay('end', takes)
  },
  end: ({ kernel }) => void kernel.aliasRemove(name),
})
/** One that never ends by itself. */
const stubborn = (rig: Rig, name: string): States => ({
  ...rig.life(name),
  _child: nothing,
  hang: ({ kernel, session }) => void kernel.refcountIncrement(session, 'busy'),
})

describe('drain', () => {
  it('asks everybody, parents first, and resolves when the last one has stopped', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} }, C: {} }, (name) => polite(rig, name, 100))
    const report = rig.kernel.drain()
    expect(await rig.run()).toEqual(['drain A', 'drain C', 'drain B', 'stop B', 'stop C', 'stop A'])
    expect(await report).toEqual({ late: [] })
    expect(rig.kernel.ledger()).toEqual([])
    expect(rig.loop.now()).toBe(100)
  })

  it('does not send _drain to _default, and is served by IDLE where nobody handles it', async () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel }) => void kernel.aliasSet('x'), _default: (_ctx, event: string) => rig.log(event) })
    const report = rig.kernel.drain()
    expect(await rig.run()).toEqual(['_stop'])
    expect(await report).toEqual({ late: [] })
    expect(rig.loop.now()).toBe(0)
  })

  it('stops at the deadline who is left, and tells what held them', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} } }, (name) => stubborn(rig, name))
    rig.kernel.call('B', 'hang')
    rig.trace.length = 0
    const report = rig.kernel.drain({ timeout: 250 })
    expect(await rig.run()).toEqual(['stop B', 'stop A'])
    expect(rig.loop.now()).toBe(250)
    const { late } = await report
    expect(late.map(({ session }) => session)).toEqual([1, 2])
    expect(late[1]?.held.map(({ kind, label }) => `${kind} ${label}`)).toEqual(['alias B', 'extref busy'])
  })

  it('waits ten seconds unless told otherwise, and for ever if told so', async () => {
    const rig = new Rig()
    rig.tree({ A: {} }, (name) => stubborn(rig, name))
    rig.kernel.call('A', 'hang')
    void rig.kernel.drain()
    await rig.run()
    expect(rig.loop.now()).toBe(10_000)
    rig.tree({ A: {} }, (name) => polite(rig, name, 1e6))
    const report = rig.kernel.drain({ timeout: Number.POSITIVE_INFINITY })
    await rig.kernel.run()
    expect(await report).toEqual({ late: [] })
  })

  it('of one session leaves the others alone', async () => {
    const rig = new Rig()
    rig.tree({ A: { B: {} }, C: {} }, (name) => polite(rig, name, 10))
    const report = rig.kernel.drain({ session: 'A' }).then((result) => {
      expect(result).toEqual({ late: [] })
      rig.log('drained A')
      expect(rig.kernel.aliasResolve('C')).toBeDefined()
      rig.kernel.stop('C')
    })
    rig.kernel.refcountIncrement(rig.kernel.aliasResolve('C') as never, 'stay')
    expect(await rig.run()).toEqual(['drain A', 'drain B', 'stop B', 'stop A', 'drained A', 'stop C'])
    await report
  })

  it('of nobody is over at once', async () => {
    const rig = new Rig()
    expect(await rig.kernel.drain()).toEqual({ late: [] })
    expect(await rig.kernel.drain({ session: 'nobody' })).toEqual({ late: [] })
  })

  it('twice asks once; the earlier deadline counts', async () => {
    const rig = new Rig()
    rig.tree({ A: {} }, (name) => ({ ...stubborn(rig, name), _drain: () => rig.log('asked') }))
    rig.kernel.call('A', 'hang')
    const first = rig.kernel.drain({ timeout: 5000 })
    const second = rig.kernel.drain({ timeout: 100 })
    void rig.kernel.drain({ timeout: 9000 })
    expect(await rig.run()).toEqual(['asked', 'stop A'])
    expect(rig.loop.now()).toBe(100)
    expect(await second).toBe(await first)
  })

  it('is cut short by a signal, any of those given, even one aborted before', async () => {
    for (const abort of ['before', 'later'] as const) {
      const rig = new Rig()
      rig.tree({ A: {} }, (name) => stubborn(rig, name))
      rig.kernel.call('A', 'hang')
      const controller = new AbortController()
      if (abort === 'before') controller.abort()
      const report = rig.kernel.drain()
      void rig.kernel.drain({ signal: controller.signal })
      const run = rig.kernel.run()
      await new Promise(setImmediate)
      controller.abort()
      await run
      expect((await report).late).toHaveLength(1)
      expect(rig.loop.now()).toBe(0)
    }
  })

  it('asks newborns too', async () => {
    const rig = new Rig()
    rig.tree({ A: {} }, (name) => ({
      ...polite(rig, name, 50),
      _drain({ kernel }: TestContext) {
        rig.log('drain A')
        kernel.delay('end', 50)
        rig.start(
          {
            _start: (ctx) => ctx.kernel.delay('long', 1000),
            ...polite(rig, 'newborn'),
            _drain: (ctx: TestContext) => {
              rig.log('drain newborn')
              ctx.kernel.alarmRemoveAll()
            },
          },
          [],
          kernel,
        )
      },
    }))
    const report = rig.kernel.drain()
    expect(await rig.run()).toEqual(['drain A', 'drain newborn', 'stop newborn', 'stop A'])
    expect(await report).toEqual({ late: [] })
  })

  it('survives an exception that ends everything', async () => {
    const rig = new Rig()
    rig.tree({ A: {} }, (name) => ({
      ...stubborn(rig, name),
      _drain() {
        throw new Error('no')
      },
    }))
    const report = rig.kernel.drain()
    expect(await rig.failure()).toMatchObject({ message: 'no' })
    expect(await report).toEqual({ late: [] })
  })

  it.each([
    [{ timeout: -1 }, 'ERR_POE_BAD_OPTION'],
    [{ timeuot: 1 }, 'ERR_POE_UNKNOWN_OPTION'],
    [{ signal: 5 }, 'ERR_POE_BAD_OPTION'],
    [5, 'ERR_POE_OPTIONS'],
  ])('refuses %o', (options, code) => {
    expect(() => new Rig().kernel.drain(options as never)).toThrow(expect.objectContaining({ code }))
  })
})

describe('drainOn', () => {
  it('drains at the first signal, and stops at once at the second', async () => {
    const rig = new Rig()
    rig.tree({ A: {} }, (name) => ({
      ...stubborn(rig, name),
      _drain: () => {
        rig.log('drain')
        rig.loop.raise('INT')
      },
    }))
    rig.kernel.call('A', 'hang')
    rig.kernel.drainOn(['INT'], { timeout: 5000 })
    expect([...rig.loop.watched]).toEqual([])
    const run = rig.kernel.run()
    expect([...rig.loop.watched]).toEqual(['INT'])
    rig.loop.raise('INT')
    await run
    expect(rig.trace).toEqual(['drain', 'stop A'])
    expect(rig.loop.now()).toBe(0)
    expect([...rig.loop.watched]).toEqual([])
  })

  it('asks by its first signal even while a part of the tree is draining', async () => {
    const rig = new Rig()
    rig.tree({ A: {}, B: {} }, (name) => polite(rig, name, 100))
    rig.kernel.drainOn()
    void rig.kernel.drain({ session: 'A' })
    const run = rig.kernel.run()
    rig.loop.raise('TERM')
    await run
    expect(rig.trace).toEqual(['drain A', 'drain A', 'drain B', 'stop B', 'stop A'])
    expect(rig.loop.now()).toBe(100)
  })

  it('leaves a signal that a session watches watched', async () => {
    const rig = new Rig()
    rig.start({ _start: ({ kernel }) => kernel.sig('INT', 'x') })
    rig.kernel.drainOn(['INT', 'HUP'])
    await rig.kernel.run()
    expect([...rig.loop.watched]).toEqual([])
  })

  it('refuses what is no list of names', () => {
    const { kernel } = new Rig()
    for (const signals of ['TERM', [5], ['']])
      expect(() => kernel.drainOn(signals as never)).toThrow(expect.objectContaining({ code: 'ERR_POE_SIGNAL' }))
    expect(() => kernel.drainOn(['TERM'], { session: 1 } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_POE_UNKNOWN_OPTION' }),
    )
  })
})
