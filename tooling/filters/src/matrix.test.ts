import { BlockFilter } from '@poe/filter-block'
import { GrepFilter } from '@poe/filter-grep'
import { HttpdFilter, type HttpdRecord } from '@poe/filter-httpd'
import { JsonLinesFilter } from '@poe/filter-jsonl'
import { LineFilter } from '@poe/filter-line'
import { MapFilter } from '@poe/filter-map'
import { RecordBlockFilter } from '@poe/filter-recordblock'
import { ReferenceFilter } from '@poe/filter-reference'
import { StackableFilter } from '@poe/filter-stackable'
import { StreamFilter } from '@poe/filter-stream'
import { swapMatrix } from '@poe/test-filters'
import { describe, it } from 'vitest'

const octets = (text: string) => new TextEncoder().encode(text)
const shown = (record: HttpdRecord) =>
  record.kind === 'request'
    ? `${record.method} ${record.target} ${new TextDecoder().decode(record.content)}`
    : `refused by ${record.response.status}`
const lines = () => new LineFilter({ literal: '\n' })

/** Every filter of octets there is, with a stream of its own; those of records ride on lines. */
const FILTERS = [
  { name: 'Line', create: lines, records: ['one', '', 'zwö €'] },
  { name: 'Line of CRLF', create: () => new LineFilter({ literal: '\r\n' }), records: ['one', '', 'zwö €'] },
  {
    name: 'Line in octets',
    create: () => new LineFilter({ literal: ';', encoding: 'bytes' }),
    records: [octets('a'), octets('bc')],
  },
  { name: 'Block of three', create: () => new BlockFilter({ blockSize: 3 }), records: [octets('abc'), octets('€')] },
  { name: 'Block with lengths', create: () => new BlockFilter(), records: [octets('hello'), octets(''), octets('€')] },
  {
    name: 'Grep on lines',
    create: () =>
      new StackableFilter({ filters: [lines(), new GrepFilter({ code: (line: string) => line !== 'no' })] }),
    records: ['yes', 'ja'],
    rewritesPending: true,
  },
  {
    name: 'Map on lines',
    create: () =>
      new StackableFilter({
        filters: [
          lines(),
          new MapFilter({ get: (line: string) => Number(line), put: (number: number) => String(number) }),
        ],
      }),
    records: [1, 22, 333],
    rewritesPending: true,
  },
  {
    name: 'RecordBlock on lines',
    create: () => new StackableFilter({ filters: [lines(), new RecordBlockFilter<string>({ blockSize: 2 })] }),
    records: [
      ['a', 'b'],
      ['c', ''],
    ],
    rewritesPending: true,
  },
  { name: 'JSON lines', create: () => new JsonLinesFilter(), records: [{ a: 1 }, [null, 'é'], 'x'] },
  { name: 'Reference', create: () => new ReferenceFilter(), records: [{ a: [1, 2] }, 'é', 7] },
  {
    name: 'HTTPD',
    create: () => new HttpdFilter(),
    records: ['GET /a ', 'POST /b hi'],
    wire: [octets('GET /a HTTP/1.1\r\nHost: x\r\n\r\nPOST /b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi')],
    equal: (request: unknown, expected: unknown) => shown(request as HttpdRecord) === expected,
  },
  { name: 'Stream', create: () => new StreamFilter(), records: [octets('what'), octets('ever')], unframed: true },
]

swapMatrix({ describe, it }, FILTERS as never)
