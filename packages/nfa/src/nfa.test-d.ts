import { Kernel } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { expectTypeOf } from 'vitest'
import { Nfa } from './nfa.ts'

const kernel = new Kernel({ loop: new TimeLoop({ settle: () => Promise.resolve() }) })

const machine = Nfa.spawn({
  kernel,
  runstate: { count: 0 },
  inlineStates: {
    idle: { begin: ({ runstate }, n: number) => runstate.count + n },
    busy: { begin: (_ctx, what: string) => what, done: () => {} },
  },
})

machine.gotoState('idle', 'begin', 1)
machine.gotoState('busy', 'done')
machine.callState('begin', 'busy', 'begin', 'text')
kernel.post(machine, 'done')
expectTypeOf(machine.getCurrentState()).toEqualTypeOf<'idle' | 'busy' | undefined>()
expectTypeOf(machine.getRunstate()).toEqualTypeOf<{ count: number }>()

const parley = Nfa.spawn({
  kernel,
  inlineStates: { talk: { heard: (_ctx, _own: [number], given: [string, boolean]) => given[0].length } },
})
const heard = parley.callback('heard', 1)
expectTypeOf(heard('x', true)).toEqualTypeOf<number | undefined>()
expectTypeOf(parley.postback('heard', 1)('x', false)).toEqualTypeOf<void>()
// @ts-expect-error the machine has no such event
parley.postback('herd')
// @ts-expect-error the event is given a number first
parley.postback('heard', 'x')
// @ts-expect-error and then a text and a flag
heard(1)

// @ts-expect-error there is no such state
machine.gotoState('asleep')
// @ts-expect-error the state has no such event
machine.gotoState('idle', 'done')
// @ts-expect-error the event takes a number there
machine.gotoState('idle', 'begin', 'text')
// @ts-expect-error no state of the machine has such an event
kernel.post(machine, 'never')
