import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { fuzzFilter, testFilter } from '@poe/test-filters'
import { __Class__ } from './index.ts'

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

// What every filter promises.
testFilter(
  { describe, it },
  {
    name: '__Class__',
    create: () => new __Class__({ maxLength: 1000 }),
    records: ['one', '', 'two é'].map(octets),
    malformed: [
      {
        name: 'a record that is too long',
        wire: [octets(`one\0${'x'.repeat(1001)}`)],
        before: [octets('one')],
        code: 'ERR_POE_FILTER_TOO_LONG',
      },
    ],
  },
)

fuzzFilter(
  { describe, it },
  {
    name: '__Class__',
    create: () => new __Class__({ maxLength: 500 }),
    puts: (random) => random.list(8, () => octets(random.text(20, '\0'))),
    most: 100_000,
  },
)

// What this one promises.
describe('__Class__', () => {
  it('takes another separator', () => {
    const filter = new __Class__({ separator: 59 })
    filter.getOneStart([octets('a;b;c')])
    assert.deepEqual([filter.getOne(), filter.getOne(), filter.getOne()], [octets('a'), octets('b'), undefined])
  })

  it('refuses to write what it could not read', () => {
    assert.throws(() => new __Class__().put([octets('a\0b')]), { code: 'ERR_POE_BAD_RECORD' })
  })
})
