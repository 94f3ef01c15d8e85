import { isPoeError } from '@poe/errors'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { Nfa } from './index.ts'

/** A machine that tells who sent it what, in which state; its runs last as long as something holds it. */
function stage() {
  const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
  const trace: unknown[] = []
  const machine = Nfa.spawn({
    kernel,
    inlineStates: {
      one: {
        got: ({ state, sender }, own: number[], given: string[]) => {
          trace.push([state, own, given, sender === kernel])
          return own.length + given.length
        },
        go: ({ machine }) => machine.gotoState('two'),
        fail: () => {
          throw new Error('failed')
        },
      },
      two: { got: ({ state }, own: number[], given: string[]) => void trace.push([state, own, given]) },
    },
  })
  machine.gotoState('one')
  return { kernel, machine, trace }
}

const code = (wanted: string) => expect.toSatisfy((error) => isPoeError(error, wanted))

describe('Nfa.postback', () => {
  it('posts its own arguments and the caller’s, to the state that is present then', async () => {
    const { kernel, machine, trace } = stage()
    const back = machine.postback('got', 1, 2)
    expect(back('a')).toBeUndefined()
    expect(trace).toEqual([])
    kernel.post(machine, 'go')
    await kernel.runOneTimeslice()
    await kernel.runOneTimeslice()
    back.weaken()('b')
    await kernel.run()
    expect(trace).toEqual([
      ['one', [1, 2], ['a'], true],
      ['two', [1, 2], ['b']],
    ])
    expect(kernel.ledger()).toEqual([])
  })
})

describe('Nfa.callback', () => {
  it('calls, and gives what the handler gives', async () => {
    const { kernel, machine, trace } = stage()
    const back = machine.callback('got', 1)
    expect(back('a', 'b')).toBe(3)
    expect(trace).toEqual([['one', [1], ['a', 'b'], true]])
    back.weaken()
    await kernel.run()
  })

  it('gives undefined where the handler throws: that is an exception of the machine', async () => {
    const { kernel, machine } = stage()
    expect(machine.callback('fail').weaken()()).toBeUndefined()
    await expect(kernel.run()).rejects.toThrow('failed')
  })
})

describe.each(['postback', 'callback'] as const)('a %s of a machine', (kind) => {
  it('holds it, shows in the ledger, and lets go once', async () => {
    const { kernel, machine } = stage()
    const back = machine[kind]('got')
    expect(kernel.ledger(machine)).toContainEqual(expect.objectContaining({ kind, label: 'got', holds: true }))
    expect(back.weaken()).toBe(back)
    back[Symbol.dispose]()
    expect(kernel.ledger(machine).filter((entry) => entry.kind === kind)).toEqual([])
    await kernel.run()
  })

  it('needs the name of an event', () => {
    const { machine } = stage()
    expect(() => machine[kind]('' as 'got')).toThrow(code('ERR_POE_EVENT'))
  })
})
