import type { Address } from '@poe/loop'

/** An address of TCP or UDP. */
export function inetAddress(address: string, port: number): Address {
  return { family: address.includes(':') ? 'inet6' : 'inet', address, port }
}

/** A unix socket's address. */
export function unixAddress(path: string): Address {
  return { family: 'unix', address: path, port: 0 }
}

/** How people write an address: `127.0.0.1:80`, `[::1]:80`, a path; an abstract path begins with `@`. */
export function format(address: Address): string {
  if (address.family === 'unix') return address.address.replace(/^\0/, '@')
  const host = address.address.includes(':') ? `[${address.address}]` : address.address
  return `${host}:${address.port}`
}
