import { describe, expect, it } from 'vitest'
import { encodeProxyHeader, ProxyDecoder, type ProxyDecoderOptions, type ProxyHeader } from './index.ts'

const octets = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

const SIGNATURE = '\r\n\r\n\0\r\nQUIT\n'

/** A header of version 2 from its parts, right or wrong. */
const binary = (command: number, family: number, told: string, length = told.length): Uint8Array =>
  octets(`${SIGNATURE}${String.fromCharCode(command, family, length >> 8, length & 255)}${told}`)

const decode = (given: Uint8Array | string, options?: ProxyDecoderOptions): ProxyHeader | null =>
  new ProxyDecoder(options).decode(typeof given === 'string' ? octets(given) : given)

const inet = (address: string, port: number) => ({ family: 'inet', address, port })
const inet6 = (address: string, port: number) => ({ family: 'inet6', address, port })
const unix = (address: string) => ({ family: 'unix', address, port: 0 })
const BLOCK4 = '\x0a\x01\x02\x03\xc0\xa8\x00\x01\xdb\x68\x01\xbb'

describe('ProxyDecoder, version 1', () => {
  it.each<[string, object]>([
    [
      'PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n',
      { transport: 'stream', source: inet('192.168.0.1', 56_324), destination: inet('192.168.0.11', 443) },
    ],
    [
      'PROXY TCP4 255.255.255.255 0.0.0.0 65535 0\r\n',
      { transport: 'stream', source: inet('255.255.255.255', 65_535), destination: inet('0.0.0.0', 0) },
    ],
    [
      'PROXY TCP6 2001:DB8:0:0:0:0:0:1 ::1 1 2\r\n',
      { transport: 'stream', source: inet6('2001:db8::1', 1), destination: inet6('::1', 2) },
    ],
    [
      'PROXY TCP6 ffff:f...f:ffff ffff:f...f:ffff 65535 65535\r\n'.replaceAll('f...f', Array(6).fill('ffff').join(':')),
      {
        transport: 'stream',
        source: inet6(Array(8).fill('ffff').join(':'), 65_535),
        destination: inet6(Array(8).fill('ffff').join(':'), 65_535),
      },
    ],
    [
      'PROXY TCP6 ::ffff:10.1.2.3 :: 1 2\r\n',
      { transport: 'stream', source: inet6('::ffff:10.1.2.3', 1), destination: inet6('::', 2) },
    ],
    ['PROXY UNKNOWN\r\n', { transport: 'unknown', source: null, destination: null }],
    [
      `PROXY UNKNOWN ${Array(8).fill('ffff').join(':')} ${Array(8).fill('ffff').join(':')} 65535 65535\r\n`,
      { transport: 'unknown', source: null, destination: null },
    ],
  ])('reads %j', (line, told) => {
    expect(decode(line)).toEqual({ version: 1, local: false, tlvs: [], ...told })
  })

  it.each<[string, string, string]>([
    ['GET / HTTP/1.0\r\n', 'ERR_POE_PROXY_MISSING', 'octet 0x47 cannot be part of one'],
    ['PROXI TCP4', 'ERR_POE_PROXY_MISSING', 'octet 0x49'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 1 2\n', 'ERR_POE_PROXY_MALFORMED', 'does not end with CR and LF'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r1', 'ERR_POE_PROXY_MALFORMED', 'does not end with CR and LF'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\r\n', 'ERR_POE_PROXY_MALFORMED', 'does not end with CR and LF'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 1 2\t\r\n', 'ERR_POE_PROXY_MALFORMED', 'is not text'],
    ['PROXY TCP4 \xff', 'ERR_POE_PROXY_MALFORMED', 'is not text'],
    ['PROXY UDP4 1.2.3.4 5.6.7.8 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'names the family "UDP4"'],
    ['PROXY \r\n', 'ERR_POE_PROXY_MALFORMED', 'names the family ""'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 1\r\n', 'ERR_POE_PROXY_MALFORMED', 'has 3 words after TCP4'],
    ['PROXY TCP4 1.2.3.4  5.6.7.8 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has 5 words after TCP4'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 1 2 \r\n', 'ERR_POE_PROXY_MALFORMED', 'has 5 words after TCP4'],
    ['PROXY TCP4 1.2.3.04 5.6.7.8 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP4 address "1.2.3.04"'],
    ['PROXY TCP4 1.2.3 5.6.7.8 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP4 address "1.2.3"'],
    ['PROXY TCP4 1.2.3.4 256.6.7.8 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP4 address "256.6.7.8"'],
    ['PROXY TCP4 ::1 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP4 address "::1"'],
    ['PROXY TCP6 1.2.3.4 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address "1.2.3.4"'],
    ['PROXY TCP6 1::2::3 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address "1::2::3"'],
    ['PROXY TCP6 1:2:3:4:5:6:7 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address'],
    ['PROXY TCP6 1:2:3:4:5:6:7:8:9 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address'],
    ['PROXY TCP6 1:2:3:4::5:6:7:8 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address'],
    ['PROXY TCP6 12345:: ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address'],
    ['PROXY TCP6 :1 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address'],
    ['PROXY TCP6 fe80::1%eth0 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address'],
    ['PROXY TCP6 1.2.3.4::1 ::1 1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the TCP6 address'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 65536 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the port "65536"'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 1 02\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the port "02"'],
    ['PROXY TCP4 1.2.3.4 5.6.7.8 -1 2\r\n', 'ERR_POE_PROXY_MALFORMED', 'has the port "-1"'],
    [`PROXY UNKNOWN ${'x'.repeat(92)}\r\n`, 'ERR_POE_PROXY_TOO_LONG', 'has 108 octets, more than maxLength, 107'],
  ])('refuses %j', (line, code, message) => {
    expect(() => decode(line)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
  })

  it('takes 107 octets, and no more than maxLength', () => {
    const line = `PROXY UNKNOWN ${'x'.repeat(91)}\r\n`
    expect(decode(line)?.version).toBe(1)
    expect(() => decode(line, { maxLength: 106 })).toThrow('more than maxLength, 106')
  })
})

describe('ProxyDecoder, version 2', () => {
  const told = { source: inet('10.1.2.3', 56_168), destination: inet('192.168.0.1', 443) }

  it('reads IPv4, for streams and datagrams', () => {
    expect(decode(binary(0x21, 0x11, BLOCK4))).toEqual({
      version: 2,
      local: false,
      transport: 'stream',
      ...told,
      tlvs: [],
    })
    expect(decode(binary(0x21, 0x12, BLOCK4))).toMatchObject({ transport: 'datagram', ...told })
  })

  it('reads IPv6', () => {
    const source = `\x20\x01\x0d\xb8${'\0'.repeat(11)}\x01`
    const mapped = `${'\0'.repeat(10)}\xff\xff\x0a\x00\x00\x01`
    expect(decode(binary(0x21, 0x21, `${source}${mapped}\x00\x01\x00\x02`))).toMatchObject({
      source: inet6('2001:db8::1', 1),
      destination: inet6('::ffff:10.0.0.1', 2),
    })
  })

  it('reads unix sockets: named, abstract, unnamed', () => {
    const path = (text: string) => text.padEnd(108, '\0')
    const header = (from: string, to: string) => decode(binary(0x21, 0x31, path(from) + path(to)))
    expect(header('/run/a', '\0b')).toMatchObject({ source: unix('/run/a'), destination: unix('\0b') })
    expect(header('', 'x'.repeat(108))).toMatchObject({ source: unix(''), destination: unix('x'.repeat(108)) })
  })

  it('takes LOCAL as it is, whatever it carries, and unknown families without addresses', () => {
    const nothing = { source: null, destination: null, transport: 'unknown', tlvs: [] }
    expect(decode(binary(0x20, 0x00, ''))).toEqual({ version: 2, local: true, ...nothing })
    expect(decode(binary(0x20, 0xff, 'anything'))).toEqual({ version: 2, local: true, ...nothing })
    expect(decode(binary(0x21, 0x00, ''))).toEqual({ version: 2, local: false, ...nothing })
    expect(decode(binary(0x21, 0x10, BLOCK4))).toMatchObject(nothing)
  })

  it('keeps TLVs in order, and skips to the end of the header', () => {
    const decoder = new ProxyDecoder()
    const whole = octets(`\x01\x00\x02h2\x04\x00\x00\xee\x00\x01x`)
    decoder.decode(binary(0x21, 0x11, BLOCK4 + String.fromCharCode(...whole)))
    expect(decoder.header?.tlvs).toEqual([
      { type: 1, value: octets('h2') },
      { type: 4, value: octets('') },
      { type: 0xee, value: octets('x') },
    ])
  })

  it.each<[string, Uint8Array, string, string]>([
    ['a signature that goes wrong', octets('\r\n\r\n\0\r\nQUIX'), 'ERR_POE_PROXY_MISSING', 'octet 0x58'],
    ['another version', binary(0x31, 0x11, BLOCK4), 'ERR_POE_PROXY_MALFORMED', 'it is of version 3'],
    ['another command', binary(0x22, 0x11, BLOCK4), 'ERR_POE_PROXY_MALFORMED', 'has the command 2'],
    ['another family', binary(0x21, 0x41, BLOCK4), 'ERR_POE_PROXY_MALFORMED', 'names the family 0x41'],
    ['another transport', binary(0x21, 0x13, BLOCK4), 'ERR_POE_PROXY_MALFORMED', 'names the family 0x13'],
    ['half addresses', binary(0x21, 0x11, BLOCK4.slice(1)), 'ERR_POE_PROXY_MALFORMED', '11 octets for addresses'],
    ['half a TLV head', binary(0x21, 0x11, `${BLOCK4}\x01\x00`), 'ERR_POE_PROXY_MALFORMED', 'middle of a TLV'],
    ['half a TLV', binary(0x21, 0x11, `${BLOCK4}\x01\x00\x02h`), 'ERR_POE_PROXY_MALFORMED', 'middle of a TLV'],
    [
      'a short checksum',
      binary(0x21, 0x11, `${BLOCK4}\x03\x00\x01h`),
      'ERR_POE_PROXY_MALFORMED',
      'checksum of 1 octets',
    ],
    [
      'a length beyond the limit',
      binary(0x21, 0x11, '', 4081),
      'ERR_POE_PROXY_TOO_LONG',
      '4097 octets, more than maxLength, 4096',
    ],
  ])('refuses %s', (_, given, code, message) => {
    expect(() => decode(given)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }))
  })

  it('verifies the checksum where there is one', () => {
    const good = encodeProxyHeader({
      source: inet('1.2.3.4', 5) as never,
      destination: inet('5.6.7.8', 9) as never,
      checksum: true,
    })
    expect(decode(good)).toMatchObject({ tlvs: [{ type: 3 }] })
    for (let at = 16; at < good.byteLength; at++) {
      const bad = good.slice()
      bad[at] = bad[at]! ^ 1
      // There the TLV becomes another one, and no checksum is left.
      if (at === 28) continue
      expect(() => decode(bad), `octet ${at}`).toThrow()
    }
  })

  it('takes what maxLength allows', () => {
    const long = encodeProxyHeader({ tlvs: [{ type: 0xe0, value: new Uint8Array(60_000) }] })
    expect(() => decode(long)).toThrow('maxLength')
    expect(decode(long, { maxLength: 60_019 })?.tlvs[0]?.value.byteLength).toBe(60_000)
  })
})

describe('ProxyDecoder', () => {
  const lines = [octets('PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n'), binary(0x21, 0x11, BLOCK4)]

  it('puts a header together that was cut anywhere, and keeps what follows', () => {
    for (const header of lines) {
      const all = Uint8Array.of(...header, 1, 2, 3)
      for (let first = 0; first <= header.byteLength; first++)
        for (let second = first; second <= header.byteLength; second += 7) {
          const decoder = new ProxyDecoder()
          const pieces = [all.subarray(0, first), all.subarray(first, second), all.subarray(second)]
          for (const piece of pieces) if (decoder.header === null) decoder.decode(piece)
          expect(decoder.header?.source).not.toBeNull()
          const used = second === header.byteLength ? 0 : 3
          expect(decoder.rest.byteLength).toBe(used)
        }
    }
  })

  it('gives null until the header is whole', () => {
    for (const header of lines) {
      const decoder = new ProxyDecoder()
      for (const octet of header.subarray(0, -1)) expect(decoder.decode(Uint8Array.of(octet))).toBeNull()
      expect(decoder.decode(header.subarray(-1))).not.toBeNull()
    }
  })

  it('says the same error again, and takes nothing once it is done', () => {
    const failed = new ProxyDecoder()
    expect(() => failed.decode(octets('X'))).toThrow('0x58')
    expect(() => failed.decode(octets('P'))).toThrow('0x58')
    const done = new ProxyDecoder()
    done.decode(octets('PROXY UNKNOWN\r\n'))
    expect(() => done.decode(octets('X'))).toThrow(expect.objectContaining({ code: 'ERR_POE_PROXY_DECODED' }))
  })

  it('takes the versions it is told to, and says so at the first octet', () => {
    expect(() => decode('P', { versions: [2] })).toThrow('is of version 1, and only version 2 is taken')
    expect(() => decode('\r', { versions: [1] })).toThrow('is of version 2, and only version 1 is taken')
  })

  it.each<[object, string]>([
    [{ version: 1 }, 'unknown option "version"; did you mean "versions"?'],
    [{ versions: [] }, 'option "versions" must be [1], [2] or [1, 2], not an array of 0.'],
    [{ versions: [3] }, 'option "versions" must be'],
    [{ maxLength: 15 }, 'option "maxLength" must be a whole number from 16 to 65551, not 15.'],
  ])('refuses %j', (options, message) => {
    expect(() => new ProxyDecoder(options as never)).toThrow(message)
  })
})
