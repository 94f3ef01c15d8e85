import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { Session, type SessionContext } from './index.ts'
import { stage, thrown } from './rig.test-kit.ts'

/** A session that tells who sent it what, and lives by what holds it alone. */
function listener({ kernel, trace }: ReturnType<typeof stage>) {
  return Session.create({
    kernel,
    inlineStates: {
      _start: () => {},
      got({ sender, callerState }, own: unknown[], given: unknown[]) {
        trace.push([own, given, sender.id, callerState])
        return `${own.length} ${given.length}`
      },
      fail: () => {
        throw new Error('failed')
      },
      _stop: () => void trace.push('_stop'),
    },
  })
}

/** A session that does something in its handler `act`. */
function actor({ kernel }: ReturnType<typeof stage>, act: (ctx: SessionContext) => unknown) {
  return Session.create({ kernel, inlineStates: { _start: ({ kernel }) => kernel.yield('act'), act } })
}

describe('Session.postback', () => {
  it('posts its own arguments and the caller’s, as whoever is active', async () => {
    const on = stage()
    const back = listener(on).postback('got', 1, 2)
    actor(on, () => {
      expect(back(3)).toBeUndefined()
      back.weaken()
      expect(on.trace).toEqual([])
    })
    await on.kernel.run()
    expect(on.trace).toEqual([[[1, 2], [3], 2, 'act'], '_stop'])
    expect(on.kernel.ledger()).toEqual([])
  })

  it('posts as the kernel where nobody is active', async () => {
    const on = stage()
    listener(on).postback('got').weaken()()
    await on.kernel.run()
    expect(on.trace).toEqual([[[], [], on.kernel.id, undefined], '_stop'])
  })

  it('posts as the session itself within its handlers', async () => {
    const on = stage()
    const session = listener(on)
    const back = session.postback('got')
    session.kernel.state('act', () => back.weaken()())
    on.kernel.post(session as Session, 'act')
    await on.kernel.run()
    expect(on.trace).toEqual([[[], [], session.id, 'act'], '_stop'])
  })
})

describe('Session.callback', () => {
  it('calls, and gives what the handler gives', async () => {
    const on = stage()
    const back = listener(on).callback('got', 1)
    actor(on, () => on.trace.push(back(2, 3)))
    actor(on, () => back.weaken())
    await on.kernel.run()
    expect(on.trace).toEqual([[[1], [2, 3], 2, 'act'], '1 2', '_stop'])
  })

  it('gives undefined where the handler throws: that is an exception of its session', async () => {
    const on = stage()
    const back = listener(on).callback('fail').weaken()
    actor(on, () => on.trace.push(back()))
    await expect(on.kernel.run()).rejects.toThrow('failed')
    expect(on.trace).toEqual([undefined, '_stop'])
  })
})

describe.each(['postback', 'callback'] as const)('a %s', (kind) => {
  it('holds its session, and shows in the ledger', async () => {
    const on = stage()
    const session = listener(on)
    const back = session[kind]('got')
    actor(on, ({ kernel }) => kernel.delay('end', 1000)).kernel.state('end', () => {
      expect(on.kernel.ledger(session)).toMatchObject([{ session: 1, kind, label: 'got', holds: true }])
      expect(on.kernel.explain(session)).toBe(`Session 1 lives because of ${kind} got.`)
      expect(on.trace).toEqual([])
      back.weaken()
    })
    await on.kernel.run()
    expect(on.trace).toEqual(['_stop'])
    expect(on.loop.now()).toBe(1000)
  })

  it('lets go when weakened, once, and gives itself', async () => {
    const on = stage()
    const session = listener(on)
    const [back, other] = [session[kind]('got'), session[kind]('got')]
    expect(back.weaken()).toBe(back)
    expect(back.weaken()).toBe(back)
    expect(on.kernel.ledger(session).filter((entry) => entry.kind === kind)).toHaveLength(1)
    other.weaken()
    await on.kernel.run()
    expect(on.trace).toEqual(['_stop'])
  })

  it('lets go at the end of a using block', async () => {
    const on = stage()
    const session = listener(on)
    const back = session[kind]('got')
    back[Symbol.dispose]()
    back[Symbol.dispose]()
    await on.kernel.run()
    expect(on.trace).toEqual(['_stop'])
  })

  it('works after that, while the session lives by something else', async () => {
    const on = stage()
    const session = listener(on)
    session.kernel.aliasSet('listener')
    const back = session[kind]('got').weaken()
    actor(on, ({ kernel }) => {
      back('still')
      kernel.yield('end')
    }).kernel.state('end', () => session.kernel.aliasRemove('listener'))
    await on.kernel.run()
    expect(on.trace).toEqual([[[], ['still'], 2, 'act'], '_stop'])
  })

  it('does nothing once the session is gone', async () => {
    const on = stage()
    const back = listener(on)[kind]('got')
    on.kernel.stop(1)
    expect(on.trace).toEqual(['_stop'])
    expect(back('late')).toBeUndefined()
    expect(on.kernel.errno).toBe('ESRCH')
    back.weaken()[Symbol.dispose]()
    expect(on.kernel.ledger()).toEqual([])
    await on.kernel.run()
    expect(on.trace).toEqual(['_stop'])
  })

  it('of a session that has stopped is made, and does nothing', () => {
    const on = stage()
    const session = listener(on)
    on.kernel.stop(session)
    expect(session[kind]('got')('late')).toBeUndefined()
    expect(on.kernel.ledger()).toEqual([])
  })

  it('lets go when it is collected', async () => {
    const on = stage()
    const session = listener(on)
    ;(() => void session[kind]('got')('forgotten'))()
    on.trace.length = 0
    await collected(() => on.kernel.ledger(session).every((entry) => entry.kind !== kind))
    await on.kernel.run()
    expect(on.trace.at(-1)).toBe('_stop')
    expect(on.kernel.ledger()).toEqual([])
  })

  it.each([
    ['', '""'],
    [undefined, 'undefined'],
    [5, '5'],
  ])('needs the name of an event, not %j', (event, shown) => {
    const on = stage()
    const session = listener(on)
    const held = on.kernel.ledger().length
    expect(thrown(() => session[kind](event as never))).toBe(
      `ERR_POE_EVENT: ${kind}() needs the name of an event, not ${shown}.`,
    )
    expect(on.kernel.ledger()).toHaveLength(held)
  })
})

/** Collects garbage until something has come of it; gives up after a hundred times. */
async function collected(condition: () => boolean): Promise<void> {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc') as () => void
  for (let tries = 0; tries < 100 && !condition(); tries++) {
    gc()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(condition()).toBe(true)
}
