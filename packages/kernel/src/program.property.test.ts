import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Rig, type TestContext, type TestSession } from './rig.test-kit.ts'

/** What a session does when one of its events is handled. */
type Step =
  | { readonly do: 'post' | 'call' | 'signal' | 'stop'; readonly to: number }
  | { readonly do: 'delay' | 'alias' | 'extref' | 'adjust'; readonly value: number }
  | { readonly do: 'yield' | 'spawn' | 'unalias' | 'unref' | 'detach' | 'clear' | 'throw' | 'wait' }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constantFrom('post' as const, 'call' as const), to: fc.nat(9) }),
  fc.record({ do: fc.constantFrom('signal' as const, 'stop' as const), to: fc.nat(9) }),
  fc.record({
    do: fc.constantFrom('delay' as const, 'alias' as const, 'extref' as const, 'adjust' as const),
    value: fc.nat(20),
  }),
  fc.record({
    do: fc.constantFrom(...(['yield', 'spawn', 'unalias', 'unref', 'detach', 'clear', 'throw', 'wait'] as const)),
  }),
)
/** Each event handled takes the next list of steps, until there are none. */
const program = fc.array(fc.array(step, { maxLength: 6 }), { minLength: 1, maxLength: 25 })

/** A run of a program, checking all the while what must hold at any time. */
class Machine {
  readonly rig = new Rig({ turnEvents: 5 })
  readonly sessions: TestSession[] = []
  readonly stopped = new Set<TestSession>()
  readonly #steps: Step[][]
  #posted = 0
  /** The numbers of what was posted, by when; delivered in this order. */
  readonly #delivered: number[] = []
  #calls = 0
  #timers = 0
  /** The last timer that fired, by the time it was due: equal times go in the order they were set. */
  readonly #fired = new Map<number, number>()

  constructor(steps: readonly Step[][]) {
    this.#steps = [...steps]
  }

  spawn(on = this.rig.kernel): void {
    if (this.sessions.length >= 10) return
    const states = {
      _start: (ctx: TestContext) => {
        this.sessions.push(ctx.session)
        this.#act(ctx)
      },
      _stop: ({ session }: TestContext) => {
        expect(this.stopped.has(session)).toBe(false)
        this.stopped.add(session)
      },
      event: (ctx: TestContext, posted: number) => {
        if (posted > 0) this.#delivered.push(posted)
        this.#act(ctx)
      },
      timer: (ctx: TestContext, due: number, number?: number) => {
        expect(this.rig.loop.now()).toBeGreaterThanOrEqual(due)
        if (number !== undefined) {
          expect(this.#fired.get(due) ?? 0).toBeLessThan(number)
          this.#fired.set(due, number)
        }
        this.#act(ctx)
      },
      die: ({ kernel }: TestContext) => kernel.sigHandled(),
    }
    this.rig.start(states, [], on)
  }

  check(): void {
    for (const session of this.sessions) {
      const { references } = session as unknown as { readonly references: number }
      if (!this.stopped.has(session)) expect(references).toBeGreaterThanOrEqual(0)
    }
    // First in, first out, over everybody.
    expect(this.#delivered).toEqual([...this.#delivered].sort((a, b) => a - b))
  }

  #act(ctx: TestContext): void {
    // Nothing is delivered after _stop.
    expect(this.stopped.has(ctx.session)).toBe(false)
    this.check()
    for (const each of this.#steps.shift() ?? []) this.#do(ctx, each)
  }

  #do({ kernel, session }: TestContext, each: Step): void {
    const tag = `tag`
    const target = 'to' in each ? this.sessions[each.to % this.sessions.length] : undefined
    if (each.do === 'post') kernel.post(target as never, 'event', ++this.#posted)
    else if (each.do === 'call' && this.#calls++ < 20) kernel.call(target as never, 'event', 0)
    else if (each.do === 'signal') kernel.signal(target as never, 'TERM')
    else if (each.do === 'stop') kernel.stop(target as never)
    else if (each.do === 'yield') kernel.yield('event', ++this.#posted)
    else if (each.do === 'delay')
      kernel.delayAdd('timer', each.value - 3, this.rig.loop.now() + each.value - 3, ++this.#timers)
    else if (each.do === 'adjust') kernel.delayAdjust(kernel.delaySet('timer', 1, 0), each.value)
    else if (each.do === 'alias') kernel.aliasSet(`name ${each.value % 4}`)
    else if (each.do === 'unalias') for (const name of kernel.aliasList()) kernel.aliasRemove(name)
    else if (each.do === 'extref') kernel.refcountIncrement(session, tag)
    else if (each.do === 'unref') kernel.refcountDecrement(session, tag)
    else if (each.do === 'spawn') this.spawn(kernel)
    else if (each.do === 'detach') kernel.detachMyself()
    else if (each.do === 'clear') kernel.delay('timer')
    else if (each.do === 'wait') kernel.host.after(2, 'wait', () => kernel.yield('event', ++this.#posted))
    else if (each.do === 'throw') {
      kernel.sig('DIE', 'die')
      throw new Error('thrown')
    }
  }
}

describe('any program', () => {
  it('keeps order and counts, and leaves nothing behind', async () => {
    await fc.assert(
      fc.asyncProperty(program, fc.integer({ min: 1, max: 4 }), async (steps, many) => {
        const machine = new Machine(steps)
        const { kernel } = machine.rig
        for (let i = 0; i < many; i++) machine.spawn()
        let running = true
        // Again and again: whoever stops everybody may go on and make somebody new.
        const draining = (async () => {
          while (running) {
            await kernel.drain({ timeout: 500 })
            await new Promise(setImmediate)
          }
        })()
        await kernel.run().catch((error: unknown) => expect(error).toMatchObject({ message: 'thrown' }))
        running = false
        await draining
        machine.check()
        expect(kernel.ledger()).toEqual([])
        expect(kernel.getEventCount()).toBe(0)
        expect(kernel.getSessionCount()).toBe(0)
        expect(machine.stopped.size).toBe(machine.sessions.length)
        const { core } = kernel as unknown as { core?: Record<string, { size: number } & number> }
        // A production build calls it by another name: what can be seen from outside has to do.
        if (core === undefined) return
        for (const count of ['holds', 'extrefSessions', 'promises', 'ownTimers', 'depth']) expect(core[count]).toBe(0)
        for (const table of ['handles', 'aliases', 'signals', 'drains']) expect(core[table]?.size).toBe(0)
      }),
      { numRuns: 200 },
    )
  })
})
