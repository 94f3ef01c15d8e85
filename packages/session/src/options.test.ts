import { describe, expect, it } from 'vitest'
import { Session } from './index.ts'
import { stage, thrown } from './rig.test-kit.ts'

function make(options: Record<string, unknown> = {}) {
  const on = stage()
  const session: Session = Session.create({ kernel: on.kernel, options, inlineStates: { _start: () => {} } })
  return { ...on, session }
}

describe('Session.option', () => {
  it.each([
    ['on', true],
    ['YES', true],
    ['True', true],
    ['off', false],
    ['No', false],
    ['false', false],
    ['maybe', 'maybe'],
    [1, 1],
    [null, null],
  ])('keeps %j as %j', (given, kept) => {
    const { session } = make({ mine: given })
    expect(session.option('mine')).toBe(kept)
  })

  it('takes names in any case', () => {
    const { session } = make({ MINE: 1 })
    expect(session.option('mine')).toBe(1)
    expect(session.option({ Mine: 2 })).toEqual({ Mine: 1 })
    expect(session.option('mINE')).toBe(2)
  })

  it('gives what the options were, removes with undefined, and leaves others alone', () => {
    const { session } = make({ a: 1, b: 2 })
    expect(session.option({ a: undefined, c: 3 })).toEqual({ a: 1, c: undefined })
    expect(['a', 'b', 'c'].map((name) => session.option(name))).toEqual([undefined, 2, 3])
    expect(session.option({})).toEqual({})
  })

  it('copies the options a session is created with', () => {
    const options = { mine: 1 }
    const { session } = make(options)
    options.mine = 2
    expect(session.option('mine')).toBe(1)
  })

  it.each([
    [undefined, 'undefined'],
    [5, '5'],
    [null, 'null'],
  ])('refuses %j', (given, shown) => {
    const { session } = make()
    expect(thrown(() => session.option(given as never))).toBe(
      `ERR_POE_OPTIONS: option() takes a name, or an object of options, not ${shown}.`,
    )
  })
})

describe('option default', () => {
  const warning = (event: string) => `Session 1 has no handler for event "${event}", nor a _default.`

  it('warns of events that nobody handles, but not of those of a session’s life', async () => {
    const { kernel, loop, session } = make({ default: 'on' })
    kernel.post(session, 'what')
    for (const event of ['_parent', '_child']) kernel.call(session, event)
    const on = session.kernel
    Session.create({ kernel: on, inlineStates: { _start: () => {} } })
    await kernel.run()
    expect(loop.warnings).toEqual([warning('what')])
  })

  it('warns as long as it is on', () => {
    const { kernel, loop, session } = make()
    kernel.call(session, 'a')
    session.option({ default: true })
    kernel.call(session, 'b')
    session.option({ default: 'off' })
    kernel.call(session, 'c')
    expect(loop.warnings).toEqual([warning('b')])
  })

  it('does not warn where _default handles the event', () => {
    const { kernel, loop } = stage()
    const inlineStates = { _start: () => {}, _default: () => {} }
    kernel.call(Session.create({ kernel, options: { default: true }, inlineStates }) as Session, 'what')
    expect(loop.warnings).toEqual([])
  })
})

describe('option debug', () => {
  it('warns when a handler is replaced', () => {
    const { loop, session } = make({ debug: true })
    session.kernel.state('tick', () => {})
    session.kernel.state('tick', () => {})
    session.kernel.state('tick')
    session.option({ debug: false })
    session.kernel.state('_start', () => {})
    expect(loop.warnings).toEqual(['Session 1 has its handler for event "tick" replaced.'])
  })
})

describe('the option trace', () => {
  it('shows each event of its session, while it is on', async () => {
    const { kernel, loop, session } = make({ trace: 'yes' })
    kernel.post(session, 'lost')
    await kernel.run()
    expect(loop.warnings).toEqual([`${session.id} -> _start`, `${session.id} -> lost`, `${session.id} -> _stop`])
    const other = make({ trace: 'off' })
    await other.kernel.run()
    expect(other.loop.warnings).toEqual([])
  })
})
