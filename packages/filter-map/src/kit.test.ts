import { PoeError } from '@poe/errors'
import { testFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { MapFilter } from './index.ts'

function numberOf(text: string): number {
  if (/^\d+$/.test(text)) return Number(text)
  throw new PoeError('ERR_POE_FILTER_NUMBER', `"${text}" is no number.`)
}

testFilter(
  { describe, it },
  {
    name: 'MapFilter',
    create: () => new MapFilter({ get: numberOf, put: (number: number) => `${number}` }),
    records: [1, 20, 0, 3],
    items: true,
    malformed: [
      { name: 'what its function refuses', wire: ['1', 'x', '2'], before: [1], code: 'ERR_POE_FILTER_NUMBER' },
      {
        name: 'more than maxBuffer records at once',
        wire: ['1', '2'],
        whole: true,
        code: 'ERR_POE_FILTER_BUFFER_FULL',
        create: () => new MapFilter({ get: numberOf, put: String, maxBuffer: 1 }),
      },
    ],
  },
)
