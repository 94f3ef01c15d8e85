import { get } from '@poe/filter'
import { type FilterCase, fuzzFilter, type Random, testFilter } from '@poe/test-filters'
import { describe, expect, it } from 'vitest'
import { HttpdFilter, type HttpdPut, type HttpdRecord, type HttpdRequest, type HttpdStreamed } from './index.ts'

const octets = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))
const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`

/** What a record says, as data. */
function plain(record: HttpdStreamed): unknown {
  if (record.kind === 'answer') return ['answer', record.response.status, record.keepAlive]
  if (record.kind === 'body') return ['body', String.fromCharCode(...record.octets)]
  if (record.kind === 'end') return ['end', ...record.trailers]
  const { method, target, version, rawHeaders, keepAlive, content, trailers } = record
  return { method, target, version, rawHeaders, keepAlive, content: String.fromCharCode(...content), trailers }
}

const read = (text: string, options = {}) => get(new HttpdFilter(options), [octets(text)]) as HttpdStreamed[]
const requestOf = (text: string) => read(text)[0] as HttpdRequest

const WIRE = [
  head('GET / HTTP/1.1', 'Host: a'),
  head('POST /p?q HTTP/1.1', 'Host: a', 'Content-Length: 5', 'X:  y z '),
  'hello',
  '\r\n',
  head('PUT /c HTTP/1.1', 'host: a', 'transfer-encoding: Chunked'),
  '3\r\nabc\r\nA;x="y"\r\n0123456789\r\n0\r\nT: u\r\n\r\n',
  head('GET /old HTTP/1.0'),
].join('')

const kit: FilterCase<HttpdRecord, HttpdPut> = {
  name: 'HttpdFilter',
  create: () => new HttpdFilter(),
  records: read(WIRE) as HttpdRecord[],
  put: [{ body: 'x' }],
  wire: [octets(WIRE)],
  oneWay: true,
  equal: (a, b) => JSON.stringify(plain(a)) === JSON.stringify(plain(b)),
  malformed: [
    {
      name: 'more requests at once than maxBuffer',
      create: () => new HttpdFilter({ maxContent: 10, maxHead: 100, maxBuffer: 200 }),
      wire: [octets(head('GET / HTTP/1.1', 'Host: a').repeat(10))],
      code: 'ERR_POE_FILTER_BUFFER_FULL',
      whole: true,
    },
  ],
}
testFilter({ describe, it }, kit)

describe('HttpdFilter, reading', () => {
  it('gives requests as they were sent', () => {
    expect(read(WIRE).map(plain)).toEqual([
      { ...bare, target: '/', rawHeaders: ['Host', 'a'] },
      {
        ...bare,
        method: 'POST',
        target: '/p?q',
        rawHeaders: ['Host', 'a', 'Content-Length', '5', 'X', 'y z'],
        content: 'hello',
      },
      {
        ...bare,
        method: 'PUT',
        target: '/c',
        rawHeaders: ['host', 'a', 'transfer-encoding', 'Chunked'],
        content: 'abc0123456789',
        trailers: ['T', 'u'],
      },
      { ...bare, target: '/old', version: '1.0', keepAlive: false },
    ])
  })

  const bare = {
    method: 'GET',
    version: '1.1',
    rawHeaders: [] as string[],
    keepAlive: true,
    content: '',
    trailers: [] as string[],
  }

  it.each([
    ['HTTP/1.1', [], true],
    ['HTTP/1.1', ['Connection: close'], false],
    ['HTTP/1.1', ['Connection: x, CLOSE'], false],
    ['HTTP/1.1', ['Connection: keep-alive', 'Connection: close'], false],
    ['HTTP/1.0', [], false],
    ['HTTP/1.0', ['Connection: Keep-Alive'], true],
    ['HTTP/1.0', ['Connection: keep-alive, close'], false],
  ] as const)('tells whether the connection goes on: %s %j', (version, lines, keepAlive) => {
    expect(requestOf(head(`GET / ${version}`, 'Host: a', ...lines)).keepAlive).toBe(keepAlive)
  })

  it('looks like the platform’s request', async () => {
    const request = requestOf(
      `${head('POST /a?b=c HTTP/1.1', 'Host: h:81', 'X: 1', 'x: 2', 'Content-Length: 9')}{"é":1}`.replace('é', 'Ã©0'),
    )
    expect([request.url.href, request.headers.get('x'), request.header('X')]).toEqual([
      'http://h:81/a?b=c',
      '1, 2',
      '1',
    ])
    expect([await request.text(), await request.json()]).toEqual(['{"é0":1}', { é0: 1 }])
    expect((await request.arrayBuffer()).byteLength).toBe(9)
    const platform = request.toRequest()
    expect([platform.method, platform.url, await platform.text()]).toEqual(['POST', 'http://h:81/a?b=c', '{"é0":1}'])
    expect(request.headers).toBe(request.headers)
  })

  it.each([
    ['GET http://x/y HTTP/1.1', 'http://x/y'],
    ['OPTIONS * HTTP/1.1', 'http://a/'],
    ['CONNECT x:443 HTTP/1.1', 'http://x:443/'],
    ['GET //x/y HTTP/1.1', 'http://a//x/y'],
  ])('makes a URL of the target: %s', (line, url) => {
    expect(requestOf(head(line, 'Host: a')).url.href).toBe(url)
  })

  it('keeps octets above 127 in headers', () => {
    expect(requestOf(head('GET / HTTP/1.1', 'Host: a', 'X: \xe9\x80')).header('x')).toBe('\xe9\x80')
  })

  it('asks for content that the client keeps back, once, and only while it does', () => {
    const text = head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 2', 'Expect: 100-Continue')
    const filter = new HttpdFilter()
    const [answer, ...more] = get(filter, [octets(text)])
    expect([plain(answer as HttpdRecord), more]).toEqual([['answer', 100, true], []])
    if (answer?.kind !== 'answer') throw new Error('no answer')
    expect(filter.put([answer.response])).toEqual(['HTTP/1.1 100 Continue\r\n\r\n'])
    expect(get(filter, [octets('ok')]).map((one) => one.kind)).toEqual(['request'])
    expect(filter.put([{ body: 'x' }])).toEqual(['HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx'])
    expect(read(`${text}o`).map((one) => one.kind)).toEqual([])
    expect(read(`${text}ok`).map((one) => one.kind)).toEqual(['request'])
  })

  it('leaves what comes behind a request to whoever takes over', () => {
    const filter = new HttpdFilter()
    filter.getOneStart([octets(`${head('GET / HTTP/1.1', 'Host: a', 'Upgrade: websocket')}\x81\x05frame`)])
    expect(filter.getOne()?.kind).toBe('request')
    expect(filter.getPending()).toEqual([octets('\x81\x05frame')])
  })

  it('gives content of its own memory', () => {
    const chunk = octets(`${head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 2')}ok`)
    const [request] = get(new HttpdFilter(), [chunk]) as HttpdRequest[]
    expect(request?.content.buffer.byteLength).toBe(2)
  })
})

