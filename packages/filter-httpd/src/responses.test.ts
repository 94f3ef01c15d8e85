import { get } from '@poe/filter'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  HttpdFilter,
  type HttpdFilterOptions,
  type HttpdPut,
  type HttpdRecord,
  type HttpdRequest,
  type HttpdStreamed,
  responseOf,
} from './index.ts'

const octets = (text: string) => new TextEncoder().encode(text)
const decoder = new TextDecoder()
const wrong = expect.objectContaining({ code: 'ERR_POE_HTTPD_RESPONSE' })

/** A filter that was asked so, and what it was asked. */
function asked(...requests: string[]) {
  const filter = new HttpdFilter()
  const text = requests.map((line) => `${line}\r\nHost: a\r\n\r\n`).join('')
  return { filter, requests: get(filter, [octets(text)]) as HttpdRequest[] }
}

/** What a filter writes that was asked so. */
function answer(request: string, ...records: HttpdPut[]): string {
  return sent(asked(request).filter, ...records)
}

function sent(filter: HttpdFilter<HttpdStreamed>, ...records: HttpdPut[]): string {
  return filter
    .put(records)
    .map((chunk) => (typeof chunk === 'string' ? chunk : decoder.decode(chunk)))
    .join('')
}

const GET = 'GET / HTTP/1.1'
const OLD = 'GET / HTTP/1.0'

