import { inspect } from 'node:util'
import type { Kernel } from '@poe/kernel'
import { describe, expect, it } from 'vitest'
import { type CreateParams, Session } from './index.ts'
import { stage, thrown } from './rig.test-kit.ts'

const _start = () => {}

describe('a class that extends Session', () => {
  class Greeter extends Session {
    greeting = 'hello'
    readonly ended: string[] = []

    static override instantiate({
      kernel,
      heap,
      inlineStates,
      ...rest
    }: CreateParams & { name?: string }): CreateParams {
      const { name, ...params } = rest
      return { ...params, kernel: kernel!, heap: { ...heap, name }, inlineStates: { _start, ...inlineStates } }
    }

    greet(): string {
      return `${this.greeting} ${this.heap.name}`
    }

    override tryAlloc(kernel: Kernel, args: readonly unknown[]): void {
      this.ended.push(`before ${this.id}`)
      super.tryAlloc(kernel, [...args, 'more'])
      this.ended.push(`after ${this.id}`)
    }

    override unhandled(event: string): void {
      this.ended.push(`unhandled ${event}`)
      super.unhandled(event)
    }

    override freed(): void {
      this.ended.push('freed')
    }
  }

  it('makes sessions of its own, with its members, and the events of their handlers', async () => {
    const { kernel, trace } = stage()
    const inlineStates = {
      _start: (_: unknown, ...args: string[]) => void trace.push(args),
      tick: (_: unknown, n: number) => n,
    }
    const params = { kernel, name: 'world', args: ['first'], inlineStates }
    const greeter = Greeter.create(params)
    expect(greeter).toBeInstanceOf(Greeter)
    expect(greeter.greet()).toBe('hello world')
    expect(trace).toEqual([['first', 'more']])
    expect(kernel.call(greeter, 'tick', 5)).toBe(5)
    expect(kernel.call(greeter as Session, 'what')).toBeUndefined()
    await kernel.run()
    expect(greeter.ended).toEqual(['before 0', 'after 1', 'unhandled what', 'unhandled _stop', 'freed'])
  })

  it('is named in messages and on consoles', () => {
    const { kernel } = stage()
    class Plain extends Session {}
    expect(thrown(() => Plain.create({ kernel, inlineStates: {} }))).toBe(
      'ERR_POE_NO_START: Plain.create() needs a handler for "_start": a session begins with it.',
    )
    expect(inspect(Plain.create({ kernel, inlineStates: { _start } }))).toBe('Plain(1)')
    expect(inspect(Session.create({ kernel, inlineStates: { _start } }))).toBe('Session(2)')
  })

  it('has to give parameters from instantiate', () => {
    const { kernel } = stage()
    class Nothing extends Session {
      static override instantiate(): CreateParams {
        return undefined as never
      }
    }
    expect(thrown(() => Nothing.create({ kernel, inlineStates: { _start } }))).toBe(
      'ERR_POE_OPTIONS: Nothing.instantiate() has to give the parameters that count, not undefined.',
    )
    expect(kernel.getSessionCount()).toBe(0)
  })

  it('has to make the session known in tryAlloc', () => {
    const { kernel } = stage()
    class Lazy extends Session {
      override tryAlloc(): void {}
    }
    expect(thrown(() => Lazy.create({ kernel, inlineStates: { _start } }))).toBe(
      'ERR_POE_NOT_ALLOCATED: Lazy.tryAlloc() did not make the session known: it has to call super.tryAlloc(kernel, args).',
    )
    expect(kernel.getSessionCount()).toBe(0)
  })

  it('has no kernel before tryAlloc', () => {
    class Early extends Session {
      override tryAlloc(): void {
        this.postback('early')
      }
    }
    const { kernel } = stage()
    expect(thrown(() => Early.create({ kernel, inlineStates: { _start } }))).toBe(
      'ERR_POE_NOT_ALLOCATED: A session has no kernel before kernel.sessionAlloc(session).',
    )
  })
})
