import type { Chunk, Filter } from '@poe/filter'
import { expectTypeOf } from 'vitest'
import { Characters, Pairs, Semicolons } from './filters.test-support.ts'
import { type AnyFilter, StackableFilter } from './index.ts'

const stack = new StackableFilter({ filters: [new Semicolons(), new Characters(), new Pairs()] })
expectTypeOf(stack).toEqualTypeOf<StackableFilter<[string, string], [string, string], Uint8Array, Chunk>>()
expectTypeOf(stack).toExtend<Filter<[string, string]>>()
expectTypeOf(stack.pop()).toEqualTypeOf<AnyFilter | undefined>()

// @ts-expect-error pairs are no texts
new StackableFilter({ filters: [new Pairs(), new Characters()] })
// @ts-expect-error texts are no octets
new StackableFilter({ filters: [new Semicolons(), new Semicolons()] })
// @ts-expect-error the last two do not fit
new StackableFilter({ filters: [new Semicolons(), new Pairs(), new Characters()] })

declare const numbersOut: Filter<string, string, string, number>
// @ts-expect-error what it puts are no texts
new StackableFilter({ filters: [new Semicolons(), numbersOut] })
// @ts-expect-error no filter
new StackableFilter({ filters: [new Date()] })

const texts = new StackableFilter({ filters: [new Semicolons()] })
texts.push(new Characters(), new Characters())
// @ts-expect-error the records would be pairs then
texts.push(new Pairs())
// @ts-expect-error its input would be texts then
texts.unshift(new Characters())
