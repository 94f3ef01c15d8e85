import { contract, type ExceptionInfo, type StandardSchema } from '@poe/kernel'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { Session } from './index.ts'
import { stage, thrown } from './rig.test-kit.ts'

const bank = contract('bank', {
  deposit: [z.number().positive(), z.string().optional()],
  balance: { args: [], gives: z.number() },
  since: [z.string().transform((text) => new Date(text))],
  close: [],
})

function open() {
  const on = stage()
  const account = Session.create({
    kernel: on.kernel,
    contract: bank,
    heap: { sum: 0 as unknown },
    inlineStates: {
      _start: ({ kernel }) => kernel.aliasSet('account'),
      deposit({ heap }, amount, note) {
        heap.sum = (heap.sum as number) + amount
        on.trace.push(`deposit ${amount} ${note}`)
      },
      balance: ({ heap }) => heap.sum as number,
      since: (_ctx, at) => void on.trace.push(at.getUTCFullYear()),
      close: ({ kernel }) => void kernel.aliasRemove('account'),
      own: (_ctx, what: unknown) => void on.trace.push(`own ${what}`),
      private: ({ kernel }) => kernel.yield('own', 'anything'),
    },
  })
  return { ...on, account }
}

const refused = (text: string) => `ERR_POE_CONTRACT: Event "deposit" of session 1 (contract "bank") ${text}`

describe('a contract', () => {
  it('lets through what fits, as validators give it', async () => {
    const { kernel, trace, account } = open()
    kernel.post(account, 'deposit', 5)
    kernel.post('account', 'deposit', 7, 'rent')
    kernel.post(account, 'since', '2001-02-03')
    const balance = kernel.request(account, 'balance')
    kernel.post(account, 'close')
    await kernel.run()
    expect(trace).toEqual(['deposit 5 undefined', 'deposit 7 rent', 2001])
    expect(await balance).toBe(12)
  })

  it('refuses to the sender what does not, and the session never hears of it', async () => {
    const { kernel, trace, account } = open()
    const post = (...args: unknown[]) => thrown(() => kernel.post('account', 'deposit', ...args))
    expect(post('much')).toMatch(refused('cannot take argument 1 "much": Invalid input: expected number'))
    expect(post(-1)).toContain('cannot take argument 1 -1: Too small')
    expect(post()).toContain('cannot take argument 1 undefined')
    expect(post(1, 2)).toContain('cannot take argument 2 2')
    expect(post(1, 'x', 3)).toBe(refused('takes 2 arguments at most, not 3.'))
    expect(thrown(() => kernel.call('account', 'deposit', 'x'))).toContain('ERR_POE_CONTRACT')
    expect(thrown(() => kernel.post('account', 'own', 1))).toBe(
      'ERR_POE_CONTRACT: Session 1 takes no event "own": it is not in its contract "bank".',
    )
    expect(thrown(() => kernel.with({}).request('account', 'nothing'))).toContain('takes no event "nothing"')
    kernel.post(account, 'close')
    await kernel.run()
    expect(trace).toEqual([])
  })

  it('makes a wrong event the exception of the session that sends it', async () => {
    const { kernel, trace, account } = open()
    Session.create({
      kernel,
      inlineStates: {
        _start: ({ kernel }) => kernel.sig('DIE', 'die'),
        die({ kernel }, _name: string, { error }: ExceptionInfo) {
          trace.push((error as { code: string }).code)
          kernel.sigHandled()
          kernel.post(account, 'close')
        },
        go: ({ kernel }) => kernel.post('account', 'deposit', 'x'),
      },
    })
    kernel.post(2, 'go')
    await kernel.run()
    expect(trace).toEqual(['ERR_POE_CONTRACT'])
  })

  it('leaves to the session what it sends itself beyond the contract, and checks the rest, timers too', async () => {
    const { kernel, trace, account } = open()
    const own = account.kernel
    own.yield('private' as never)
    own.delay('deposit', 1, 3)
    expect(thrown(() => own.yield('deposit', 'x' as never))).toContain('cannot take argument 1')
    for (const set of ['delay', 'delayAdd', 'delaySet', 'alarm', 'alarmAdd', 'alarmSet'] as const)
      expect(thrown(() => own[set]('deposit', 5, 'x'))).toContain('cannot take argument 1')
    own.delay('close', 2)
    await kernel.run()
    expect(trace).toEqual(['own anything', 'deposit 3 undefined'])
  })

  it('checks what handlers give, promises too', async () => {
    const { kernel, account } = open()
    account.heap.sum = 'nothing'
    expect(thrown(() => kernel.call(account, 'balance'))).toContain('(contract "bank") cannot give "nothing"')
    const balance = kernel.request(account, 'balance')
    const seen = expect(balance).rejects.toMatchObject({ code: 'ERR_POE_CONTRACT' })
    account.kernel.state('balance', async () => 'later')
    const later = kernel.call(account, 'balance')
    await expect(later).rejects.toMatchObject({ code: 'ERR_POE_CONTRACT' })
    const asked = expect(kernel.request(account, 'balance')).rejects.toMatchObject({ code: 'ERR_POE_CONTRACT' })
    kernel.post(account, 'close')
    await kernel.run()
    await Promise.all([seen, asked])
  })

  it('by types alone checks nothing', async () => {
    const { kernel, trace } = stage()
    const plain = contract<{ add(n: number): number }>('plain')
    Session.create({
      kernel,
      contract: plain,
      inlineStates: {
        _start: ({ kernel }) => kernel.post(kernel.getActiveSession() as never, 'add' as never, 'x' as never),
        add: (_ctx, n) => trace.push(n),
      },
    })
    await kernel.run()
    expect(trace).toEqual(['x'])
  })

  it('refuses what are no validators, and asynchronous ones', async () => {
    expect(thrown(() => contract(1 as never))).toContain('contract() needs a name, not 1.')
    for (const wrong of [1, {}, [1], [{}], { args: [], gives: 1 }])
      expect(thrown(() => contract('odd', { x: wrong as never }))).toBe(
        'ERR_POE_CONTRACT: Contract "odd": event "x" needs a list of Standard Schema validators, or { args, gives }.',
      )
    const slow: StandardSchema = {
      '~standard': { version: 1, vendor: 'test', validate: () => Promise.reject(new Error('never seen')) },
    }
    const { kernel } = stage()
    const session = Session.create({
      kernel,
      contract: contract('slow', { x: [slow] }),
      inlineStates: { _start: () => {}, x: () => {} },
    })
    expect(thrown(() => kernel.post(session, 'x', 1))).toContain(
      'its validator is asynchronous; use a synchronous one.',
    )
    expect(
      thrown(() => Session.create({ kernel, contract: {} as never, inlineStates: { _start: () => {} } })),
    ).toContain('A contract is what contract() gave')
    await kernel.run()
  })
})
