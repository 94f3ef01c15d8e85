import { expectTypeOf } from 'vitest'
import type { Accepting, ArgsOf, EventsOf, ResultOf, Untyped } from './event-types.ts'
import { type Alias, alias, type Kernel, type SessionKernel, type SessionRef } from './index.ts'

interface Events {
  increment(by: string): number
  ask(what?: string): Promise<boolean>
  many(...numbers: number[]): void
}

declare const kernel: Kernel
declare const ref: SessionRef<Events>

// Declared events are checked, name and arguments.
expectTypeOf(kernel.post(ref, 'increment', 'x')).toEqualTypeOf<boolean>()
kernel.post(ref, 'ask')
kernel.post(ref, 'many', 1, 2, 3)
// @ts-expect-error a string is wanted
kernel.post(ref, 'increment', 1)
// @ts-expect-error an argument is missing
kernel.post(ref, 'increment')
// @ts-expect-error there is no such event
kernel.post(ref, 'decrement', 'x')
// @ts-expect-error each of them has to be a number
kernel.post(ref, 'many', 1, 'two')

// A call gives what the handler gives, or undefined.
expectTypeOf(kernel.call(ref, 'increment', 'x')).toEqualTypeOf<number | undefined>()
expectTypeOf(kernel.call(ref, 'ask')).toEqualTypeOf<Promise<boolean> | undefined>()
// @ts-expect-error there is no such event
kernel.call(ref, 'decrement')

// Typed aliases, shared by who sets and who posts.
const logger = alias<{ log(line: string): void }>('logger')
expectTypeOf(logger).toEqualTypeOf<Alias<{ log(line: string): void }>>()
kernel.aliasSet(logger)
kernel.post(logger, 'log', 'a line')
// @ts-expect-error a line is a string
kernel.post(logger, 'log', 5)
// @ts-expect-error there is no such event
kernel.post(logger, 'shout')

// What has no declared map takes anything.
declare const anybody: SessionRef
declare const somebody: Alias
expectTypeOf(alias('plain')).toEqualTypeOf<Alias<Untyped>>()
kernel.post(anybody, 'hello', 1, 'two')
kernel.post(somebody, 'hello')
kernel.post(alias('plain'), 'hello', 1)
kernel.post(kernel, 'hello')
kernel.post('name', 'hello', 1)
kernel.post(1, 'hello', 'x')
expectTypeOf(kernel.call('name', 'hello')).toEqualTypeOf<unknown>()
expectTypeOf(kernel.call(anybody, 'hello')).toEqualTypeOf<unknown>()
// @ts-expect-error that is no destination
kernel.post(true, 'hello')
// @ts-expect-error the name of an event is a string
kernel.post('name', 5)

// A ref fits where less is known of it, and nowhere where something else is.
expectTypeOf(ref).toExtend<SessionRef>()
expectTypeOf<SessionRef<{ other(): void }>>().not.toExtend<SessionRef<Events>>()

// A session's own view checks what it yields.
declare const own: SessionKernel<Events>
own.yield('increment', 'x')
// @ts-expect-error a string is wanted
own.yield('increment', 1)
// @ts-expect-error there is no such event
own.yield('decrement')
declare const loose: SessionKernel
loose.yield('anything', 1, 2)

// The tools the above is made of.
expectTypeOf<ArgsOf<Events, 'increment'>>().toEqualTypeOf<[by: string]>()
expectTypeOf<ArgsOf<Events, 'unheard of'>>().toEqualTypeOf<unknown[]>()
expectTypeOf<ResultOf<Events, 'ask'>>().toEqualTypeOf<Promise<boolean>>()
expectTypeOf<ResultOf<Events, 'unheard of'>>().toEqualTypeOf<unknown>()
expectTypeOf<EventsOf<{ _start(ctx: object): void; tick(ctx: object, n: number): string }>>().toEqualTypeOf<{
  tick: (n: number) => string
}>()
expectTypeOf<Accepting<Events, [string, number]>>().toEqualTypeOf<'increment' | 'ask'>()
expectTypeOf<Accepting<Events, [number, number]>>().toEqualTypeOf<'many'>()
expectTypeOf<Accepting<Events, []>>().toEqualTypeOf<'ask' | 'many'>()
expectTypeOf<Accepting<Untyped, [string]>>().toEqualTypeOf<string>()
