import { alias, Kernel, type SessionKernel, type SessionRef, type Untyped } from '@poe/kernel'
import { TimeLoop } from '@poe/loop'
import { expectTypeOf } from 'vitest'
import { type CreateParams, Session } from './index.ts'

const kernel = new Kernel({ loop: new TimeLoop({ settle: () => Promise.resolve() }) })

// Events are inferred from handlers.

const counter = Session.create({
  kernel,
  heap: { count: 0 },
  inlineStates: {
    _start: ({ kernel }) => kernel.yield('increment', 'x'),
    increment({ heap }, by: string) {
      expectTypeOf(heap).toEqualTypeOf<{ count: number }>()
      heap.count += by.length
      return heap.count
    },
    async ask(_ctx, what?: string) {
      return what === undefined
    },
    _stop: () => {},
  },
})

expectTypeOf(counter.heap).toEqualTypeOf<{ count: number }>()
expectTypeOf(counter).toExtend<SessionRef>()
kernel.post(counter, 'increment', 'x')
kernel.post(counter, 'ask')
// @ts-expect-error a string is wanted
kernel.post(counter, 'increment', 1)
// @ts-expect-error an argument is missing
kernel.post(counter, 'increment')
// @ts-expect-error there is no such event
kernel.post(counter, 'decrement')
// @ts-expect-error events of a session's life are POE's to send
kernel.post(counter, '_stop')

expectTypeOf(kernel.call(counter, 'increment', 'x')).toEqualTypeOf<number | undefined>()
expectTypeOf(kernel.call(counter, 'ask')).toEqualTypeOf<Promise<boolean> | undefined>()
// @ts-expect-error there is no such event
kernel.call(counter, 'decrement')

// What handlers are given.

