import type { Filter } from '@poe/filter'
import { BlockFilter } from '@poe/filter-block'
import { GrepFilter } from '@poe/filter-grep'
import { HttpdFilter } from '@poe/filter-httpd'
import { JsonLinesFilter } from '@poe/filter-jsonl'
import { LineFilter, type LineFilterOptions } from '@poe/filter-line'
import { MapFilter } from '@poe/filter-map'
import { RecordBlockFilter } from '@poe/filter-recordblock'
import { ReferenceFilter } from '@poe/filter-reference'
import { v8Serializer } from '@poe/filter-reference/v8'
import { zlibCompression } from '@poe/filter-reference/zlib'
import { StackableFilter } from '@poe/filter-stackable'
import { StreamFilter } from '@poe/filter-stream'
import type { FuzzCase, Random } from '@poe/test-filters'

const MOST = 4096

type Any = Filter<unknown, unknown>
const limits = { maxLength: 512, maxBuffer: MOST }

function line(name: string, without: string, options: LineFilterOptions): FuzzCase {
  const create = () => new LineFilter({ ...limits, ...options }) as Any
  return { name: `Line, ${name}`, create, puts: (random) => random.list(8, () => random.text(20, without)) }
}

const text = (): Filter<string> => new LineFilter({ literal: '\n', ...limits })
const lines = (random: Random) => random.list(8, () => random.text(20, '\n'))

/** Anything JSON can say, except that -0 is 0 and a key may not be one of the prototype's. */
function json(random: Random, depth = 3): unknown {
  switch (random.below(depth > 0 ? 7 : 5)) {
    case 0:
      return null
    case 1:
      return random.below(2) === 1
    case 2:
      return random.below(2 ** 32) - 2 ** 31
    case 3:
      return random.below(1000) / 8 + 0.5
    case 4:
      return random.text(12)
    case 5:
      return random.list(4, () => json(random, depth - 1))
    default:
      return Object.fromEntries(random.list(4, () => [`k${random.text(4)}`, json(random, depth - 1)]))
  }
}

/** Requests of every kind, with a request in the content of some. */
function requests(random: Random): Uint8Array {
  const parts = random.list(4, () => {
    const line = `${random.pick(['GET', 'POST', 'x'])} /${random.pick(['', 'a?b', '%20'])} HTTP/1.${random.below(2)}`
    const fields = random.list(3, () => `X-${random.below(9)}: ${random.text(8, '\r\n\0')}\r\n`).join('')
    const content = random.pick(['', 'abc', '0\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n'])
    const head = `${line}\r\nHost: a\r\n${fields}`
    if (random.below(2) === 0) return `${head}Content-Length: ${content.length}\r\n\r\n${content}`
    const chunk = content === '' ? '' : `${content.length.toString(16)}\r\n${content}\r\n`
    return `${head}Transfer-Encoding: chunked\r\n\r\n${chunk}0\r\n\r\n`
  })
  return new TextEncoder().encode(parts.join(''))
}

/** Requests as the data they are. */
function httpd(): Any {
  const filter = new HttpdFilter({ maxContent: 500, maxHead: 500, maxBuffer: MOST })
  const getOne = filter.getOne.bind(filter)
  const asData = () => {
    const record = getOne()
    if (record?.kind !== 'request') return record === undefined ? undefined : record.response.status
    return [record.method, record.target, record.rawHeaders, [...record.content], record.trailers]
  }
  return Object.assign(filter, { getOne: asData }) as never
}

const CASES: readonly FuzzCase[] = [
  line('any newline', '\r\n', {}),
  line('found out', '\r\n', { inputLiteral: '' }),
  line('of two letters', 'ab', { literal: 'ab' }),
  line('by a regular expression', ';,', { inputRegexp: /[;,]/, outputLiteral: ';' }),
  {
    name: 'Line, octets',
    create: () => new LineFilter({ literal: '\0', encoding: 'bytes', ...limits }) as Any,
    puts: (random) => random.list(8, () => random.octets(30).filter((octet) => octet !== 0)),
  },
  {
    name: 'Stream',
    create: () => new StreamFilter({ maxBuffer: MOST }) as Any,
    puts: (random) => random.list(8, () => random.octets(50)),
    unframed: true,
  },
  {
    name: 'Block, fixed',
    create: () => new BlockFilter({ blockSize: 7, maxBuffer: MOST }) as Any,
    puts: (random) => random.list(20, () => Uint8Array.from({ length: 7 }, () => random.below(256))),
  },
  {
    name: 'Block, by length',
    create: () => new BlockFilter(limits) as Any,
    puts: (random) => random.list(8, () => random.octets(60)),
  },
  {
    name: 'Grep',
    create: () =>
      new StackableFilter({
        filters: [text(), new GrepFilter({ code: (one: string) => !one.startsWith('0') })],
      }) as Any,
    puts: (random) => lines(random).filter((one) => !one.startsWith('0')),
  },
  {
    name: 'Map',
    create: () =>
      new StackableFilter({
        filters: [text(), new MapFilter({ code: (one: string) => [...one].reverse().join('') })],
      }) as Any,
    puts: lines,
  },
  {
    name: 'RecordBlock',
    create: () => new StackableFilter({ filters: [text(), new RecordBlockFilter<string>({ blockSize: 3 })] }) as Any,
    puts: (random) => random.list(4, () => [random.text(9, '\n'), random.text(9, '\n'), random.text(9, '\n')]),
  },
  {
    name: 'JSON lines',
    create: () => new JsonLinesFilter(limits) as Any,
    puts: (random) => random.list(4, () => json(random)),
  },
  {
    name: 'Reference',
    create: () => new ReferenceFilter(limits) as Any,
    puts: (random) => random.list(4, () => json(random)),
  },
  {
    name: 'Reference, zlib',
    create: () => new ReferenceFilter({ ...limits, compression: zlibCompression({ maxOutput: 4096 }) }) as Any,
    puts: (random) => random.list(4, () => json(random)),
  },
  {
    name: 'Reference, structured clone',
    create: () => new ReferenceFilter({ ...limits, serializer: v8Serializer }) as Any,
    trusted: true,
    puts: (random) => random.list(4, () => json(random)),
  },
  { name: 'HTTPD', create: httpd, puts: () => [], wire: requests },
]

/** Every filter of octets there is; those of records ride on lines. */
export const FUZZED: readonly FuzzCase[] = CASES.map((one) => ({ most: MOST, ...one }))
