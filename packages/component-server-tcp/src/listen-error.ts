import { PoeError } from '@poe/errors'
import type { Untyped } from '@poe/kernel'
import type { WheelError } from '@poe/wheel'
import type { TcpServerOptions } from './options.ts'

type Options = TcpServerOptions<Untyped, Untyped, Untyped>

/** What can be done about it, and which option it is about, by error code. */
const REMEDIES: Readonly<Record<string, readonly ['port' | 'address', string]>> = {
  EADDRINUSE: ['port', 'it is in use; choose another one, 0 for any that is free, or end the program that has it'],
  EACCES: ['port', 'ports below 1024 are for privileged users; choose one from 1024 on, or run with the privilege'],
  EADDRNOTAVAIL: ['address', 'this machine has no such address; leave it out to listen on all it has'],
  ENOTFOUND: ['address', 'no such name is known; leave it out to listen on all addresses'],
  EAI_AGAIN: ['address', 'the name cannot be looked up just now; give an address instead'],
  EAFNOSUPPORT: ['address', 'this machine does not do this kind of address'],
}

/** One clear error for a server that cannot listen: the option, its value, the reason and the remedy. */
export function listenError(error: WheelError, options: Options): PoeError {
  if (error.operation === 'accept')
    return new PoeError('ERR_POE_ACCEPT', `TcpServer could not accept a connection: ${error.message} (${error.code}).`)
  const unix = options.domain === 'unix'
  const [option, remedy] = REMEDIES[error.code] ?? [unix ? 'address' : 'port', error.message]
  const about = unix ? 'address' : option
  const value = about === 'port' ? (options.port ?? 0) : (options.address ?? 'every address')
  const advice = unix && error.code === 'EADDRINUSE' ? 'the path exists; remove it if no program has it' : remedy
  return new PoeError(
    'ERR_POE_LISTEN',
    `TcpServer cannot listen: option "${about}" is ${value}: ${advice} (${error.code}).`,
  )
}
