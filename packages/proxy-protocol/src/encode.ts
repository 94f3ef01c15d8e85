import { badOption, check, checkOptions, type OptionCheck } from '@poe/errors'
import { crc32c } from './crc32c.ts'
import { PATH, type ProxyAddress, type ProxyTlv, SIGNATURE } from './header.ts'
import { parseIPv4, parseIPv6 } from './ip.ts'
import { formatText } from './text-header.ts'
import { formatTlvs, PROXY_TLV } from './tlv.ts'

/** What {@link encodeProxyHeader} writes. */
export interface ProxyHeaderOptions {
  /** Default: 2. */
  readonly version?: 1 | 2
  /** Whether the sender speaks for itself; then no addresses are told. Default: false. Version 1 says UNKNOWN. */
  readonly local?: boolean
  /** Default: `stream`. Version 1 knows no other. */
  readonly transport?: 'stream' | 'datagram'
  /** Who connected, and where to: both of one family, or none of them. Version 1 knows no unix sockets. */
  readonly source?: ProxyAddress | null
  /** See `source`. */
  readonly destination?: ProxyAddress | null
  /** What is told besides, in version 2. */
  readonly tlvs?: readonly ProxyTlv[]
  /** Whether a checksum is added, in version 2. Default: false. */
  readonly checksum?: boolean
}

const TAKER = 'encodeProxyHeader'

const FAMILIES = { inet: 1, inet6: 2, unix: 3 } as const

const tlvs: OptionCheck = (value) =>
  Array.isArray(value) && value.every(isTlv) ? undefined : 'an array of { type, value }, a number to 255 and octets'

const CHECKS = {
  version: (value: unknown) => (value === 1 || value === 2 ? undefined : '1 or 2'),
  local: check.flag,
  transport: check.oneOf('stream', 'datagram'),
  source: address,
  destination: address,
  tlvs,
  checksum: check.flag,
}

/**
 * The octets of a PROXY header, for a proxy, a client or a test to send first.
 *
 * @throws PoeError `ERR_POE_BAD_OPTION`, `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_OPTIONS`
 */
export function encodeProxyHeader(options: ProxyHeaderOptions): Uint8Array {
  checkOptions(TAKER, options, CHECKS)
  checkTogether(options)
  const { version = 2, local = false } = options
  const { source = null, destination = null } = local ? {} : options
  if (version === 1) return new TextEncoder().encode(formatText(source, destination))
  return binary(options, source, destination)
}

function binary(
  options: ProxyHeaderOptions,
  source: ProxyAddress | null,
  destination: ProxyAddress | null,
): Uint8Array {
  const { local = false, transport = 'stream', checksum = false } = options
  const sum = { type: PROXY_TLV.crc32c, value: new Uint8Array(4) }
  const told = [...blockOf(source, destination), ...formatTlvs([...(options.tlvs ?? []), ...(checksum ? [sum] : [])])]
  if (told.length > 65_535)
    throw badOption(TAKER, 'tlvs', options.tlvs, 'no longer than 65,535 octets with the addresses')
  const family = source === null ? 0 : (FAMILIES[source.family] << 4) | (transport === 'stream' ? 1 : 2)
  const octets = Uint8Array.of(...SIGNATURE, local ? 0x20 : 0x21, family, told.length >> 8, told.length & 255, ...told)
  if (checksum) new DataView(octets.buffer).setUint32(octets.byteLength - 4, crc32c(octets))
  return octets
}

function blockOf(source: ProxyAddress | null, destination: ProxyAddress | null): number[] {
  if (source === null || destination === null) return []
  const block = [...octetsOf(source), ...octetsOf(destination)]
  if (source.family !== 'unix') for (const { port } of [source, destination]) block.push(port >> 8, port & 255)
  return block
}

function octetsOf({ family, address }: ProxyAddress): Uint8Array {
  if (family === 'inet') return parseIPv4(address)!
  if (family === 'inet6') return parseIPv6(address)!
  const path = new Uint8Array(PATH)
  path.set(new TextEncoder().encode(address))
  return path
}

function address(value: unknown): string | undefined {
  if (value === null) return undefined
  const { family, address: text, port } = (typeof value === 'object' ? value : {}) as Partial<ProxyAddress>
  const isPort = Number.isInteger(port) && port! >= 0 && port! <= 65_535
  const good =
    typeof text === 'string' &&
    isPort &&
    ((family === 'inet' && parseIPv4(text) !== null) ||
      (family === 'inet6' && parseIPv6(text) !== null) ||
      (family === 'unix' && port === 0 && new TextEncoder().encode(text).byteLength <= PATH))
  return good ? undefined : 'null, or { family, address, port } that fit each other'
}

function isTlv(value: unknown): boolean {
  const { type, value: octets } = (value ?? {}) as Partial<ProxyTlv>
  const isType = Number.isInteger(type) && type! >= 0 && type! <= 255
  return isType && octets instanceof Uint8Array && octets.byteLength <= 65_535
}

function checkTogether({
  version,
  transport,
  source = null,
  destination = null,
  tlvs,
  checksum,
}: ProxyHeaderOptions): void {
  if (source?.family !== destination?.family)
    throw badOption(TAKER, 'destination', destination, 'of the same family as "source"')
  if (version !== 1) return
  if (source?.family === 'unix') throw badOption(TAKER, 'source', source, 'no unix socket where "version" is 1')
  if (transport === 'datagram') throw badOption(TAKER, 'transport', transport, '"stream" where "version" is 1')
  if ((tlvs?.length ?? 0) > 0) throw badOption(TAKER, 'tlvs', tlvs, 'left out where "version" is 1')
  if (checksum === true) throw badOption(TAKER, 'checksum', checksum, 'left out where "version" is 1')
}
