import { type Address, type HandleErrorDetails, handleError, type Listener, type ListenOptions } from '@poe/loop'
import { abortable } from './abortable.ts'
import { inetAddress, unixAddress } from './address.ts'
import { ANY } from './hosts.ts'
import { VirtualListener } from './listener.ts'
import type { Network } from './network.ts'

const BACKLOG = 511

/** Opens a listening socket, in a later callback. */
export function openListener(network: Network, options: ListenOptions): Promise<Listener> {
  return abortable<Listener>(options.signal, ({ done, failed }) => {
    const step = network.world.setup(0, () => {
      const local = options.path === undefined ? inet(network, options) : unix(network, options.path)
      if ('code' in local) failed(local)
      else done(listenOn(network, local, options))
    })
    return () => step.cancel()
  })
}

/** Where a socket is to be bound: the address, or why it cannot be. */
type Place = Address | ReturnType<typeof handleError>

/** Finds where `host` and `port` are, for listening. */
function inet(network: Network, { host = ANY, port = 0 }: ListenOptions): Place {
  const known: HandleErrorDetails = { address: host, port }
  const address = network.hosts.resolve(host)?.[0]
  if (address === undefined) return handleError('ENOTFOUND', 'getaddrinfo', known)
  if (!network.hosts.has(address)) return handleError('EADDRNOTAVAIL', 'bind', known)
  const chosen = port === 0 ? network.tcp.choose() : port
  if (chosen === null || network.tcp.isTaken(address, chosen)) return handleError('EADDRINUSE', 'bind', known)
  return inetAddress(address, chosen)
}

function unix(network: Network, path: string): Place {
  const taken = network.paths.has(path) || network.files.has(path)
  return taken ? handleError('EADDRINUSE', 'bind', { address: path }) : unixAddress(path)
}

function listenOn(network: Network, local: Address, options: ListenOptions): VirtualListener {
  const { backlog = BACKLOG, ipv6Only = false, tls } = options
  const closed = (listener: VirtualListener): void => {
    if (local.family === 'unix') network.paths.delete(local.address)
    else network.tcp.free(listener)
  }
  const settings = { local, backlog, ipv6Only, tls: tls ?? null, closed }
  const listener = new VirtualListener(network.world, settings)
  if (local.family === 'unix') network.paths.set(local.address, listener)
  else network.tcp.bind(listener)
  return listener
}