describe('HttpdFilter, writing', () => {
  it.each<[string, HttpdPut, string]>([
    [GET, { body: 'é' }, 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\né'],
    [GET, {}, 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n'],
    [GET, { status: 404, body: octets('no') }, 'HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno'],
    [GET, { status: 299 }, 'HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n'],
    [GET, { statusText: 'Fine' }, 'HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n'],
    [GET, { status: 204 }, 'HTTP/1.1 204 No Content\r\n\r\n'],
    [GET, { status: 205 }, 'HTTP/1.1 205 Reset Content\r\nContent-Length: 0\r\n\r\n'],
    [GET, { status: 304, headers: { ETag: 'x' } }, 'HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n'],
    [GET, { status: 304, body: 'four' }, 'HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n'],
    [OLD, { status: 103, headers: { Link: 'x' } }, ''],
    [GET, { status: 103, headers: { Link: 'x' } }, 'HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n'],
    [
      GET,
      { status: 101, headers: { Upgrade: 'x', Connection: 'upgrade' } },
      'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    ],
    ['HEAD / HTTP/1.1', { body: 'four' }, 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n'],
    ['HEAD / HTTP/1.1', { headers: { 'content-length': 9 } }, 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'],
    [OLD, { body: 'x' }, 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx'],
    [
      `${OLD}\r\nConnection: keep-alive`,
      { body: 'x' },
      'HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx',
    ],
    [
      `${OLD}\r\nConnection: keep-alive`,
      { headers: { Connection: 'x, Close' } },
      'HTTP/1.1 200 OK\r\nConnection: x, Close\r\nContent-Length: 0\r\n\r\n',
    ],
    ['CONNECT a:1 HTTP/1.1', {}, 'HTTP/1.1 200 OK\r\n\r\n'],
    [
      'CONNECT a:1 HTTP/1.1',
      { status: 403 },
      'HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n',
    ],
    [`${GET}\r\nConnection: close`, {}, 'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'],
    [
      GET,
      { headers: { 'Set-Cookie': ['a=1', 'b=2'], X: 5 } },
      'HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX: 5\r\nContent-Length: 0\r\n\r\n',
    ],
    [GET, { headers: [['A', 'b']] }, 'HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 0\r\n\r\n'],
    [GET, { headers: new Headers({ A: 'b' }) }, 'HTTP/1.1 200 OK\r\na: b\r\nContent-Length: 0\r\n\r\n'],
  ])('answers %j with %j', (request, response, text) => {
    expect(answer(request, response)).toBe(text)
  })

  it('counts octets, whatever the text', () => {
    for (const body of ['aé€😀', '\ud83d', '\ude00x', 'x'.repeat(5000), `${'é'.repeat(5000)}`])
      expect(answer(GET, { body })).toContain(`Content-Length: ${octets(body).length}\r\n`)
  })

  it('writes the date it is given', () => {
    const filter = new HttpdFilter({ date: () => 'today' })
    expect(sent(filter, {})).toBe('HTTP/1.1 200 OK\r\nDate: today\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
  })

  it.each<[string, HttpdPut]>([
    ['a status that is none', { status: 99 }],
    ['a status of several lines', { statusText: 'a\r\nX: y' }],
    ['a header of several lines', { headers: { X: 'a\r\nY: b' } }],
    ['a NUL in a header', { headers: { X: 'a\0' } }],
    ['a header of what is no octet', { headers: { X: '€' } }],
    ['a status of what is no octet', { statusText: '€' }],
    ['two lengths', { headers: { 'Content-Length': ['1', '1'] }, body: 'x' }],
    ['a name that is none', { headers: { 'X Y': 'a' } }],
    ['a Transfer-Encoding', { headers: { 'transfer-encoding': 'chunked' } }],
    ['a length that is not that of the body', { headers: { 'Content-Length': '5' }, body: 'four' }],
    ['a length that is none', { headers: { 'Content-Length': '5x' }, body: 'fivex' }],
    ['a chunk of nothing', { chunk: 'x' }],
    ['an end of nothing', { last: true }],
    ['a body beside streaming', { streaming: true, body: 'x' }],
  ])('refuses %s, and nothing is written', (_what, response) => {
    const { filter } = asked(GET)
    expect(() => filter.put([response])).toThrow(wrong)
    expect(sent(filter, { body: 'x' })).toBe('HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx')
  })

  it.each([
    [GET, {}, 'Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n3\r\n€\r\n0\r\n\r\n'],
    [GET, { 'Content-Length': '5' }, 'Content-Length: 5\r\n\r\nab€'],
    [OLD, {}, 'Connection: close\r\n\r\nab€'],
    [`${OLD}\r\nConnection: keep-alive`, {}, 'Connection: close\r\n\r\nab€'],
    ['HEAD / HTTP/1.1', {}, 'HTTP/1.1 200 OK\r\n\r\n'],
  ])('streams content: %j %j', (request, headers, text) => {
    const { filter } = asked(request)
    const parts = [
      { streaming: true, headers },
      { chunk: 'ab' },
      { chunk: '' },
      { chunk: octets('€') },
      { last: true as const },
    ]
    expect(parts.map((part) => sent(filter, part)).join('')).toMatch(new RegExp(`${text}$`))
  })

  it('writes trailers behind chunks', () => {
    expect(answer(GET, { streaming: true }, { last: true, trailers: { T: 'u' } })).toMatch(/\r\n0\r\nT: u\r\n\r\n$/)
  })

  it('refuses streams that do not add up', () => {
    const { filter } = asked(GET)
    filter.put([{ streaming: true, headers: { 'Content-Length': '3' } }])
    expect(() => filter.put([{ body: 'x' }])).toThrow(wrong)
    expect(() => filter.put([{ chunk: 'four' }])).toThrow(wrong)
    expect(() => filter.put([{ last: true }])).toThrow(wrong)
    expect(sent(filter, { chunk: 'abc' }, { last: true })).toBe('abc')
  })

  it('answers in the order it was asked, whatever order it is told in', () => {
    const { filter, requests } = asked(GET, GET, 'HEAD / HTTP/1.1', GET)
    const [one, two, three, four] = requests
    expect(sent(filter, { to: four, body: '4' }, { to: two, streaming: true }, { to: two, chunk: 'x' })).toBe('')
    expect(sent(filter, { to: three, body: '3' })).toBe('')
    expect(sent(filter, { to: one, body: '1' })).toMatch(/\r\n\r\n1HTTP.*chunked\r\n\r\n1\r\nx\r\n$/s)
    expect(sent(filter, { to: two, chunk: 'y' })).toBe('1\r\ny\r\n')
    expect(sent(filter, { to: two, last: true })).toMatch(/^0\r\n\r\nHTTP.*Length: 1\r\n\r\nHTTP.*\r\n\r\n4$/s)
    expect(() => filter.put([{ to: one, body: '1' }])).toThrow(wrong)
  })

  it('refuses a request in its turn, behind those that are being worked on', () => {
    const filter = new HttpdFilter()
    const [request, refusal] = get(filter, [octets(`${GET}\r\nHost: a\r\n\r\nnonsense\r\n\r\n`)]) as HttpdRecord[]
    if (request?.kind !== 'request' || refusal?.kind !== 'answer') throw new Error('a request and an answer')
    expect(sent(filter, refusal.response)).toBe('')
    expect(sent(filter, { to: request, body: 'x' })).toMatch(/^HTTP\/1.1 200 .*HTTP\/1.1 400 /s)
  })

  it('writes headers of octets as octets', () => {
    const { filter } = asked(GET)
    const [head, body] = filter.put([{ headers: { X: 'café' }, body: 'é' }])
    expect(Buffer.from(head as Uint8Array).toString('latin1')).toMatch(/^X: café\r$/m)
    expect(body).toBe('é')
  })

  it('loses nothing of a put of which one record is bad', () => {
    const { filter } = asked(GET, GET)
    expect(() => filter.put([{ body: '1' }, { status: 99 }])).toThrow(wrong)
    expect(sent(filter, { body: '2' })).toMatch(/\r\n\r\n1HTTP.*\r\n\r\n2$/s)
  })

  it('writes nothing behind the response that ends the connection', () => {
    const { filter, requests } = asked(GET, GET, GET)
    const [, two, three] = requests
    expect(sent(filter, { to: three, body: '3' }, { to: two, headers: { Connection: 'close' }, body: '2' })).toBe('')
    expect([two?.keepAlive, three?.keepAlive]).toEqual([false, false])
    expect(sent(filter, { body: '1' })).toMatch(/\r\n\r\n1HTTP.*\r\n\r\n2$/s)
    expect(sent(filter, { to: three, body: '3' }, { body: '4' })).toBe('')
    expect(get(filter, [octets(`${GET}\r\nHost: a\r\n\r\n`)])).toEqual([])
    expect(filter.getPending()).toBeNull()
  })

  it('begins no request behind the last one', () => {
    const { filter, requests } = asked(`${GET}\r\nConnection: close`, GET)
    expect(requests).toHaveLength(1)
    expect(sent(filter, { body: 'x' })).toContain('Connection: close')
  })

  it.each([
    ['CONNECT a:1 HTTP/1.1', {}],
    [`${GET}\r\nConnection: upgrade\r\nUpgrade: x`, { status: 101, headers: { Connection: 'upgrade', Upgrade: 'x' } }],
  ])('keeps what comes behind %j for the filter that comes next', (request, response) => {
    const { filter } = asked(request)
    filter.put([response])
    expect(get(filter, [octets('another protocol\r\n')])).toEqual([])
    expect(decoder.decode(filter.getPending()?.[0])).toBe('another protocol\r\n')
    expect(() => filter.put([{ body: 'x' }])).toThrow(wrong)
  })

  const UPLOAD = 'PUT / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue'

  it('ends the connection of a client that was not told to go on', () => {
    const filter = new HttpdFilter({ streaming: true })
    filter.getOneStart([octets(`${UPLOAD}\r\nHost: a\r\n\r\n`)])
    expect(filter.getOne()).toMatchObject({ kind: 'request' })
    expect(sent(filter, { status: 413 })).toContain('Connection: close')
    expect(filter.getOne()).toBeUndefined()
  })

  it('goes on with a client that was told, and with one that did not wait', () => {
    const { filter, requests } = asked(UPLOAD)
    const [ask] = requests as unknown as HttpdRecord[]
    if (ask?.kind !== 'answer') throw new Error('an answer')
    expect(sent(filter, ask.response)).toBe('HTTP/1.1 100 Continue\r\n\r\n')
    expect(get(filter, [octets('ab')])).toMatchObject([{ kind: 'request' }])
    expect(sent(filter, { body: 'x' })).not.toContain('close')

    const other = new HttpdFilter()
    expect(get(other, [octets(`${UPLOAD}\r\nHost: a\r\n\r\na`), octets('b')])).toMatchObject([{ kind: 'request' }])
    expect(sent(other, { body: 'x' })).not.toContain('close')
  })

  it('cuts an answer that has begun where the request turns out to be malformed', () => {
    const filter = new HttpdFilter({ streaming: true })
    const head = `PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n`
    const [request] = get(filter, [octets(head)])
    if (request?.kind !== 'request') throw new Error('a request')
    expect(filter.put([{ to: request, streaming: true }, { chunk: 'x' }])).not.toEqual([])
    const [refusal] = get(filter, [octets('nonsense\r\n')])
    if (refusal?.kind !== 'answer') throw new Error('an answer')
    expect(filter.put([refusal.response, { to: request, chunk: 'y' }, { to: request, last: true }])).toEqual([])
    expect(request.keepAlive).toBe(false)
  })

  it('cuts an answer that begins before the refusal is put', () => {
    const filter = new HttpdFilter({ streaming: true })
    const head = `PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n`
    const [request, refusal] = get(filter, [octets(head)])
    if (request?.kind !== 'request' || refusal?.kind !== 'answer') throw new Error('a request and an answer')
    expect(filter.put([{ to: request, streaming: true }, { chunk: 'x' }])).not.toEqual([])
    expect(filter.put([refusal.response, { to: request, chunk: 'y' }])).toEqual([])
  })

  it('takes the platform’s responses', async () => {
    const response = await responseOf(Response.json({ a: 1 }, { status: 201 }))
    expect(answer(GET, response)).toBe(
      'HTTP/1.1 201 Created\r\ncontent-type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}',
    )
    expect(await responseOf(new Response(null, { status: 204 }))).toMatchObject({ status: 204, body: null })
  })
})

it('gives the type of record that streaming says', () => {
  expectTypeOf(new HttpdFilter().getOne()).toEqualTypeOf<HttpdRecord | undefined>()
  expectTypeOf(new HttpdFilter({ streaming: true }).getOne()).toEqualTypeOf<HttpdStreamed | undefined>()
  const open: HttpdFilterOptions = {}
  expectTypeOf(new HttpdFilter(open).getOne()).toEqualTypeOf<HttpdStreamed | undefined>()
  // @ts-expect-error records are responses
  const bad = () => new HttpdFilter().put(['text'])
  expect(bad).toThrow()
})
