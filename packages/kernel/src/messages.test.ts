import { describe, expect, it } from 'vitest'
import { alias } from './index.ts'
import { nothing, Rig, type TestContext } from './rig.test-kit.ts'

describe('post', () => {
  it('queues events first in, first out, over all sessions', async () => {
    const rig = new Rig()
    for (const n of [1, 2, 3])
      rig.start({
        _start({ kernel }) {
          kernel.yield('tick', 1)
          kernel.yield('tick', 2)
        },
        tick: (_ctx, i: number) => rig.log(`${n}.${i}`),
      })
    // Each session queues its two at once.
    expect(await rig.run()).toEqual(['1.1', '1.2', '2.1', '2.2', '3.1', '3.2'])
  })

  it('takes a session, an id, an alias, a typed alias, and a kernel', async () => {
    const rig = new Rig()
    const target = rig.start({
      _start: ({ kernel }) => void kernel.aliasSet('target'),
      hello: (_ctx, from: string) => rig.log(from),
    })
    rig.start({
      _start({ kernel }) {
        expect(kernel.post(target, 'hello', 'session')).toBe(true)
        expect(kernel.post(target.id, 'hello', 'id')).toBe(true)
        expect(kernel.post('target', 'hello', 'alias')).toBe(true)
        expect(kernel.post(alias('target'), 'hello', 'typed alias')).toBe(true)
        // The kernel takes everything and does nothing.
        expect(kernel.post(kernel, 'hello', 'kernel')).toBe(true)
        expect(kernel.post(rig.kernel.id, 'hello', 'kernel id')).toBe(true)
      },
    })
    expect(await rig.run()).toEqual(['session', 'id', 'alias', 'typed alias'])
  })

  it('gives false and ESRCH for nobody', () => {
    const { kernel } = new Rig()
    for (const nobody of ['nobody', 99, alias('nobody')]) {
      expect(kernel.post(nobody as string, 'hello')).toBe(false)
      expect(kernel.errno).toBe('ESRCH')
    }
  })

  it.each([0, 1, 2, 3, 4, 9])('passes on %i arguments', async (count) => {
    const rig = new Rig()
    const args = Array.from({ length: count }, (_, i) => ({ i }))
    const got: unknown[] = []
    const session = rig.start({ _start: nothing, take: (_ctx, ...rest) => void got.push(...rest) })
    rig.kernel.post(session, 'take', ...args)
    await rig.run()
    expect(got).toEqual(args)
    got.forEach((each, i) => {
      expect(each).toBe(args[i])
    })
  })

  it('resolves the alias when it posts, not when it delivers', async () => {
    const rig = new Rig()
    const states = (name: string) => ({
      _start: ({ kernel }: TestContext, has: boolean) => void (has && kernel.aliasSet('it')),
      take: ({ kernel }: TestContext) => {
        if (name === 'one') kernel.aliasRemove('it')
        else kernel.aliasSet('it')
      },
      hello: () => rig.log(name),
    })
    const one = rig.start(states('one'), [true])
    const two = rig.start(states('two'), [false])
    rig.kernel.post(one, 'take')
    rig.kernel.post(two, 'take')
    rig.kernel.post('it', 'hello')
    expect(await rig.run()).toEqual(['one'])
  })

  it('waits for the next slice: a hundred chained yields are a hundred and one slices', async () => {
    const rig = new Rig()
    rig.start({
      _start: ({ kernel }) => kernel.yield('again', 100),
      again: ({ kernel }, left: number) => {
        rig.log(`${left}`)
        if (left > 0) kernel.yield('again', left - 1)
      },
    })
    let slices = 0
    while (await rig.kernel.runOneTimeslice()) slices++
    expect(rig.trace).toHaveLength(101)
    // The newborn's own event shares the first slice; the last slice leaves nobody.
    expect(slices + 1).toBe(101)
  })
})

