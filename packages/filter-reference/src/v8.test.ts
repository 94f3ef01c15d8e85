import { get } from '@poe/filter'
import { testFilter } from '@poe/test-filters'
import { describe, expect, it } from 'vitest'
import { ReferenceFilter } from './index.ts'
import { v8Serializer } from './v8.ts'

const create = () => new ReferenceFilter({ serializer: v8Serializer })
const withCode = (code: string) => expect.objectContaining({ code })

testFilter(
  { describe, it },
  {
    name: 'ReferenceFilter with v8',
    create,
    records: [new Map([[1, new Set(['é'])]]), new Date(5), Uint8Array.of(1, 2), null, [7n]],
  },
)

describe('v8Serializer', () => {
  it('carries cycles and absent values inside', () => {
    const cycle: { self?: unknown; gone: undefined } = { gone: undefined }
    cycle.self = cycle
    const filter = create()
    const [back] = get(filter, filter.put([cycle]) as Uint8Array[]) as [typeof cycle]
    expect(back.self).toBe(back)
    expect(Object.keys(back)).toEqual(['gone', 'self'])
  })

  it.each([
    ['a function', () => {}],
    ['a symbol', Symbol('s')],
    ['a method', { run() {} }],
    ['undefined', undefined],
  ])('puts no %s', (_, value) => {
    expect(() => create().put([value])).toThrow(withCode('ERR_POE_NOT_SERIALIZABLE'))
  })

  it('refuses frames that are none of its own, and goes on', () => {
    const filter = create()
    const [good] = filter.put([{ a: 1 }]) as [Uint8Array]
    const bad = new TextEncoder().encode('4\0text0\x00')
    filter.getOneStart([bad, good])
    expect(() => filter.getOne()).toThrow(withCode('ERR_POE_FILTER_RECORD_THAW'))
    expect(() => filter.getOne()).toThrow(withCode('ERR_POE_FILTER_RECORD_THAW'))
    expect(filter.getOne()).toEqual({ a: 1 })
  })
})
