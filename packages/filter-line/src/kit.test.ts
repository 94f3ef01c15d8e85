import { swapMatrix, testFilter } from '@poe/test-filters'
import { describe, it } from 'vitest'
import { LineFilter } from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)

const malformed = [
  {
    name: 'a line longer than maxLength',
    wire: [octets('ab\nabcdefgh')],
    before: ['ab'],
    code: 'ERR_POE_FILTER_LINE_TOO_LONG',
    create: () => new LineFilter({ maxLength: 4 }),
  },
]

// A line ends at the CR of a CRLF. So that a filter can be swapped anywhere, lines end in an LF, or a CRLF is asked for.
const newlines = {
  name: 'LineFilter',
  create: () => new LineFilter(),
  records: ['hello', '', 'wörld €'],
  wire: [octets('hello\n\nwörld €\n')],
  malformed,
}
const crlf = {
  name: 'LineFilter of CRLF',
  create: () => new LineFilter({ literal: '\r\n' }),
  records: ['a\nb', '', 'wörld\r'],
}
const latin1 = {
  name: 'LineFilter of latin1',
  create: () => new LineFilter({ encoding: 'latin1', literal: ';' }),
  records: ['wörld', '', '\x80'],
}
const bytes = {
  name: 'LineFilter of octets',
  create: () => new LineFilter({ encoding: 'bytes', literal: '\n' }),
  records: [Uint8Array.of(255, 0), new Uint8Array(0), octets('abc')],
}

for (const one of [newlines, crlf, latin1]) testFilter({ describe, it }, one)
testFilter({ describe, it }, bytes)
swapMatrix({ describe, it }, [newlines, crlf, latin1, bytes])