describe('what a handler is told', () => {
  it('knows the sender and the event that sent', async () => {
    const rig = new Rig()
    const seen: unknown[] = []
    const note = (ctx: TestContext, how: string) => void seen.push([how, ctx.sender, ctx.callerState, ctx.state])
    const b = rig.start({ _start: nothing, note })
    const a = rig.start({
      _start: ({ kernel }) => kernel.yield('go'),
      go({ kernel }) {
        kernel.post(b, 'note', 'post')
        kernel.call(b, 'note', 'call')
        kernel.yield('note', 'yield')
        kernel.delay('note', 5, 'delay')
        kernel.call(kernel.getActiveSession() as never, 'note', 'self-call')
      },
      note,
    })
    rig.kernel.post(b, 'note', 'outside')
    await rig.run()
    expect(seen).toEqual([
      ['call', a, 'go', 'note'],
      ['self-call', a, 'go', 'note'],
      ['outside', rig.kernel, undefined, 'note'],
      ['post', a, 'go', 'note'],
      ['yield', a, 'go', 'note'],
      ['delay', a, 'go', 'note'],
    ])
  })

  it('has the session, its heap, its kernel, and the object of a method', async () => {
    const rig = new Rig()
    const object = {
      name: 'thing',
      go(this: unknown, ctx: TestContext) {
        rig.log(`${this === object} ${ctx.object === object}`)
      },
    }
    const session = rig.start({
      _start: (ctx) => {
        expect(ctx.object).toBeUndefined()
        expect(ctx.heap).toBe(ctx.session.heap)
        ctx.heap.x = 1
        expect(ctx.kernel).toBe(ctx.session.kernel)
        ctx.kernel.yield('go')
      },
      go: { object },
    })
    expect(session.heap).toEqual({ x: 1 })
    object.go = () => rig.log('replaced')
    expect(await rig.run()).toEqual(['replaced'])
  })

  it('is delivered to _default with its name and a copy of its arguments', async () => {
    const rig = new Rig()
    const args = [1, [2]]
    const session = rig.start({
      _start: nothing,
      _default(ctx, event: string, given: unknown[]) {
        rig.log(`${ctx.state} ${event} ${given.length}`)
        if (event === 'foo') expect(given).toEqual(args)
        given.length = 0
      },
    })
    rig.kernel.post(session, 'foo', ...args)
    expect(await rig.run()).toEqual(['_default foo 2', '_default _stop 0'])
    expect(args).toEqual([1, [2]])
  })

  it('goes to _default for a child, but never for _start', async () => {
    const rig = new Rig()
    rig.start({
      _start({ kernel }) {
        rig.start({ _start: nothing }, [], kernel)
        kernel.yield('foo', 1, 2)
      },
      _default: (_ctx, event: string, args: unknown[]) => rig.log(`${event}/${args.length}`),
    })
    expect(await rig.run()).toEqual(['_child/3', 'foo/2', '_child/3', '_stop/0'])
    const startless = rig.start({ _default: (_ctx, event: string) => rig.log(event) })
    expect(rig.trace).toHaveLength(4)
    expect(startless.unheard).toEqual(['_start'])
  })

  it('finds no handler that nobody put there', () => {
    const rig = new Rig()
    const session = rig.start({ _start: nothing })
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(rig.kernel.call(session, name)).toBeUndefined()
    expect(session.unheard).toEqual(['constructor', 'toString', '__proto__', 'hasOwnProperty'])
  })
})

describe('call', () => {
  it('gives what the handler gives, and clears errno', () => {
    const rig = new Rig()
    const session = rig.start({
      _start: nothing,
      add: ({ kernel }, a: number, b: number) => {
        kernel.post('nobody', 'x')
        return a + b
      },
    })
    rig.kernel.post('nobody', 'x')
    expect(rig.kernel.call(session, 'add', 1, 2)).toBe(3)
    expect(rig.kernel.errno).toBe('')
  })

  it('tells a missing handler from one that gives undefined', () => {
    const { kernel, start } = bound()
    const session = start({ _start: nothing, quiet: nothing })
    expect(kernel.call(session, 'quiet')).toBeUndefined()
    expect(kernel.errno).toBe('')
    expect(kernel.call(session, 'missing')).toBeUndefined()
    expect(kernel.errno).toBe('ENOSYS')
    expect(kernel.call('nobody', 'quiet')).toBeUndefined()
    expect(kernel.errno).toBe('ESRCH')
  })

  it('gives undefined for the kernel', () => {
    const { kernel } = new Rig()
    expect(kernel.call(kernel, 'anything')).toBeUndefined()
    expect(kernel.errno).toBe('')
  })

  it('switches the active session and event for another session, and back', async () => {
    const rig = new Rig()
    const where = () =>
      rig.log(`${(rig.kernel.getActiveSession() as { id: number }).id} ${rig.kernel.getActiveEvent()}`)
    rig.start({ _start: nothing, inner: where })
    rig.start({
      _start({ kernel }) {
        kernel.call(1, 'inner')
        where()
        kernel.call(2, 'self')
      },
      self: where,
    })
    // The active event of a self-call stays the outer one.
    expect(rig.trace).toEqual(['1 inner', '2 _start', '2 _start'])
    expect(rig.kernel.getActiveSession()).toBe(rig.kernel)
    expect(rig.kernel.getActiveEvent()).toBeUndefined()
  })

  it('goes by the session whose view it is, whoever is active', () => {
    const rig = new Rig()
    const seen: unknown[] = []
    const a = rig.start({ _start: nothing, note: (ctx) => void seen.push(ctx.sender, ctx.callerState) })
    rig.start({
      _start() {
        // A's view, while B is active: A calls itself; not B, and not as B.
        a.kernel.call(a, 'note')
        a.kernel.call(2, 'note')
      },
      note: (ctx) => void seen.push(ctx.sender, ctx.callerState),
    })
    expect(seen).toEqual([a, undefined, a, undefined])
  })
})

function bound() {
  const rig = new Rig()
  return { kernel: rig.kernel, start: rig.start.bind(rig) }
}
