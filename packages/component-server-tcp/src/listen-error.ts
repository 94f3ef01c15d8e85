import { PoeError, show } from '@poe/errors'
import type { WheelError } from '@poe/wheel'
import type { AnyOptions } from './options.ts'

type Option = 'port' | 'address' | 'domain'
type Remedies = Readonly<Record<string, readonly [Option, string]>>

/** What can be done about it, and which option it is about, by error code. */
const INET: Remedies = {
  EADDRINUSE: ['port', 'it is in use; choose another one, 0 for any that is free, or end the program that has it'],
  EACCES: ['port', 'ports below 1024 are for privileged users; choose one from 1024 on, or run with the privilege'],
  EADDRNOTAVAIL: ['address', 'this machine has no such address; leave it out to listen on all it has'],
  ENOTFOUND: ['address', 'no such name is known; leave it out to listen on all addresses'],
  EAI_AGAIN: ['address', 'the name cannot be looked up just now; give an address instead'],
  EAFNOSUPPORT: ['domain', 'this machine does not do this kind of address; try another one'],
}

const UNIX: Remedies = {
  EADDRINUSE: ['address', 'the path exists; remove it if no program has it'],
  EACCES: ['address', 'its folder may not be written to; choose another path, or run with the privilege'],
  ENOENT: ['address', 'its folder does not exist; make it, or choose another path'],
  EINVAL: ['address', 'the path is too long for a socket; choose a shorter one'],
}

/** What came of one connection that could not be accepted. */
export function acceptError(error: WheelError): PoeError {
  const what = error.operation === 'accept' ? '' : `${error.operation} failed, `
  const message = `TcpServer could not accept a connection: ${what}${error.message} (${error.code}).`
  return new PoeError('ERR_POE_ACCEPT', message, { cause: error })
}

/** One clear error for a server that cannot listen: the option, its value, the reason and the remedy. */
export function listenError(error: WheelError, options: AnyOptions): PoeError {
  const unix = options.domain === 'unix'
  const [option, remedy] = (unix ? UNIX : INET)[error.code] ?? [unix ? 'address' : 'port', error.message]
  return new PoeError(
    'ERR_POE_LISTEN',
    `TcpServer cannot listen: option "${nameOf(option, options)}" is ${valueOfOption(option, options)}: ${remedy} (${error.code}).`,
    { cause: error },
  )
}

/** The address may have been given as `hostname`. */
function nameOf(option: Option, { address, hostname }: AnyOptions): Option | 'hostname' {
  return option === 'address' && address === undefined && hostname !== undefined ? 'hostname' : option
}

function valueOfOption(option: Option, { port, hostname, address = hostname, domain }: AnyOptions): string {
  if (option === 'port') return show(port ?? 0)
  if (option === 'domain') return show(domain ?? 'inet')
  return address === undefined ? 'not given' : show(address)
}
