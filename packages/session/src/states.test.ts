import { describe, expect, it } from 'vitest'
import { Session, type SessionContext, sharedStates } from './index.ts'
import { stage } from './rig.test-kit.ts'

class Lamp {
  static made = 0
  lit = false
  _start({ kernel }: SessionContext): void {
    kernel.yield('push')
  }
  push({ object, state }: SessionContext, by = 'nobody'): string {
    this.lit = !this.lit
    return `${state} ${by} ${object === this} ${this.lit}`
  }
  static make(_ctx: SessionContext, n: number): number {
    return (Lamp.made += n)
  }
}

describe('Session.create, states', () => {
  it('takes functions: inlineStates', async () => {
    const { kernel, trace } = stage()
    Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel, object }) => {
          trace.push('_start', object)
          kernel.yield('next', 1, 2)
        },
        next: ({ state }, ...args) => void trace.push(state, args),
        _stop: ({ state }) => void trace.push(state),
      },
    })
    await kernel.run()
    expect(trace).toEqual(['_start', undefined, 'next', [1, 2], '_stop'])
    expect(kernel.ledger()).toEqual([])
  })

  it('takes methods of objects, by a list of names: objectStates', () => {
    const { kernel } = stage()
    const session = Session.create({ kernel, objectStates: [[new Lamp(), ['_start', 'push']]] })
    expect(kernel.call(session, 'push', 'me')).toBe('push me true true')
  })

  it('takes methods of objects, by a map from events to names', () => {
    const { kernel } = stage()
    const session = Session.create({ kernel, objectStates: [[new Lamp(), { _start: '_start', switch: 'push' }]] })
    expect(kernel.call(session, 'switch', 'me')).toBe('switch me true true')
    expect(kernel.call(session as Session, 'push')).toBeUndefined()
    expect(kernel.errno).toBe('ENOSYS')
  })

  it('takes static methods of classes: packageStates', () => {
    const { kernel } = stage()
    const inlineStates = { _start: () => {} }
    const session = Session.create({ kernel, inlineStates, packageStates: [[Lamp, ['make']]] })
    expect([kernel.call(session, 'make', 5), Lamp.made]).toEqual([5, 5])
  })

  it('looks methods up when an event comes, not before', () => {
    const { kernel } = stage()
    const lamp = new Lamp()
    const session = Session.create({ kernel, objectStates: [[lamp, ['_start', 'push']]] })
    lamp.push = () => 'replaced'
    expect(kernel.call(session, 'push')).toBe('replaced')
  })

  it('lets the last kind of states win', () => {
    const { kernel } = stage()
    const inlineStates = { _start: () => {}, push: () => 'inline', make: () => 'inline' }
    const session = Session.create({
      kernel,
      inlineStates,
      objectStates: [[new Lamp(), ['push']]],
      packageStates: [[Lamp, { push: 'make' }]],
    })
    expect([kernel.call(session, 'push', 0), kernel.call(session, 'make')]).toEqual([Lamp.made, 'inline'])
  })

  it('gives what has no handler to _default, with the event and a list of its arguments', () => {
    const { kernel } = stage()
    const session = Session.create({
      kernel,
      inlineStates: { _start: () => {}, _default: ({ state }, event, args) => [state, event, args] },
    })
    expect(kernel.call(session as Session, 'what', 1, 2)).toEqual(['_default', 'what', [1, 2]])
  })

  it('finds no handler that nobody gave', () => {
    const { kernel } = stage()
    const session: Session = Session.create({ kernel, inlineStates: { _start: () => {} } })
    for (const event of ['toString', 'constructor', '__proto__']) {
      expect(kernel.call(session, event)).toBeUndefined()
      expect(kernel.errno).toBe('ENOSYS')
    }
  })
})

describe('sharedStates', () => {
  const inlineStates = sharedStates({ _start: () => {}, push: ({ session }) => `pushed ${session.id}` })

  it('serves many sessions; who changes its handlers changes only its own', () => {
    const { kernel } = stage()
    const [one, two] = [1, 2].map(() => Session.create({ kernel, inlineStates }))
    one!.kernel.state('push', () => 'changed')
    two!.kernel.state('more', () => 'more')
    expect([kernel.call(one!, 'push'), kernel.call(two!, 'push')]).toEqual(['changed', 'pushed 2'])
    one!.kernel.state('push')
    const three: Session = Session.create({ kernel, inlineStates })
    const given = [one!, two!, three].map((session: Session) => [
      kernel.call(session, 'push'),
      kernel.call(session, 'more'),
    ])
    expect(given).toEqual([
      [undefined, undefined],
      ['pushed 2', 'more'],
      ['pushed 3', undefined],
    ])
  })

  it('goes together with methods', () => {
    const { kernel } = stage()
    const session = Session.create({ kernel, inlineStates, packageStates: [[Lamp, ['make']]] })
    expect(kernel.call(session as Session, 'push')).toBe('pushed 1')
    expect(kernel.call(session as Session, 'make', 0)).toBe(Lamp.made)
  })

  it('refuses what no session could be made with', () => {
    expect(() => sharedStates({ push: () => {} } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_POE_NO_START' }),
    )
    expect(() => sharedStates({ _start: 5 } as never)).toThrow(expect.objectContaining({ code: 'ERR_POE_HANDLER' }))
  })
})
