import { crc32c } from './crc32c.ts'
import { malformed } from './failure.ts'
import { BLOCK, FIXED, PATH, type ProxyAddress, type ProxyHeader } from './header.ts'
import { formatIPv4, formatIPv6 } from './ip.ts'
import { PROXY_TLV, parseTlvs } from './tlv.ts'

const TRANSPORTS = ['unknown', 'stream', 'datagram'] as const

/** The length of a header of version 2, from its fixed part. @throws PoeError `ERR_POE_PROXY_MALFORMED` */
export function lengthOf(octets: Uint8Array): number {
  const [version, command] = [octets[12]! >> 4, octets[12]! & 15]
  if (version !== 2) throw malformed(`says it is of version ${version}, by the signature of version 2`)
  if (command > 1) throw malformed(`has the command ${command}, not LOCAL or PROXY`)
  return FIXED + word(octets, 14)
}

/** A whole header of version 2. @throws PoeError `ERR_POE_PROXY_MALFORMED` */
export function parseBinary(octets: Uint8Array): ProxyHeader {
  const nothing = { source: null, destination: null }
  // What follows a LOCAL header is to be skipped, whatever it is.
  if ((octets[12]! & 15) === 0) return { version: 2, local: true, transport: 'unknown', ...nothing, tlvs: [] }
  const [family, transport] = [octets[13]! >> 4, TRANSPORTS[octets[13]! & 15]]
  const block = BLOCK[family]
  if (block === undefined || transport === undefined)
    throw malformed(`names the family 0x${octets[13]!.toString(16).padStart(2, '0')}, which nobody knows`)
  if (octets.byteLength < FIXED + block)
    throw malformed(`has ${octets.byteLength - FIXED} octets for addresses that take ${block}`)
  const tlvs = parseTlvs(octets.subarray(FIXED + block))
  checkSum(octets, FIXED + block)
  const told = family === 0 || transport === 'unknown' ? nothing : addressesOf(family, octets)
  return { version: 2, local: false, transport: told.source === null ? 'unknown' : transport, ...told, tlvs }
}

function addressesOf(family: number, octets: Uint8Array): { source: ProxyAddress; destination: ProxyAddress } {
  const size = family === 1 ? 4 : family === 2 ? 16 : PATH
  const addresses = [FIXED, FIXED + size].map((at) => octets.subarray(at, at + size)) as [Uint8Array, Uint8Array]
  if (family === 3) return { source: path(addresses[0]), destination: path(addresses[1]) }
  const name = family === 1 ? 'inet' : 'inet6'
  const text = family === 1 ? formatIPv4 : formatIPv6
  const ports = FIXED + 2 * size
  return {
    source: { family: name, address: text(addresses[0]), port: word(octets, ports) },
    destination: { family: name, address: text(addresses[1]), port: word(octets, ports + 2) },
  }
}

/** A path is filled up with NULs; an abstract one begins with one. */
function path(octets: Uint8Array): ProxyAddress {
  let end = octets.byteLength
  while (end > 0 && octets[end - 1] === 0) end--
  return { family: 'unix', address: new TextDecoder().decode(octets.subarray(0, end)), port: 0 }
}

/** Where there is a checksum it is that of the header with zeros in its place. */
function checkSum(octets: Uint8Array, start: number): void {
  for (let at = start; at < octets.byteLength; ) {
    const length = word(octets, at + 1)
    if (octets[at] === PROXY_TLV.crc32c) {
      if (length !== 4) throw malformed(`has a checksum of ${length} octets`)
      const told = ((word(octets, at + 3) << 16) | word(octets, at + 5)) >>> 0
      const copy = octets.slice().fill(0, at + 3, at + 7)
      if (crc32c(copy) !== told) throw malformed('does not have the checksum it says')
    }
    at += 3 + length
  }
}

function word(octets: Uint8Array, at: number): number {
  return (octets[at]! << 8) | octets[at + 1]!
}
