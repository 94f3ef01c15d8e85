import { badOption, check, checkOptions, type OptionCheck, PoeError, show } from '@poe/errors'
import type { ConnectOptions, DatagramOptions, ListenOptions, SecureOptions } from '@poe/loop'

const port = check.integer(0, 65_535)
const remotePort = check.integer(1, 65_535)

const signal = check.having('an AbortSignal', 'addEventListener', 'removeEventListener')

const pem: OptionCheck = (value) =>
  typeof value === 'string' || value instanceof Uint8Array ? undefined : 'PEM text or octets'

const END = { host: check.name, port }

const TLS = {
  key: pem,
  cert: pem,
  ca: pem,
  passphrase: check.text,
  serverName: check.name,
  alpn: check.list,
  verify: check.flag,
  requestCertificate: check.flag,
  handshakeTimeout: check.milliseconds,
}

const SECURE = { ...TLS, server: check.flag, signal }

const LISTEN = {
  host: check.name,
  port,
  path: check.name,
  takeOver: check.flag,
  backlog: check.integer(1),
  ipv6Only: check.flag,
  noDelay: check.flag,
  tls: check.object,
  signal,
}

const CONNECT = {
  host: check.name,
  port: remotePort,
  path: check.name,
  bind: check.object,
  noDelay: check.flag,
  tls: check.object,
  signal,
}

const DATAGRAM = {
  family: check.oneOf('inet', 'inet6'),
  bind: check.object,
  remote: check.object,
  broadcast: check.flag,
  signal,
}

/** @throws PoeError when `listen` cannot mean these options */
export function checkListen(options: ListenOptions): void {
  checkOptions('net.listen', options, LISTEN)
  if (options.tls !== undefined) checkOptions('net.listen, option "tls"', options.tls, TLS, ['key', 'cert'])
  portOrPath('net.listen', options)
}

/** @throws PoeError when `connect` cannot mean these options */
export function checkConnect(options: ConnectOptions): void {
  checkOptions('net.connect', options, CONNECT)
  if (options.bind !== undefined) checkOptions('net.connect, option "bind"', options.bind, END)
  if (options.tls !== undefined) checkOptions('net.connect, option "tls"', options.tls, TLS)
  portOrPath('net.connect', options)
}

/** @throws PoeError when `datagram` cannot mean these options */
export function checkDatagram(options: DatagramOptions): void {
  checkOptions('net.datagram', options, DATAGRAM)
  if (options.bind !== undefined) checkOptions('net.datagram, option "bind"', options.bind, END)
  if (options.remote === undefined) return
  const remote = { host: check.name, port: remotePort }
  checkOptions('net.datagram, option "remote"', options.remote, remote, ['host', 'port'])
}

/** @throws PoeError when `secure` cannot mean these options */
export function checkSecure(options: SecureOptions): void {
  checkOptions('net.secure', options, SECURE, options?.server === true ? ['server', 'key', 'cert'] : ['server'])
}

function portOrPath(taker: string, given: { readonly port?: number; readonly path?: string }): void {
  if (given.port === undefined && given.path === undefined)
    throw new PoeError('ERR_POE_MISSING_OPTION', `${taker} needs the option "port" or "path", and neither was given.`)
  if (given.port !== undefined && given.path !== undefined)
    throw badOption(taker, 'path', given.path, `left out where "port" is ${show(given.port)}`)
}
