import { isPoeError } from '@poe/errors'
import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { Nfa } from './nfa.ts'

function stage() {
  const kernel = new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })
  return { kernel, trace: [] as unknown[] }
}

/** A light that is switched on and off. */
function light({ kernel, trace }: ReturnType<typeof stage>) {
  return Nfa.spawn({
    kernel,
    runstate: { switched: 0 },
    inlineStates: {
      off: {
        enter: ({ state }, why: string) => void trace.push(`${state} ${why}`),
        push({ machine, runstate }) {
          runstate.switched++
          machine.gotoState('on', 'enter', 'pushed')
          trace.push(`still ${machine.getCurrentState()}`)
        },
        leave: ({ state, event }) => void trace.push(`${event} ${state}`),
      },
      on: {
        enter: ({ state, sender, machine }, why: string) => void trace.push(`${state} ${why} ${sender === machine}`),
        push: ({ machine }) => void machine.gotoState('off', 'enter', 'pushed again'),
        say: (_, what: string) => void trace.push(what),
        end: ({ machine }) => void machine.stop(),
      },
    },
  })
}

describe('Nfa.gotoState', () => {
  it('goes to the first state at once, and to others behind what is queued', async () => {
    const on = stage()
    const machine = light(on)
    expect(machine.getCurrentState()).toBeUndefined()
    machine.gotoState('off', 'enter', 'first')
    expect(machine.getCurrentState()).toBe('off')
    on.kernel.post(machine, 'push')
    await on.kernel.run()
    expect(on.trace).toEqual(['off first', 'still off', 'leave off', 'on pushed true'])
    expect(machine.getRunstate()).toEqual({ switched: 1 })
    expect(on.kernel.ledger()).toEqual([])
  })

  it('goes there within the call with the option immediate', async () => {
    const { kernel, trace } = stage()
    const machine = Nfa.spawn({
      kernel,
      options: { immediate: true },
      inlineStates: {
        a: {
          go({ machine, state }) {
            machine.gotoState('b', 'enter')
            trace.push(`back in ${state}, now ${machine.getCurrentState()}`)
          },
        },
        b: { enter: () => void trace.push('entered') },
      },
    })
    machine.gotoState('a', 'go')
    await kernel.run()
    expect(trace).toEqual(['entered', 'back in a, now b'])
  })

  it('changes nothing where the state or its entry event does not exist, and says so', async () => {
    for (const [state, entry, code] of [
      ['nowhere', 'enter', 'ERR_POE_NFA_STATE'],
      ['on', 'nothing', 'ERR_POE_NFA_EVENT'],
    ] as const) {
      const on = stage()
      const machine = light(on)
      machine.gotoState('off', 'enter', 'first')
      machine.gotoState(state as 'on', entry as 'enter', 'x')
      const error = await on.kernel.run().catch((thrown: unknown) => thrown)
      expect(isPoeError(error, code)).toBe(true)
      expect(machine.getCurrentState()).toBe('off')
      expect(on.trace).toEqual(['off first'])
    }
  })
})

describe('Nfa.callState and returnState', () => {
  function caller({ kernel, trace }: ReturnType<typeof stage>) {
    return Nfa.spawn({
      kernel,
      inlineStates: {
        main: {
          begin: ({ machine }, n: number) => void machine.callState('back', 'sub', 'work', n),
          back: ({ state }, ...results: unknown[]) => void trace.push([state, ...results]),
        },
        sub: {
          work({ machine, state }, n: number) {
            trace.push([state, n])
            machine.returnState('result', n * 2)
          },
        },
      },
    })
  }

  it('come back to the state before, with arguments for the event that was named', async () => {
    const on = stage()
    caller(on).gotoState('main', 'begin', 7)
    await on.kernel.run()
    expect(on.trace).toEqual([
      ['sub', 7],
      ['main', 'result', 14],
    ])
  })

  it('throw where there is nothing to come back to', async () => {
    const on = stage()
    const machine = caller(on)
    machine.gotoState('main')
    machine.returnState()
    await expect(on.kernel.run()).rejects.toThrow('has no state to return to')
  })
})

