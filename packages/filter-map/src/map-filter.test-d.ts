import type { Filter } from '@poe/filter'
import { expectTypeOf } from 'vitest'
import { MapFilter, several } from './index.ts'

const sizes = new MapFilter({ code: (text: string) => text.length })
expectTypeOf(sizes).toEqualTypeOf<MapFilter<number, string, string, number>>()
expectTypeOf(sizes).toExtend<Filter<number, string, string, number>>()

const some = new MapFilter({ code: (text: string) => (text === '' ? undefined : several(text.length)) })
expectTypeOf(some.getOne()).toEqualTypeOf<number | undefined>()

const each = new MapFilter({ get: (text: string) => Number(text), put: (at: Date) => at.toISOString() })
expectTypeOf(each).toEqualTypeOf<MapFilter<number, Date, string, string>>()
each.modify({ put: (at) => String(at.getTime()) })
// @ts-expect-error it must go on giving text
each.modify({ put: (at) => at.getTime() })
// @ts-expect-error a date is put, not a number
each.put([5])
