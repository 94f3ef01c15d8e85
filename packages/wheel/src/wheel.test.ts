import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { Session, type SessionContext } from '@poe/session'
import { describe, expect, it } from 'vitest'
import { Wheel, type WheelContext } from './index.ts'

class Thing extends Wheel {
  released = 0

  constructor(ctx: WheelContext, check?: () => void) {
    super('Thing', ctx, check)
  }

  get owner(): number {
    return this.host.sessionId
  }

  protected release(): void {
    this.released++
  }
}

const newKernel = () => new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })

/** A session whose `_start` does this; gives its context. */
function session(kernel: Kernel, start: (ctx: SessionContext) => void): SessionContext {
  let given!: SessionContext
  Session.create({
    kernel,
    inlineStates: {
      _start(ctx) {
        given = ctx
        start(ctx)
      },
    },
  })
  return given
}

describe('Wheel', () => {
  it('has ids from 1, unique in a kernel, never used again', () => {
    const kernel = newKernel()
    const ids: number[] = []
    const make = (ctx: SessionContext) => {
      const wheel = new Thing(ctx)
      ids.push(wheel.id)
      wheel.dispose()
    }
    session(kernel, (ctx) => [make(ctx), make(ctx)])
    session(kernel, make)
    session(newKernel(), make)
    expect(ids).toEqual([1, 2, 3, 1])
  })

  it('belongs to the session of the context it was given', () => {
    const kernel = newKernel()
    const first = session(kernel, () => {})
    session(kernel, () => expect(new Thing(first).owner).toBe(first.session.id))
  })

  it('is shown in the ledger under its name, without holding its session', () => {
    const kernel = newKernel()
    const ctx = session(kernel, (given) => void new Thing(given))
    const entry = { session: ctx.session.id, kind: 'wheel', label: 'Thing(1)', holds: false }
    expect(kernel.ledger(ctx.session)).toContainEqual(entry)
  })

  it('is released once, however often it is disposed of', () => {
    const kernel = newKernel()
    const ctx = session(kernel, () => {})
    const wheel = new Thing(ctx)
    expect(wheel.disposed).toBe(false)
    wheel.dispose()
    wheel.dispose()
    wheel[Symbol.dispose]()
    kernel.stop()
    expect([wheel.disposed, wheel.released]).toEqual([true, 1])
    expect(kernel.ledger()).toEqual([])
  })

  it('ends with its session', async () => {
    const kernel = newKernel()
    let wheel!: Thing
    session(kernel, (ctx) => {
      wheel = new Thing(ctx)
    })
    await kernel.run()
    expect([wheel.disposed, wheel.released]).toEqual([true, 1])
    expect(kernel.ledger()).toEqual([])
  })

  it.each([[undefined], [null], [{}], ['session']])('refuses %s for a context', (given) => {
    expect(() => new Thing(given as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_POE_NO_SESSION',
        message: expect.stringMatching(/^new Thing\(\) takes the context of a handler first, the session it works for/),
      }),
    )
  })

  it('refuses a session that has stopped', () => {
    const kernel = newKernel()
    const ctx = session(kernel, () => {})
    kernel.stop()
    expect(() => new Thing(ctx)).toThrow('new Thing(): session 1 has stopped; it can own nothing.')
  })

  it('has no id and no owner where its options were refused, and says of a wrong context first', () => {
    const kernel = newKernel()
    const ctx = session(kernel, () => {})
    const refuse = () => {
      throw new Error('refused')
    }
    expect(() => new Thing(ctx, refuse)).toThrow('refused')
    expect(() => new Thing({} as never, refuse)).toThrow('takes the context')
    expect(kernel.ledger().filter(({ kind }) => kind === 'wheel')).toEqual([])
    expect(new Thing(ctx).id).toBe(1)
  })
})