describe('HttpdFilter, streaming', () => {
  const text = [
    head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 5'),
    'hello',
    head('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked'),
    '3\r\nabc\r\n2\r\nde\r\n0\r\nT: u\r\n\r\n',
    head('GET / HTTP/1.1', 'Host: a'),
  ].join('')

  it('gives the request, its content as it comes, and its end', () => {
    const records = read(text, { streaming: true }).map((one) => (one.kind === 'request' ? one.target : plain(one)))
    expect(records).toEqual(['/', ['body', 'hello'], ['end'], '/', ['body', 'abcde'], ['end', 'T', 'u'], '/'])
  })

  it('gives the same content wherever the input is cut', () => {
    for (let at = 0; at <= text.length; at++) {
      const filter = new HttpdFilter({ streaming: true })
      const records = [...get(filter, [octets(text.slice(0, at))]), ...get(filter, [octets(text.slice(at))])]
      const kinds = records.map((one) => (one.kind === 'body' ? String.fromCharCode(...one.octets) : ` ${one.kind} `))
      expect(kinds.join('')).toBe(' request hello end  request abcde end  request ')
      expect(filter.getPending()).toBeNull()
    }
  })

  it('has no limit for content', () => {
    const filter = new HttpdFilter({ streaming: true, maxContent: 10, maxHead: 100, maxBuffer: 5000 })
    get(filter, [octets(head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 100000'))])
    let size = 0
    for (let i = 0; i < 100; i++)
      for (const record of get(filter, [new Uint8Array(1000)])) if (record.kind === 'body') size += record.octets.length
    expect(size).toBe(100_000)
  })

  it('gives the request, then the 100 it waits for', () => {
    const filter = new HttpdFilter({ streaming: true })
    const wait = head('POST / HTTP/1.1', 'Host: a', 'Content-Length: 2', 'Expect: 100-continue')
    expect(get(filter, [octets(wait)]).map((one) => one.kind)).toEqual(['request', 'answer'])
    expect(get(filter, [octets('ok')]).map((one) => one.kind)).toEqual(['body', 'end'])
  })
})

/** Requests of every kind. */
function wire(random: Random): Uint8Array {
  const parts = random.list(4, () => {
    const lines = [`${random.pick(['GET', 'POST', 'x'])} /${random.pick(['', 'a?b', '%20'])} HTTP/1.${random.below(2)}`]
    lines.push('Host: a', ...random.list(3, () => `X-${random.below(9)}: ${random.pick(['', 'y', '\xe9 z'])}`))
    const content = random.pick(['', 'abc', '0\r\n\r\n', 'GET / HTTP/1.1\r\n\r\n'])
    if (random.below(2) === 0) return `${head(...lines, `Content-Length: ${content.length}`)}${content}`
    const chunks = content === '' ? '' : `${content.length.toString(16)}\r\n${content}\r\n`
    return `${head(...lines, 'Transfer-Encoding: chunked')}${chunks}0\r\n\r\n`
  })
  return octets(parts.join(''))
}

fuzzFilter(
  { describe, it },
  {
    name: 'HttpdFilter',
    create: () => {
      const filter = new HttpdFilter({ maxContent: 500, maxHead: 500, maxBuffer: 4000 })
      const getOne = filter.getOne.bind(filter)
      const readable = () => {
        const record = getOne()
        return record === undefined ? undefined : plain(record)
      }
      return Object.assign(filter, { getOne: readable }) as never
    },
    puts: () => [],
    wire,
    most: 4000,
  },
)
