import { expect, it } from 'vitest'
import { FILTER_ERROR, get } from './index.ts'
import { NulFilter, octets } from './nul-filter.test-support.ts'

it('get gives every record of some chunks', () => {
  const filter = new NulFilter()
  expect(get(filter, [octets('one\0tw'), octets('o\0\0th')])).toEqual(['one', 'two', ''])
  expect(get(filter, [])).toEqual([])
  expect(get(filter, [octets('ree\0')])).toEqual(['three'])
})

it('names the codes by which a filter says that its input is at fault', () => {
  expect(FILTER_ERROR).toBe('ERR_POE_FILTER_')
})
