import { PoeError } from '@poe/errors'
import type { WheelError } from '@poe/wheel'

/** Where a client connects to; the port is undefined for a unix socket. */
export interface Target {
  readonly address: string
  readonly port: number | undefined
}

/** How a target is written: `127.0.0.1:80`, `[::1]:80`, a path. */
export function show({ address, port }: Target): string {
  if (port === undefined) return address
  return `${address.includes(':') ? `[${address}]` : address}:${port}`
}

/** What can be done about it, by error code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there; start the server, or look at "remoteAddress" and "remotePort"',
  ENOENT: 'there is no such socket; start the server, or look at "remoteAddress"',
  EACCES: 'it may not be connected to; look at the rights of the socket or the firewall',
  ENOTFOUND: 'no such name is known; look at "remoteAddress"',
  EAI_AGAIN: 'the name cannot be looked up just now; give an address instead, or try again',
  EADDRNOTAVAIL: 'this machine has no such address; look at "bindAddress"',
  EADDRINUSE: 'the address to connect from is in use; look at "bindPort"',
}

/** One clear error for a client that could not connect: where to, the reason and the remedy. */
export function connectFailure(error: WheelError, target: Target): PoeError {
  const reason = REMEDIES[error.code] ?? error.message
  return new PoeError('ERR_POE_CONNECT', `TcpClient cannot connect to ${show(target)}: ${reason} (${error.code}).`, {
    cause: error,
  })
}
