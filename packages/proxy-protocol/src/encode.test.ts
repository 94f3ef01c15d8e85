import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crc32c } from './crc32c.ts'
import { encodeProxyHeader, PROXY_TLV, type ProxyAddress, ProxyDecoder, proxyFacts } from './index.ts'
import { formatIPv6, parseIPv6 } from './ip.ts'

const text = (octets: Uint8Array): string => new TextDecoder().decode(octets)
const octets = (words: string): Uint8Array => new TextEncoder().encode(words)

const port = fc.integer({ min: 0, max: 65_535 })
const bytes = (count: number) => fc.uint8Array({ minLength: count, maxLength: count })
const inet = fc.record({ family: fc.constant('inet' as const), address: bytes(4).map((ip) => ip.join('.')), port })
const inet6 = fc.record({ family: fc.constant('inet6' as const), address: bytes(16).map(formatIPv6), port })
const path = fc.string({ maxLength: 30 }).filter((name) => !name.endsWith('\0'))
const unix = fc.record({ family: fc.constant('unix' as const), address: path, port: fc.constant(0) })
const tlv = fc.record({ type: fc.integer({ min: 0xe0, max: 0xef }), value: fc.uint8Array({ maxLength: 40 }) })

describe('encodeProxyHeader', () => {
  it('writes what the protocol shows', () => {
    const source: ProxyAddress = { family: 'inet', address: '192.168.0.1', port: 56_324 }
    const destination: ProxyAddress = { family: 'inet', address: '192.168.0.11', port: 443 }
    expect(text(encodeProxyHeader({ version: 1, source, destination }))).toBe(
      'PROXY TCP4 192.168.0.1 192.168.0.11 56324 443\r\n',
    )
    const six = { family: 'inet6', address: '::1', port: 1 } as const
    expect(text(encodeProxyHeader({ version: 1, source: six, destination: six }))).toBe('PROXY TCP6 ::1 ::1 1 1\r\n')
    expect(text(encodeProxyHeader({ version: 1 }))).toBe('PROXY UNKNOWN\r\n')
    expect(text(encodeProxyHeader({ version: 1, local: true, source, destination }))).toBe('PROXY UNKNOWN\r\n')
    expect(Buffer.from(encodeProxyHeader({ source, destination })).toString('hex')).toBe(
      '0d0a0d0a000d0a515549540a' + '2111000c' + 'c0a80001' + 'c0a8000b' + 'dc04' + '01bb',
    )
    expect(Buffer.from(encodeProxyHeader({ local: true, source, destination })).toString('hex')).toBe(
      '0d0a0d0a000d0a515549540a' + '20000000',
    )
  })

  it('is read back as it was, with TLVs and checksum', () => {
    const ends = fc.oneof(fc.tuple(inet, inet), fc.tuple(inet6, inet6), fc.tuple(unix, unix))
    const transport = fc.constantFrom('stream' as const, 'datagram' as const)
    fc.assert(
      fc.property(ends, transport, fc.array(tlv, { maxLength: 5 }), fc.boolean(), (both, kind, tlvs, checksum) => {
        const [source, destination] = both
        const decoder = new ProxyDecoder()
        decoder.decode(encodeProxyHeader({ source, destination, transport: kind, tlvs, checksum }))
        expect(decoder.header).toMatchObject({ version: 2, local: false, transport: kind, source, destination })
        expect(decoder.header?.tlvs.slice(0, tlvs.length)).toEqual(tlvs)
        expect(decoder.header?.tlvs).toHaveLength(tlvs.length + Number(checksum))
        expect(decoder.rest).toHaveLength(0)
      }),
    )
  })

  it('of version 1 is read back as it was', () => {
    fc.assert(
      fc.property(fc.oneof(fc.tuple(inet, inet), fc.tuple(inet6, inet6)), ([source, destination]) => {
        const header = new ProxyDecoder().decode(encodeProxyHeader({ version: 1, source, destination }))
        expect(header).toMatchObject({ version: 1, transport: 'stream', source, destination })
      }),
    )
  })

  const at = (family: string, address: string) => ({ family, address, port: 0 })
  it.each<[object, string]>([
    [{ version: 3 }, 'option "version" must be 1 or 2, not 3.'],
    [{ source: at('inet', '1.2.3.4') }, 'option "destination" must be of the same family as "source"'],
    [{ source: at('inet', '1.2.3.4'), destination: at('inet6', '::1') }, 'of the same family as "source"'],
    [{ source: at('inet', '::1') }, 'option "source" must be null, or { family, address, port } that fit each other'],
    [{ source: { ...at('unix', '/a'), port: 1 } }, 'option "source" must be'],
    [{ source: at('unix', 'x'.repeat(109)) }, 'option "source" must be'],
    [{ source: at('virtual', 'x') }, 'option "source" must be'],
    [{ source: 'here' }, 'option "source" must be'],
    [{ version: 1, source: at('unix', '/a'), destination: at('unix', '/b') }, 'no unix socket where "version" is 1'],
    [{ version: 1, transport: 'datagram' }, '"stream" where "version" is 1'],
    [{ version: 1, checksum: true }, 'option "checksum" must be left out where "version" is 1'],
    [{ version: 1, tlvs: [{ type: 1, value: octets('') }] }, 'option "tlvs" must be left out where "version" is 1'],
    [{ tlvs: [{ type: 256, value: octets('') }] }, 'option "tlvs" must be an array of { type, value }'],
    [{ tlvs: [{ type: 1, value: new Uint8Array(65_535) }] }, 'no longer than 65,535 octets'],
  ])('refuses %j', (options, message) => {
    expect(() => encodeProxyHeader(options as never)).toThrow(message)
  })
})

