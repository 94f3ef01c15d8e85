import { malformed } from './failure.ts'
import type { ProxyHeader, ProxyTlv } from './header.ts'

/** The types of TLVs that are known. */
export const PROXY_TLV = {
  alpn: 0x01,
  authority: 0x02,
  crc32c: 0x03,
  noop: 0x04,
  uniqueId: 0x05,
  ssl: 0x20,
  netns: 0x30,
} as const

const SSL = { version: 0x21, commonName: 0x22, cipher: 0x23, signatureAlgorithm: 0x24, keyAlgorithm: 0x25 } as const

/** Octets of an SSL TLV before its own TLVs. */
const SSL_FIXED = 5

/** The TLS connection between the client and the proxy. */
export interface ProxySsl {
  /** Whether the client speaks TLS to the proxy. */
  readonly secure: boolean
  /** Whether the client showed a certificate over this connection. */
  readonly certificate: boolean
  /** Whether the client has shown a certificate in this TLS session. */
  readonly certificateInSession: boolean
  /** Whether it showed one that is valid. */
  readonly verified: boolean
  /** As `TLSv1.3`; these are missing where the proxy does not tell. */
  readonly version?: string
  /** The name in the client's certificate, where it showed one. */
  readonly commonName?: string
  /** The cipher, as OpenSSL calls it. */
  readonly cipher?: string
  /** By what the proxy's certificate is signed. */
  readonly signatureAlgorithm?: string
  /** Of which kind the proxy's key is. */
  readonly keyAlgorithm?: string
}

/** The TLVs that are known, by name; missing where the proxy does not tell. */
export interface ProxyFacts {
  /** The protocol TLS has agreed on. */
  readonly alpn?: string
  /** The host name the client asked for. */
  readonly authority?: string
  /** What identifies the connection in the proxy's logs. */
  readonly uniqueId?: Uint8Array
  /** The network namespace. */
  readonly netns?: string
  /** What is told of TLS between the client and the proxy. */
  readonly ssl?: ProxySsl
}

/**
 * What the known TLVs of a header say; of several of one type the first counts.
 *
 * @throws PoeError `ERR_POE_PROXY_MALFORMED` for an SSL TLV that is none
 */
export function proxyFacts({ tlvs }: Pick<ProxyHeader, 'tlvs'>): ProxyFacts {
  const ssl = valueIn(tlvs, PROXY_TLV.ssl)
  const uniqueId = valueIn(tlvs, PROXY_TLV.uniqueId)
  return {
    ...texts(tlvs, { alpn: PROXY_TLV.alpn, authority: PROXY_TLV.authority, netns: PROXY_TLV.netns }),
    ...(uniqueId === undefined ? {} : { uniqueId }),
    ...(ssl === undefined ? {} : { ssl: parseSsl(ssl) }),
  }
}

/** Takes TLVs apart. @throws PoeError `ERR_POE_PROXY_MALFORMED` where the last one is longer than what is left */
export function parseTlvs(octets: Uint8Array): ProxyTlv[] {
  const tlvs: ProxyTlv[] = []
  for (let at = 0; at < octets.byteLength; ) {
    const start = at + 3
    const end = start + ((octets[at + 1]! << 8) | octets[at + 2]!)
    if (start > octets.byteLength || end > octets.byteLength) throw malformed('ends in the middle of a TLV')
    tlvs.push({ type: octets[at]!, value: octets.slice(start, end) })
    at = end
  }
  return tlvs
}

/** Writes TLVs one after the other. */
export function formatTlvs(tlvs: readonly ProxyTlv[]): number[] {
  return tlvs.flatMap(({ type, value }) => [type, value.byteLength >> 8, value.byteLength & 255, ...value])
}

function parseSsl(octets: Uint8Array): ProxySsl {
  if (octets.byteLength < SSL_FIXED) throw malformed(`has an SSL TLV of ${octets.byteLength} octets`)
  const flags = octets[0]!
  return {
    secure: (flags & 1) !== 0,
    certificate: (flags & 2) !== 0,
    certificateInSession: (flags & 4) !== 0,
    // Four octets of a number that is 0 for a certificate that was shown and is valid.
    verified: (flags & 6) !== 0 && octets.subarray(1, SSL_FIXED).every((octet) => octet === 0),
    ...texts(parseTlvs(octets.subarray(SSL_FIXED)), SSL),
  }
}

/** The texts among TLVs, by the names of their types. */
function texts<K extends string>(
  tlvs: readonly ProxyTlv[],
  types: Readonly<Record<K, number>>,
): { readonly [N in K]?: string } {
  const found: { [N in K]?: string } = {}
  for (const [name, type] of Object.entries(types) as [K, number][]) {
    const value = valueIn(tlvs, type)
    if (value !== undefined) found[name] = new TextDecoder().decode(value)
  }
  return found
}

function valueIn(tlvs: readonly ProxyTlv[], type: number): Uint8Array | undefined {
  return tlvs.find((tlv) => tlv.type === type)?.value
}
