import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { describe, expect, it } from 'vitest'
import { Nfa } from './index.ts'

const kernelOf = () => new Kernel({ loop: new TimeLoop({ settle: () => new Promise(setImmediate) }) })

describe('a machine', () => {
  it('is a switch, whose states answer to one event in their ways', async () => {
    const kernel = kernelOf()
    const trace: string[] = []
    class Lamp {
      push({ machine }: { machine: Nfa }) {
        trace.push(`${machine.getCurrentState()} pushed`)
        machine.gotoState('off', 'enter')
      }
    }
    const lamp: Nfa = Nfa.spawn({
      kernel,
      options: { immediate: true },
      inlineStates: {
        off: {
          enter: () => void trace.push('dark'),
          push: ({ machine }) => (machine as Nfa).gotoState('on', 'enter'),
          leave: () => void trace.push('leave off'),
        },
        on: { enter: () => void trace.push('light') },
      },
      objectStates: { on: [[new Lamp(), ['push']]] },
    }) as never
    lamp.gotoState('off', 'enter')
    for (let i = 0; i < 3; i++) kernel.post(lamp, 'push')
    await kernel.run()
    expect(trace).toEqual(['dark', 'leave off', 'light', 'on pushed', 'dark', 'leave off', 'light'])
  })

  it('is a server of Fibonacci numbers, by calling its own states', async () => {
    const kernel = kernelOf()
    const got: number[] = []
    const server: Nfa = Nfa.spawn({
      kernel,
      runstate: { a: 0, b: 1, wanted: 0 },
      inlineStates: {
        waiting: {
          ask({ machine, runstate }, wanted: number) {
            Object.assign(runstate, { a: 0, b: 1, wanted })
            ;(machine as Nfa).callState('answered', 'counting', 'step')
          },
          answered: (_ctx, result: number) => void got.push(result),
        },
        counting: {
          step({ machine, runstate, kernel }) {
            if (runstate.wanted-- === 0) (machine as Nfa).returnState(runstate.a)
            else {
              Object.assign(runstate, { a: runstate.b, b: runstate.a + runstate.b })
              kernel.yield('step')
            }
          },
        },
      },
    }) as never
    server.gotoState('waiting')
    kernel.post(server, 'ask', 10)
    await kernel.run()
    expect(got).toEqual([55])
  })
})