describe('the events of a machine', () => {
  it('go to the handler of the present state, else to its _default, else are exceptions', async () => {
    const { kernel, trace } = stage()
    const machine = Nfa.spawn({
      kernel,
      inlineStates: {
        a: {
          ping: () => void trace.push('a'),
          _default: (_, event: string, args: unknown[]) => void trace.push([event, args]),
        },
        b: { ping: () => void trace.push('b'), pong: () => void trace.push('pong') },
      },
    })
    machine.gotoState('a')
    kernel.post(machine.id, 'ping')
    kernel.post(machine.id, 'pong', 1)
    kernel.post(machine.id, 'else', 2)
    machine.gotoState('b')
    kernel.post(machine.id, 'ping')
    kernel.post(machine.id, 'else')
    await expect(kernel.run()).rejects.toThrow('no handler for event "else" in state "b"')
    expect(trace).toEqual(['a', ['pong', [1]], ['else', [2]], 'b'])
  })

  it('go to what kernel.state added where the state has no handler of its own, in every state', async () => {
    const { kernel, trace } = stage()
    const machine = Nfa.spawn({
      kernel,
      inlineStates: {
        a: {
          go({ kernel }) {
            kernel.state('ping', () => void trace.push('added'))
            kernel.state('pong', { object: { pong: () => void trace.push('method') } })
          },
          ping: () => void trace.push('a'),
        },
        b: {},
      },
    })
    machine.gotoState('a', 'go')
    kernel.post(machine.id, 'ping')
    machine.gotoState('b')
    kernel.post(machine.id, 'ping')
    kernel.post(machine.id, 'pong')
    await kernel.run()
    expect(trace).toEqual(['a', 'added', 'method'])
  })

  it('may be methods of objects and classes, found when they are called', async () => {
    const { kernel, trace } = stage()
    const object = {
      name: 'object',
      hello: ({ object }: { object: unknown }) => void trace.push((object as { name: string }).name),
    }
    class Greeter {
      static greet() {
        trace.push(new Greeter().word)
      }
      readonly word = 'package'
    }
    const machine = Nfa.spawn({
      kernel,
      objectStates: { a: [[object, ['hello']]] },
      packageStates: { a: [[Greeter, { hi: 'greet' }]] },
    })
    machine.gotoState('a', 'hello')
    object.hello = () => void trace.push('replaced')
    kernel.post(machine.id, 'hello')
    kernel.post(machine.id, 'hi')
    await kernel.run()
    expect(trace).toEqual(['object', 'replaced', 'package'])
  })

  it('end with stop, behind what is queued, whatever the machine holds', async () => {
    const on = stage()
    const machine = light(on)
    machine.gotoState('on', 'enter', 'first')
    on.kernel.post(machine, 'end')
    on.kernel.post(machine, 'say', 'queued')
    machine.kernel.delay('push', 1e6)
    await on.kernel.run()
    expect(on.trace).toEqual(['on first true', 'queued'])
    expect(on.kernel.getSessionCount()).toBe(0)
  })
})

describe('Nfa.spawn', () => {
  it('refuses what is no machine, naming it', () => {
    const { kernel } = stage()
    expect(() => Nfa.spawn({ kernel })).toThrow('needs inlineStates, objectStates or packageStates')
    expect(() => Nfa.spawn({ kernel, inlineStates: { a: { b: 'c' } } } as never)).toThrow(
      '"b" in state "a" must be a function',
    )
    expect(() => Nfa.spawn({ kernel, objectStates: { a: [[{}, ['nothing']]] } })).toThrow('has no method "nothing"')
    expect(() => Nfa.spawn({ kernel, inlineStates: {}, runState: 1 } as never)).toThrow('did you mean "runstate"?')
    expect(kernel.getSessionCount()).toBe(0)
  })

  it('keeps options, gives what they were', () => {
    const machine = Nfa.spawn({ kernel: stage().kernel, inlineStates: { a: {} }, options: { mine: 1 } })
    expect(machine.option('mine')).toBe(1)
    expect(machine.option({ mine: 2 })).toEqual({ mine: 1 })
    expect(machine.option('mine')).toBe(2)
  })
})
