import { testFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { RecordBlockFilter } from './index.ts'

testFilter(
  { describe, it },
  {
    name: 'RecordBlockFilter',
    create: () => new RecordBlockFilter<number>({ blockSize: 3 }),
    records: [
      [1, 2, 3],
      [4, 5, 6],
    ],
    items: true,
    malformed: [
      {
        name: 'more than maxBuffer records at once',
        wire: [1, 2, 3, 4],
        whole: true,
        code: 'ERR_POE_FILTER_BUFFER_FULL',
        create: () => new RecordBlockFilter<number>({ blockSize: 3, maxBuffer: 3 }),
      },
    ],
  },
)
