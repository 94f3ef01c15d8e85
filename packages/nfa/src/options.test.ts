import { isPoeError } from '@poe/errors'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { Nfa, type NfaOptions } from './index.ts'

function make(options: NfaOptions = {}) {
  const warnings: string[] = []
  const loop = new TimeLoop({ settle: () => new Promise(setImmediate) })
  loop.warn = (message) => void warnings.push(message)
  const kernel = new Kernel({ loop })
  const trace: string[] = []
  const machine = Nfa.spawn({
    kernel,
    options,
    inlineStates: {
      a: {
        go({ machine }) {
          machine.gotoState('b')
          trace.push(`${machine.getCurrentState()}`)
        },
      },
      b: {},
    },
  })
  return { kernel, machine, warnings, trace }
}

describe('Nfa.option', () => {
  it.each([
    ['on', true],
    ['YES', true],
    ['off', false],
    ['No', false],
    ['maybe', 'maybe'],
    [1, 1],
    [null, null],
  ])('keeps %j as %j', (given, kept) => {
    expect(make({ mine: given }).machine.option('mine')).toBe(kept)
  })

  it('takes names in any case, gives what the options were, and removes with undefined', () => {
    const { machine } = make({ MINE: 1, other: 2 })
    expect(machine.option({ Mine: undefined, more: 3 })).toEqual({ mine: 1, more: undefined })
    expect(['mine', 'OTHER', 'more'].map((name) => machine.option(name))).toEqual([undefined, 2, 3])
  })

  it.each([undefined, 5, null])('refuses %j', (given) => {
    expect(() => make().machine.option(given as never)).toThrow(
      expect.toSatisfy((error) => isPoeError(error, 'ERR_POE_OPTIONS')),
    )
  })
})

describe('option immediate', () => {
  it.each([
    [true, 'b'],
    ['on', 'b'],
    ['off', 'a'],
    [undefined, 'a'],
  ])('is %j: the handler is in state %s afterwards', async (immediate, state) => {
    const { kernel, machine, trace } = make(immediate === undefined ? {} : { immediate: immediate as boolean })
    machine.gotoState('a')
    kernel.post(machine, 'go')
    await kernel.run()
    expect(trace).toEqual([state])
  })
})

describe('option debug', () => {
  it('warns when a handler of the machine is replaced, not when one is added', () => {
    const { machine, warnings } = make({ debug: true })
    machine.kernel.state('extra', () => {})
    machine.kernel.state('go', () => {})
    expect(warnings).toEqual([])
    machine.kernel.state('extra', () => {})
    expect(warnings).toEqual(['Machine 1 has its handler for event "extra" replaced.'])
    machine.option({ debug: 'no' })
    machine.kernel.state('extra', () => {})
    expect(warnings).toHaveLength(1)
  })
})

describe('ctx', () => {
  it('has the machine for its session, and a signal that is aborted when it stops', async () => {
    const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
    let signal: AbortSignal | undefined
    const machine = Nfa.spawn({
      kernel,
      inlineStates: {
        only: {
          begin(ctx) {
            signal = ctx.signal
            expect([ctx.session === ctx.machine, ctx.signal.aborted, ctx.callerFile]).toEqual([true, false, undefined])
          },
        },
      },
    })
    machine.gotoState('only', 'begin')
    await kernel.run()
    expect(signal?.aborted).toBe(true)
  })
})
