import { show } from '@poe/errors'
import { malformed } from './failure.ts'
import type { ProxyAddress, ProxyHeader } from './header.ts'
import { formatIPv6, parseIPv4, parseIPv6 } from './ip.ts'

const PORT = /^(?:0|[1-9]\d{0,4})$/

/** A header of version 1, without its line end. @throws PoeError `ERR_POE_PROXY_MALFORMED` */
export function parseText(line: string): ProxyHeader {
  const [, family, ...words] = line.split(' ')
  const told = { version: 1, local: false, tlvs: [] } as const
  if (family === 'UNKNOWN') return { ...told, transport: 'unknown', source: null, destination: null }
  if (family !== 'TCP4' && family !== 'TCP6')
    throw malformed(`names the family ${show(family)}, not TCP4, TCP6 or UNKNOWN`)
  if (words.length !== 4) throw malformed(`has ${words.length} words after ${family}, not two addresses and two ports`)
  const [source, destination, sourcePort, destinationPort] = words as [string, string, string, string]
  return {
    ...told,
    transport: 'stream',
    source: addressOf(family, source, sourcePort),
    destination: addressOf(family, destination, destinationPort),
  }
}

/** A header of version 1, with its line end. */
export function formatText(source: ProxyAddress | null, destination: ProxyAddress | null): string {
  if (source === null || destination === null) return 'PROXY UNKNOWN\r\n'
  const family = source.family === 'inet' ? 'TCP4' : 'TCP6'
  return `PROXY ${family} ${source.address} ${destination.address} ${source.port} ${destination.port}\r\n`
}

function addressOf(family: 'TCP4' | 'TCP6', text: string, port: string): ProxyAddress {
  if (!PORT.test(port) || Number(port) > 65_535) throw malformed(`has the port ${show(port)}`)
  const octets = family === 'TCP4' ? parseIPv4(text) : parseIPv6(text)
  if (octets === null) throw malformed(`has the ${family} address ${show(text)}`)
  return family === 'TCP4'
    ? { family: 'inet', address: text, port: Number(port) }
    : { family: 'inet6', address: formatIPv6(octets), port: Number(port) }
}
