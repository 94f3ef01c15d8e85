import { testFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { StreamFilter } from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)

testFilter(
  { describe, it },
  {
    name: 'StreamFilter',
    create: () => new StreamFilter(),
    records: [octets('hello'), octets('wörld')],
    unframed: true,
    malformed: [
      {
        name: 'more than maxBuffer octets at once',
        wire: [octets('hello')],
        code: 'ERR_POE_FILTER_BUFFER_FULL',
        whole: true,
        create: () => new StreamFilter({ maxBuffer: 4 }),
      },
    ],
  },
)
