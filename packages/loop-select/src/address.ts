import type { Address } from '@poe/loop'

/** Where a socket was, when it has gone before anybody asked. */
export const UNKNOWN: Address = { family: 'inet', address: '', port: 0 }

/** How an IPv6 socket that takes IPv4 connections too names an IPv4 peer. */
const MAPPED = '::ffff:'

/** An address as the host gives it for TCP and UDP; an IPv4 peer is an IPv4 peer, whatever kind of socket took it. */
export function inetAddress(address: string, port: number): Address {
  if (address.startsWith(MAPPED) && address.includes('.'))
    return { family: 'inet', address: address.slice(MAPPED.length), port }
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
