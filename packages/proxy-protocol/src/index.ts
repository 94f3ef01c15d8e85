/**
 * The PROXY protocol, versions 1 and 2: reads, octet by octet if need be, and writes the header by which a proxy tells
 * whom it speaks for.
 *
 * @packageDocumentation
 */
export { ProxyDecoder, type ProxyDecoderOptions } from './decoder.ts'
export { encodeProxyHeader, type ProxyHeaderOptions } from './encode.ts'
export type { ProxyAddress, ProxyHeader, ProxyTlv } from './header.ts'
export { PROXY_TLV, type ProxyFacts, type ProxySsl, proxyFacts } from './tlv.ts'
