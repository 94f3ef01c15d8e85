import type { Filter } from '@poe/filter'
import { expectTypeOf } from 'vitest'
import { GrepFilter } from './index.ts'

const long = new GrepFilter({ code: (text: string) => text.length > 9 })
expectTypeOf(long).toEqualTypeOf<GrepFilter<string>>()
expectTypeOf(long).toExtend<Filter<string, string, string, string>>()

const texts = new GrepFilter({ code: (one: string | number): one is string => typeof one === 'string' })
expectTypeOf(texts.getOne()).toEqualTypeOf<string | undefined>()
expectTypeOf(texts.put([1, 'a'])).toEqualTypeOf<string[]>()

const each = new GrepFilter({ get: (text: string) => text !== '', put: (at: Date) => at.getTime() > 0 })
expectTypeOf(each).toEqualTypeOf<GrepFilter<string, Date, string, Date>>()
// @ts-expect-error a date is put, not a text
each.put(['a'])
