import { testFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { GrepFilter } from './index.ts'

const create = () => new GrepFilter({ code: (text: string) => !text.startsWith('#') })

testFilter(
  { describe, it },
  {
    name: 'GrepFilter',
    create,
    records: ['a', '', 'b'],
    items: true,
    malformed: [
      {
        name: 'more than maxBuffer records at once',
        wire: ['#', '#'],
        whole: true,
        code: 'ERR_POE_FILTER_BUFFER_FULL',
        create: () => new GrepFilter({ code: (text: string) => text === '', maxBuffer: 1 }),
      },
    ],
  },
)
testFilter(
  { describe, it },
  { name: 'GrepFilter that drops', create, records: ['a', 'b'], wire: ['#1', 'a', '#2', '#3', 'b'], items: true },
)
