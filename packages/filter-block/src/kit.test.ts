import { swapMatrix, testFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { BlockFilter } from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const TOO_LONG = 'ERR_POE_FILTER_BLOCK_TOO_LONG'
const LENGTH = 'ERR_POE_FILTER_BLOCK_LENGTH'

const fixed = {
  name: 'BlockFilter of a fixed size',
  create: () => new BlockFilter({ blockSize: 3 }),
  records: [octets('abc'), octets('12\0'), octets('€')],
}
const decimal = {
  name: 'BlockFilter with decimal lengths',
  create: () => new BlockFilter({ maxLength: 20 }),
  records: [octets('abc'), octets(''), octets('2\0'), octets('0123456789é')],
  malformed: [
    { name: 'a letter', wire: [octets('x')], code: LENGTH },
    { name: 'a sign', wire: [octets('-1\0')], code: LENGTH },
    { name: 'a letter after digits', wire: [octets('1\0a1x')], code: LENGTH, before: [octets('a')] },
    { name: 'zeros without end', wire: [octets('0'.repeat(40))], code: LENGTH },
    { name: 'a length above maxLength', wire: [octets('1\0a21\0bcd')], code: TOO_LONG, before: [octets('a')] },
    { name: 'a length of 10^18', wire: [octets(`1${'0'.repeat(18)}`)], code: TOO_LONG },
  ],
}
const binary = {
  name: 'BlockFilter with lengths of two octets',
  create: () =>
    new BlockFilter({
      lengthCodec: {
        encode: (length) => Uint8Array.of(length >> 8, length & 255),
        decode: ([high, low]) => (low === undefined ? undefined : { length: (high ?? 0) * 256 + low, size: 2 }),
      },
    }),
  records: [octets('abc'), octets(''), octets('0123456789')],
}

for (const one of [fixed, decimal, binary]) testFilter({ describe, it }, one)
swapMatrix({ describe, it }, [fixed, decimal, binary])
