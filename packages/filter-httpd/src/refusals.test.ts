import { get } from '@poe/filter'
import { describe, expect, it } from 'vitest'
import { HttpdFilter, type HttpdFilterOptions } from './index.ts'

const octets = (text: string) => Uint8Array.from(text, (one) => one.charCodeAt(0))
const SMUGGLED = 'GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n'

/** The text of a request with these lines. */
const head = (...lines: string[]) => `${lines.join('\r\n')}\r\n\r\n`
const get11 = (...lines: string[]) => head('GET / HTTP/1.1', 'Host: a', ...lines)
const post = (...lines: string[]) => head('POST / HTTP/1.1', 'Host: a', ...lines)
const chunked = (content: string) => `${post('Transfer-Encoding: chunked')}${content}`
const small: HttpdFilterOptions = { maxHead: 300, maxHeaders: 5, maxTarget: 20, maxContent: 10 }

/** What is wrong, the request, the status, and maybe other options. */
const REFUSED: readonly (readonly [string, string, number, HttpdFilterOptions?])[] = [
  // The request line
  ['no request line', head('hello', 'Host: a'), 400],
  ['a line of blanks', head('   ', 'Host: a'), 400],
  ['a blank in front', head(' GET / HTTP/1.1', 'Host: a'), 400],
  ['two blanks', head('GET  / HTTP/1.1', 'Host: a'), 400],
  ['two blanks before the version', head('GET /  HTTP/1.1', 'Host: a'), 400],
  ['a tab for a blank', head('GET\t/ HTTP/1.1', 'Host: a'), 400],
  ['a blank behind', head('GET / HTTP/1.1 ', 'Host: a'), 400],
  ['no version', head('GET /'), 400],
  ['no target', head('GET HTTP/1.1', 'Host: a'), 400],
  ['a version of words', head('GET / HTTP/one', 'Host: a'), 400],
  ['a version of two digits', head('GET / HTTP/1.11', 'Host: a'), 400],
  ['a small version', head('GET / http/1.1', 'Host: a'), 400],
  ['another protocol', head('GET / RTSP/1.0', 'Host: a'), 400],
  ['HTTP/2', head('PRI * HTTP/2.0', 'Host: a'), 505],
  ['HTTP/3', head('GET / HTTP/3.0', 'Host: a'), 505],
  ['HTTP/0.9', head('GET / HTTP/0.9'), 505],
  ['a method with a colon', head('GE:T / HTTP/1.1', 'Host: a'), 400],
  ['a method with a slash', head('GET/ / HTTP/1.1', 'Host: a'), 400],
  ['a method above 127', head('G\xc9T / HTTP/1.1', 'Host: a'), 400],
  ['a NUL in the method', head('G\0T / HTTP/1.1', 'Host: a'), 400],
  ['a NUL in the target', head('GET /\0 HTTP/1.1', 'Host: a'), 400],
  ['a DEL in the target', head('GET /\x7f HTTP/1.1', 'Host: a'), 400],
  ['a blank in the target', head('GET /a b HTTP/1.1', 'Host: a'), 400],
  ['a target that is no path', head('GET x HTTP/1.1', 'Host: a'), 400],
  ['a target of another scheme', head('GET ftp://x/ HTTP/1.1', 'Host: a'), 400],
  ['a URL without a host', head('GET http:///x HTTP/1.1', 'Host: a'), 400],
  ['an asterisk for GET', head('GET * HTTP/1.1', 'Host: a'), 400],
  ['CONNECT to a path', head('CONNECT / HTTP/1.1', 'Host: a'), 400],
  ['CONNECT without a port', head('CONNECT x HTTP/1.1', 'Host: a'), 400],
  ['a long target', head(`GET /${'x'.repeat(20)} HTTP/1.1`, 'Host: a'), 414, small],
  ['a target without end', `GET /${'x'.repeat(200)}`, 414, small],
  // Line ends
  ['a bare CR in the line', 'GET / HTTP/1.1\rHost: a\r\n\r\n', 400],
  ['a bare LF after the line', 'GET / HTTP/1.1\nHost: a\r\n\r\n', 400],
  ['bare LFs only', 'GET / HTTP/1.1\nHost: a\n\n', 400],
  ['a bare LF in front', `\n${get11()}`, 400],
  ['a bare LF after a header', 'GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n', 400],
  ['a bare LF for the empty line', 'GET / HTTP/1.1\r\nHost: a\r\n\n', 400],
  ['a bare CR in a header', get11('X: a\rY: b'), 400],
  ['a bare CR in front of a header', get11('\rX: a'), 400],
  ['two CRs', 'GET / HTTP/1.1\r\nHost: a\r\r\n\r\n', 400],
  // Headers
  ['a header that goes on in the next line', get11('X: a', ' b'), 400],
  ['the same with a tab', get11('X: a', '\tb'), 400],
  ['a first header that goes on', head('GET / HTTP/1.1', ' Host: a'), 400],
  ['a blank before the colon', post('Content-Length : 3'), 400],
  ['a tab before the colon', post('Content-Length\t: 3'), 400],
  ['no colon', get11('hello'), 400],
  ['no name', get11(': x'), 400],
  ['a blank in the name', get11('X Y: z'), 400],
  ['brackets in the name', get11('X[0]: z'), 400],
  ['a name above 127', get11('\xe9: z'), 400],
  ['a NUL in the name', get11('X\0: z'), 400],
  ['a NUL in the value', get11('X: a\0b'), 400],
  ['a BEL in the value', get11('X: a\x07b'), 400],
  ['a DEL in the value', get11('X: a\x7fb'), 400],
  ['too many headers', get11('A: 1', 'B: 2', 'C: 3', 'D: 4', 'E: 5'), 431, small],
  ['a long header', get11(`X: ${'y'.repeat(300)}`), 431, small],
  ['a header without end', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'y'.repeat(300)}`, 431, small],
  // Host
  ['no host', head('GET / HTTP/1.1'), 400],
  ['two hosts', get11('Host: a'), 400],
  ['two different hosts', get11('host: b'), 400],
  ['a host with a path', head('GET / HTTP/1.1', 'Host: a/b'), 400],
  ['a host with a blank', head('GET / HTTP/1.1', 'Host: a b'), 400],
  ['a host with a user', head('GET / HTTP/1.1', 'Host: u@a'), 400],
  ['a list of hosts', head('GET / HTTP/1.1', 'Host: a,b'), 400],
  // Lengths
  ['a negative length', post('Content-Length: -1'), 400],
  ['a length with a plus', post('Content-Length: +3'), 400],
  ['a hexadecimal length', post('Content-Length: 0x3'), 400],
  ['a fraction', post('Content-Length: 3.0'), 400],
  ['a length with an exponent', post('Content-Length: 3e0'), 400],
  ['an empty length', post('Content-Length:'), 400],
  ['a length of words', post('Content-Length: three'), 400],
  ['a length with a blank inside', post('Content-Length: 3 3'), 400],
  ['a list of lengths', post('Content-Length: 3, 3'), 400],
  ['a length beyond all counting', post(`Content-Length: ${'9'.repeat(30)}`), 400],
  ['two lengths', post('Content-Length: 3', 'Content-Length: 4'), 400],
  ['two lengths that agree', post('Content-Length: 3', 'content-length: 3'), 400],
  ['more content than allowed', post('Content-Length: 11'), 413, small],
  ['a length and chunks', post('Content-Length: 3', 'Transfer-Encoding: chunked'), 400],
  ['chunks and a length', post('Transfer-Encoding: chunked', 'Content-Length: 3'), 400],
  ['encoded content without a length', post('Content-Encoding: gzip'), 411],
  // Transfer-Encoding
  ['another coding', post('Transfer-Encoding: gzip'), 501],
  ['two codings', post('Transfer-Encoding: gzip, chunked'), 501],
  ['chunks twice', post('Transfer-Encoding: chunked, chunked'), 501],
  ['chunks not last', post('Transfer-Encoding: chunked, gzip'), 501],
  ['a misspelt coding', post('Transfer-Encoding: xchunked'), 501],
  ['a coding in quotes', post('Transfer-Encoding: "chunked"'), 501],
  ['an empty coding', post('Transfer-Encoding:'), 501],
  ['identity', post('Transfer-Encoding: identity'), 501],
  ['two headers of codings', post('Transfer-Encoding: chunked', 'Transfer-Encoding: chunked'), 400],
  ['codings that contradict', post('Transfer-Encoding: chunked', 'Transfer-Encoding: identity'), 400],
  ['chunks in HTTP/1.0', head('POST / HTTP/1.0', 'Transfer-Encoding: chunked'), 400],
  // Chunks
  ['a chunk without a size', chunked('\r\nabc\r\n'), 400],
  ['a size of words', chunked('three\r\nabc\r\n'), 400],
  ['a size with 0x', chunked('0x3\r\nabc\r\n'), 400],
  ['a negative size', chunked('-3\r\nabc\r\n'), 400],
  ['a size with a plus', chunked('+3\r\nabc\r\n'), 400],
  ['a blank in front of a size', chunked(' 3\r\nabc\r\n'), 400],
  ['a blank behind a size', chunked('3 \r\nabc\r\n'), 400],
  ['a size beyond all counting', chunked(`${'f'.repeat(17)}\r\n`), 400],
  ['a size and a bare LF', chunked('3\nabc\r\n0\r\n\r\n'), 400],
  ['a bare CR in an extension', chunked('3;a\rb\r\nabc\r\n'), 400],
  ['a NUL in an extension', chunked('3;a\0b\r\nabc\r\n'), 400],
  ['an extension without end', chunked(`3;${'x'.repeat(300)}`), 400],
  ['a chunk longer than its size', chunked('3\r\nabcd\r\n0\r\n\r\n'), 400],
  ['a chunk that ends in a bare LF', chunked('3\r\nabc\n0\r\n\r\n'), 400],
  ['a chunk that ends in a bare CR', chunked('3\r\nabc\rx'), 400],
  ['more content in chunks than allowed', chunked('8\r\n12345678\r\n3\r\nabc\r\n'), 413, small],
  ['a trailer that is none', chunked('0\r\nhello\r\n\r\n'), 400],
  ['a trailer that goes on', chunked('0\r\nX: a\r\n b\r\n\r\n'), 400],
  ['trailers without end', chunked(`0\r\n${'X: yyyyyyyy\r\n'.repeat(40)}`), 431, small],
  ['a bare LF behind the last chunk', chunked('0\r\n\n'), 400],
  // Expect
  ['another expectation', post('Content-Length: 1', 'Expect: miracles'), 417],
  ['two expectations', post('Content-Length: 1', 'Expect: 100-continue', 'Expect: 100-continue'), 400],
]

describe('HttpdFilter', () => {
  it('knows at least 80 ways to be wrong', () => {
    expect(REFUSED.length).toBeGreaterThanOrEqual(80)
    expect(new Set(REFUSED.map(([what]) => what)).size).toBe(REFUSED.length)
  })

  it.each(REFUSED.map(([what, text, status, options = {}]) => [what, { text, status, options }] as const))(
    'refuses %s',
    (_, { text, status, options }) => {
      const whole = octets(`${text}${SMUGGLED}`)
      for (const size of [whole.length, 1, 7]) {
        const filter = new HttpdFilter(options)
        const records = []
        for (let at = 0; at < whole.length; at += size) records.push(...get(filter, [whole.subarray(at, at + size)]))
        expect(records).toEqual([expect.objectContaining({ kind: 'answer', keepAlive: false })])
        const [answer] = records
        if (answer?.kind !== 'answer') throw new Error('no answer')
        expect(answer.response.status).toBe(status)
        expect(filter.getPending()).toBeNull()
        const sent = filter.put([answer.response]).join('')
        expect(sent).toMatch(new RegExp(`^HTTP/1\\.1 ${status} [A-Z]`))
        expect(sent).toContain('\r\nConnection: close\r\n')
        expect(sent).not.toContain('smuggled')
      }
    },
  )

  it('gives the requests before a refusal, and reads again after reset', () => {
    const filter = new HttpdFilter()
    const records = get(filter, [octets(`${get11()}nonsense\r\n\r\n${SMUGGLED}`)])
    expect(records.map(({ kind }) => kind)).toEqual(['request', 'answer'])
    expect(get(filter, [octets(SMUGGLED)])).toEqual([])
    filter.reset()
    expect(get(filter, [octets(get11())]).map(({ kind }) => kind)).toEqual(['request'])
  })

  it('keeps no input after a refusal', () => {
    const filter = new HttpdFilter()
    get(filter, [octets('nonsense\r\n\r\n')])
    for (let i = 0; i < 100; i++) filter.getOneStart([new Uint8Array(1_000_000)])
    expect(filter.getPending()).toBeNull()
  })

  it('shows nothing the client sent in a refusal', () => {
    const [answer] = get(new HttpdFilter(), [octets('<script>alert(1)</script>\r\n\r\n')])
    expect(answer?.kind === 'answer' ? answer.response.body : '').not.toContain('script')
  })

  it.each([
    [{ maxContent: 0 }, 'ERR_POE_BAD_OPTION'],
    [{ maxContent: 100, maxHead: 100, maxBuffer: 199 }, 'ERR_POE_BAD_OPTION'],
    [{ maxcontent: 5 }, 'ERR_POE_UNKNOWN_OPTION'],
    [{ date: 'now' }, 'ERR_POE_BAD_OPTION'],
  ])('refuses the options %j', (options, code) => {
    expect(() => new HttpdFilter(options as never)).toThrow(expect.objectContaining({ code }))
  })
})
