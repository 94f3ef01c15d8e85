import { contract, Kernel, type StandardSchema } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { expectTypeOf } from 'vitest'
import { Session } from './index.ts'

const kernel = new Kernel({ loop: new TimeLoop({ settle: () => Promise.resolve() }) })

declare const number: StandardSchema<number>
declare const text: StandardSchema<string>
declare const maybe: StandardSchema<string | undefined>
/** Takes a text, gives a date. */
declare const date: StandardSchema<string, Date>

const bank = contract('bank', { deposit: [number, maybe], balance: { args: [date], gives: number }, close: [] })

const account = Session.create({
  kernel,
  contract: bank,
  heap: { sum: 0 },
  inlineStates: {
    _start: ({ kernel }) => kernel.yield('deposit', 1),
    deposit({ heap }, amount, note) {
      expectTypeOf(heap).toEqualTypeOf<{ sum: number }>()
      expectTypeOf(amount).toEqualTypeOf<number>()
      expectTypeOf(note).toEqualTypeOf<string | undefined>()
    },
    balance(_ctx, at) {
      expectTypeOf(at).toEqualTypeOf<Date>()
      return 1
    },
    close: () => {},
    own: (_ctx, _anything: string) => {},
  },
})

kernel.post(account, 'deposit', 1)
kernel.post(account, 'deposit', 1, 'x')
kernel.post(account, 'balance', '2020-01-01')
expectTypeOf(kernel.call(account, 'balance', '2020-01-01')).toEqualTypeOf<number | undefined>()
expectTypeOf(kernel.request(account, 'balance', '2020-01-01')).toEqualTypeOf<Promise<number>>()
// @ts-expect-error the sender gives what the validator takes
kernel.post(account, 'balance', new Date())
// @ts-expect-error a number is wanted
kernel.post(account, 'deposit', 'x')
// @ts-expect-error an argument is missing
kernel.post(account, 'deposit')
// @ts-expect-error what is not in the contract is the session's own business
kernel.post(account, 'own', 'x')

Session.create({
  kernel,
  // @ts-expect-error an event of the contract has no handler
  contract: bank,
  inlineStates: { _start: () => {}, deposit: () => {}, balance: () => 1 },
})

Session.create({
  kernel,
  // @ts-expect-error the contract promises a number
  contract: bank,
  inlineStates: {
    _start: () => {},
    deposit: () => {},
    balance: () => 'x',
    close: () => {},
  },
})

const plain = contract<{ add(n: number): number }>('plain')
const adder = Session.create({
  kernel,
  contract: plain,
  inlineStates: { _start: () => {}, add: (_ctx, n) => n + 1 },
})
expectTypeOf(kernel.request(adder, 'add', 1)).toEqualTypeOf<Promise<number>>()
// @ts-expect-error a number is wanted
kernel.request(adder, 'add', 'x')
// @ts-expect-error there is no such event
kernel.request(adder, 'subtract', 1)
expectTypeOf(kernel.with({ timeout: 5 }).request(adder, 'add', 1)).toEqualTypeOf<Promise<number>>()
expectTypeOf(kernel.request('name', 'add', 'x')).toEqualTypeOf<Promise<unknown>>()
