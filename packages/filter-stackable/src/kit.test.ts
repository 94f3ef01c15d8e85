import { swapMatrix, testFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { Characters, octets, Pairs, Semicolons } from './filters.test-support.ts'
import { StackableFilter } from './index.ts'

const stack = {
  name: 'StackableFilter',
  create: () => new StackableFilter({ filters: [new Semicolons(), new Characters(), new Pairs()] }),
  records: [
    ['a', 'b'],
    ['c', 'd'],
  ] as [string, string][],
  wire: [octets('abc;d;')],
  rewritesPending: true,
}
const one = { name: 'StackableFilter of one', create: () => new StackableFilter({ filters: [new Semicolons()] }) }

testFilter({ describe, it }, stack)
testFilter({ describe, it }, { ...one, records: ['a', '', 'bc'] })
swapMatrix({ describe, it }, [stack, { ...one, records: ['x', 'y'] }])
