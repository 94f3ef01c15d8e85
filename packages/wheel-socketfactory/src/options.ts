import { badOption, check, checkOptions } from '@poe/errors'
import type { Accepting, Untyped } from '@poe/kernel'
import type { Address, DatagramHandle, SocketHandle, TlsOptions } from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import type { WheelError } from '@poe/wheel'
import { checkProxyAccept, type ProxyAcceptOptions } from './proxy-options.ts'

/** The events of a SocketFactory: names of handlers that take what it sends. */
export interface SocketFactoryEvents<M> {
  /**
   * (socket, peer address, peer port, wheel id) for each connection that was accepted, or the one that was made.
   * Of a unix socket the address is a path, empty for an unnamed peer, and the port 0. A udp socket comes alone, as
   * (socket, undefined, undefined, wheel id). With `proxyProtocol` a fifth argument is the header.
   */
  readonly successEvent: Accepting<M, [SocketHandle & DatagramHandle, string, number, number, ProxyHeader]>
  /**
   * (error) when the socket could not be made: `operation` is `bind`, `listen`, `connect`, `getaddrinfo` or `socket`. For a
   * server that goes on listening it is `accept`, or, of a connection that was refused and closed, `proxy` or `handshake`.
   */
  readonly failureEvent: Accepting<M, [WheelError]>
  /** (address, wheel id) once a server listens. */
  readonly listeningEvent?: Accepting<M, [Address, number]>
}

/** How a SocketFactory is made: POE::Wheel::SocketFactory. With `remoteAddress` it connects, without it listens. */
export interface SocketFactoryOptions<M = Untyped> extends SocketFactoryEvents<M> {
  /** Default: `inet`, which for names and where nothing is bound means whatever the system finds, IPv6 too. */
  readonly socketDomain?: 'inet' | 'inet6' | 'unix'
  /** Default: `tcp`. Not for unix sockets, which are streams. */
  readonly socketProtocol?: 'tcp' | 'udp'
  /** An address or a name of this machine; for a unix server its path. Default: every address. */
  readonly bindAddress?: string
  /** 0 to 65535; 0, the default, lets the system choose. */
  readonly bindPort?: number
  /** Where to connect to: an address or name, or a unix socket's path. */
  readonly remoteAddress?: string
  /** 1 to 65535; needed with `remoteAddress`, except for unix sockets. */
  readonly remotePort?: number
  /** Connections the system keeps waiting. Default: 511. */
  readonly listenQueue?: number
  /**
   * Whether the file of a unix socket is taken over where nobody listens any more. Internet addresses always are: the host
   * sets SO_REUSEADDR. Default: true.
   */
  readonly reuse?: boolean
  /** Makes the streams TLS ones; what was agreed on is the socket's `tls`. Not for udp. */
  readonly tls?: TlsOptions
  /** Milliseconds to connect in, TLS included, before that is a failure (ETIMEDOUT). Default: 60,000. */
  readonly connectTimeout?: number
  /**
   * Has each accepted connection begin with the header of the PROXY protocol, before TLS: the socket's ends are those it
   * tells, `direct` has its own. Default: none is expected.
   */
  readonly proxyProtocol?: true | ProxyAcceptOptions
  /** Whether small writes leave at once. Default: true, since writes are joined already. */
  readonly noDelay?: boolean
}

const PORT = check.integer(0, 65_535)

const EVENTS = { successEvent: check.name, failureEvent: check.name, listeningEvent: check.name }

const CHECKS = {
  ...EVENTS,
  socketDomain: check.oneOf('inet', 'inet6', 'unix'),
  socketProtocol: check.oneOf('tcp', 'udp'),
  bindAddress: check.name,
  bindPort: PORT,
  remoteAddress: check.name,
  remotePort: check.integer(1, 65_535),
  listenQueue: check.integer(0),
  reuse: check.flag,
  tls: check.object,
  connectTimeout: check.milliseconds,
  proxyProtocol: (value: unknown) => (value === true ? undefined : check.object(value)),
  noDelay: check.flag,
}

/** Refuses options that are wrong, or do not go together. */
export function checkSocketFactory(options: SocketFactoryOptions): void {
  checkOptions('SocketFactory', options, CHECKS, ['successEvent', 'failureEvent'])
  if (options.socketDomain === 'unix') checkUnix(options)
  else checkInet(options)
  if (options.socketProtocol === 'udp' && options.tls !== undefined)
    throw badOption('SocketFactory', 'tls', options.tls, 'left out where "socketProtocol" is "udp"')
  checkDirection(options)
}

/** Refuses names of events that are none, and takes none away that the wheel needs. */
export function checkEvents(names: object): void {
  checkOptions('SocketFactory.event()', names, EVENTS)
  for (const name of ['successEvent', 'failureEvent'] as const)
    if (name in names && (names as Record<string, unknown>)[name] === undefined)
      throw badOption('SocketFactory.event()', name, undefined, 'the name of an event')
}

/** What only one of listening and connecting has a use for. */
function checkDirection({ remoteAddress, socketProtocol, connectTimeout, proxyProtocol }: SocketFactoryOptions): void {
  const connects = remoteAddress !== undefined && socketProtocol !== 'udp'
  if (connectTimeout !== undefined && !connects)
    throw badOption('SocketFactory', 'connectTimeout', connectTimeout, 'left out where nothing is connected to')
  if (proxyProtocol === undefined) return
  if (remoteAddress !== undefined || socketProtocol === 'udp')
    throw badOption('SocketFactory', 'proxyProtocol', proxyProtocol, 'left out where no connections are accepted')
  checkProxyAccept('SocketFactory', proxyProtocol)
}

function checkInet({ remoteAddress, remotePort }: SocketFactoryOptions): void {
  if (remoteAddress !== undefined && remotePort === undefined)
    throw badOption('SocketFactory', 'remotePort', remotePort, 'given where "remoteAddress" is')
  if (remoteAddress === undefined && remotePort !== undefined)
    throw badOption('SocketFactory', 'remoteAddress', remoteAddress, 'given where "remotePort" is')
}

function checkUnix(options: SocketFactoryOptions): void {
  const { bindAddress, remoteAddress, bindPort, remotePort, socketProtocol } = options
  if (bindAddress === undefined && remoteAddress === undefined)
    throw badOption('SocketFactory', 'bindAddress', undefined, 'the path of the socket, where "socketDomain" is "unix"')
  for (const [name, value] of Object.entries({ bindPort, remotePort, socketProtocol }))
    if (value !== undefined) throw badOption('SocketFactory', name, value, 'left out where "socketDomain" is "unix"')
}