describe('proxyFacts', () => {
  const sub = (type: number, value: string): number[] => [type, 0, value.length, ...octets(value)]
  const ssl = (flags: number, verify: number) =>
    Uint8Array.of(flags, 0, 0, 0, verify, ...sub(0x21, 'TLSv1.3'), ...sub(0x22, 'client'), ...sub(0x23, 'AES'))

  it('names what is known', () => {
    const tlvs = [
      { type: PROXY_TLV.alpn, value: octets('h2') },
      { type: PROXY_TLV.alpn, value: octets('second') },
      { type: PROXY_TLV.authority, value: octets('example.net') },
      { type: PROXY_TLV.netns, value: octets('blue') },
      { type: PROXY_TLV.uniqueId, value: Uint8Array.of(1, 2) },
      { type: PROXY_TLV.ssl, value: ssl(7, 0) },
    ]
    expect(proxyFacts({ tlvs })).toEqual({
      alpn: 'h2',
      authority: 'example.net',
      netns: 'blue',
      uniqueId: Uint8Array.of(1, 2),
      ssl: {
        secure: true,
        certificate: true,
        certificateInSession: true,
        verified: true,
        version: 'TLSv1.3',
        commonName: 'client',
        cipher: 'AES',
      },
    })
    expect(proxyFacts({ tlvs: [] })).toEqual({})
  })

  it('takes no certificate for verified that was not shown, or is wrong', () => {
    const verified = (flags: number, verify: number) =>
      proxyFacts({ tlvs: [{ type: PROXY_TLV.ssl, value: ssl(flags, verify) }] }).ssl?.verified
    expect([verified(1, 0), verified(3, 1), verified(3, 0), verified(5, 0)]).toEqual([false, false, true, true])
  })

  it('refuses an SSL TLV that is none', () => {
    const read = (value: Uint8Array) => () => proxyFacts({ tlvs: [{ type: PROXY_TLV.ssl, value }] })
    expect(read(new Uint8Array(4))).toThrow('has an SSL TLV of 4 octets')
    expect(read(Uint8Array.of(1, 0, 0, 0, 0, 0x21, 0, 5))).toThrow('in the middle of a TLV')
  })
})

describe('addresses of IPv6', () => {
  it.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:0db8:0000:0000:0001:0000:0000:0001', '2001:db8::1:0:0:1'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1::', '1::'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['::1.2.3.4', '::102:304'],
    ['ABCD:EF::', 'abcd:ef::'],
  ])('%s is written %s', (given, written) => {
    expect(formatIPv6(parseIPv6(given)!)).toBe(written)
  })
})

describe('crc32c', () => {
  it('gives the check value of its definition', () => {
    expect(crc32c(octets('123456789'))).toBe(0xe3069283)
  })
})