Session.create({
  kernel,
  inlineStates: {
    _start(ctx, ...args) {
      expectTypeOf(ctx.kernel).toExtend<SessionKernel>()
      expectTypeOf(ctx.session.id).toEqualTypeOf<number>()
      expectTypeOf(ctx.heap).toEqualTypeOf<Record<string, Untyped>>()
      expectTypeOf(ctx.state).toEqualTypeOf<string>()
      expectTypeOf(ctx.sender).toEqualTypeOf<SessionRef | Kernel>()
      expectTypeOf(ctx.callerState).toEqualTypeOf<string | undefined>()
      expectTypeOf(ctx.object).toEqualTypeOf<unknown>()
      expectTypeOf(ctx.signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(args).toEqualTypeOf<Untyped[]>()
      // @ts-expect-error the context is the handler's to read
      ctx.state = 'other'
    },
  },
})

// A declared map of events, and a heap: what the session sends itself is checked too.

interface Events {
  tick(n: number): void
  sum(a: number, b: number): number
}

interface Heap {
  total: number
}

const declared = Session.create<Events, Heap>({
  kernel,
  heap: { total: 0 },
  inlineStates: {
    _start({ kernel, session, heap }) {
      kernel.yield('tick', 1)
      kernel.post(session, 'sum', 1, 2)
      expectTypeOf(heap).toEqualTypeOf<Heap>()
      // @ts-expect-error a number is wanted
      kernel.yield('tick', 'one')
      // @ts-expect-error there is no such event
      kernel.yield('tock')
    },
    tick({ heap }, n) {
      expectTypeOf(n).toEqualTypeOf<number>()
      heap.total += n
    },
    sum: async (_ctx, a, b) => a + b,
    _default: (_ctx, event: string) => void event,
  },
})

expectTypeOf(declared).toEqualTypeOf<Session<Events, Heap>>()
kernel.post(declared, 'tick', 1)
// @ts-expect-error a number is wanted
kernel.post(declared, 'tick', 'one')

Session.create<Events, Heap>({
  kernel,
  heap: { total: 0 },
  // @ts-expect-error the handler of "sum" is missing
  inlineStates: { _start() {}, tick() {} },
})
Session.create<Events, Heap>({
  kernel,
  heap: { total: 0 },
  // @ts-expect-error the handler of "sum" gives a string
  inlineStates: { _start() {}, tick() {}, sum: () => 'three' },
})

// Methods of objects and of classes.

class Thing {
  name = 'thing'
  _start(_ctx: object): void {}
  rename(_ctx: object, name: string): string {
    return name
  }
  static _start(_ctx: object): void {}
  static make(_ctx: object, size: number): void {
    void size
  }
}

const listed = Session.create({ kernel, objectStates: [[new Thing(), ['_start', 'rename']]] })
kernel.post(listed, 'rename', 'other')
expectTypeOf(kernel.call(listed, 'rename', 'other')).toEqualTypeOf<string | undefined>()
// @ts-expect-error a name is a string
kernel.post(listed, 'rename', 5)
// @ts-expect-error that method handles no event
kernel.post(listed, 'make', 5)

const mapped = Session.create({ kernel, objectStates: [[new Thing(), { _start: '_start', call: 'rename' }]] })
kernel.post(mapped, 'call', 'other')
// @ts-expect-error the event has another name than its method
kernel.post(mapped, 'rename', 'other')

const classy = Session.create({ kernel, packageStates: [[Thing, ['_start', 'make']]] })
kernel.post(classy, 'make', 5)
// @ts-expect-error a size is a number
kernel.post(classy, 'make', 'large')

const both = Session.create({
  kernel,
  objectStates: [
    [new Thing(), ['_start', 'rename']],
    [Thing, { create: 'make' }],
  ],
})
kernel.post(both, 'rename', 'x')
kernel.post(both, 'create', 5)

const mixture = Session.create({
  kernel,
  heap: { size: 5 },
  inlineStates: { _start: ({ heap }) => expectTypeOf(heap).toEqualTypeOf<{ size: number }>() },
  objectStates: [[new Thing(), ['rename']]],
  packageStates: [[Thing, { create: 'make' }]],
})
expectTypeOf(mixture.heap).toEqualTypeOf<{ size: number }>()
kernel.post(mixture, 'create', 'of whatever size')

// @ts-expect-error a property that is no method
Session.create({ kernel, objectStates: [[new Thing(), ['_start', 'name']]] })
// @ts-expect-error there is no such method
Session.create({ kernel, objectStates: [[new Thing(), { _start: 'begin' }]] })
// @ts-expect-error there is no such static method
Session.create({ kernel, packageStates: [[Thing, ['_start', 'rename']]] })
// @ts-expect-error there is no such method, in a mixture too
Session.create({ kernel, inlineStates: { _start() {} }, objectStates: [[new Thing(), ['begin']]] })

declare const states: CreateParams
declare const names: string[]
Session.create(states)
Session.create({ kernel, objectStates: [[new Thing(), names]] })

// Untyped use.

const anything = Session.create({ kernel, inlineStates: { _start() {} }, objectStates: [[new Thing(), ['rename']]] })
expectTypeOf(anything.id).toEqualTypeOf<number>()
kernel.post('name', 'anything', 1, 2)
kernel.post(1, 'anything')
declare const untyped: Session
kernel.post(untyped, 'anything', 1)
untyped.postback('anything', 1, 2)(3, 4)

// Typed aliases.

const named = alias<Events>('named')
kernel.post(named, 'sum', 1, 2)
// @ts-expect-error an argument is missing
kernel.post(named, 'sum', 1)

// Postbacks: the handler's first list is ours, its second the caller's.

const answering = Session.create({
  kernel,
  inlineStates: {
    _start() {},
    got: (_ctx, [id]: [number], [line]: [string]) => `${id} ${line}`,
    all: (_ctx, own: string[], given: unknown[]) => own.length + given.length,
    plain: (_ctx, n: number) => n,
    ignoring: () => true,
  },
})
const got = answering.postback('got', 1)
expectTypeOf(got).parameters.toEqualTypeOf<[string]>()
expectTypeOf(got('line')).toEqualTypeOf<void>()
expectTypeOf(got.weaken()).toEqualTypeOf(got)
expectTypeOf(answering.callback('got', 1)('line')).toEqualTypeOf<string | undefined>()
expectTypeOf(answering.callback('all', 'a', 'b')(1, 2)).toEqualTypeOf<number | undefined>()
answering.postback('ignoring', 1, 2)('anything')
// @ts-expect-error its own argument is a number
answering.postback('got', 'one')
// @ts-expect-error the caller's argument is a string
got(5)
// @ts-expect-error there is no such event
answering.postback('nothing')
// @ts-expect-error the event takes no lists
answering.postback('plain', 5)

// Options.

counter.option({ default: 'on', debug: false, mine: 7, trace: undefined })
expectTypeOf(counter.option('default')).toEqualTypeOf<unknown>()
expectTypeOf(counter.option({ mine: 8 })).toEqualTypeOf<Record<string, unknown>>()
// @ts-expect-error neither on nor off
counter.option({ default: 'perhaps' })

// Classes of one's own.

class MySession extends Session<Untyped, { size: number }> {
  static override instantiate(params: Parameters<typeof Session.instantiate>[0]) {
    return { ...params, args: [1] }
  }
  override tryAlloc(on: Kernel, args: readonly unknown[]): void {
    super.tryAlloc(on, [...args, 2])
  }
  get size(): number {
    return this.heap.size
  }
}

const mine = MySession.create({
  kernel,
  heap: { size: 5 },
  inlineStates: { _start() {}, grow: ({ heap }, by: number) => void (heap.size += by) },
})
expectTypeOf(mine.size).toEqualTypeOf<number>()
expectTypeOf(mine.heap).toEqualTypeOf<{ size: number }>()
expectTypeOf(mine).toExtend<SessionRef>()
kernel.post(mine, 'grow', 5)
// @ts-expect-error a number is wanted
kernel.post(mine, 'grow', 'much')
const explicit = MySession.create<Events, { size: number }, MySession>({
  kernel,
  heap: { size: 5 },
  inlineStates: { _start() {}, tick() {}, sum: (_ctx, a, b) => a + b },
})
expectTypeOf(explicit.size).toEqualTypeOf<number>()
kernel.post(explicit, 'tick', 1)
// @ts-expect-error sessions are made by create
new Session({}, {})
