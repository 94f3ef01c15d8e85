import { type Address, type DatagramHandle, type DatagramOptions, type HandleError, handleError } from '@poe/loop'
import { abortable } from './abortable.ts'
import { format, inetAddress } from './address.ts'
import { VirtualDatagram } from './datagram-handle.ts'
import { ANY, ANY_IPV4 } from './hosts.ts'
import type { Network } from './network.ts'

/** Opens a socket of packets, in a later callback. */
export function openDatagram(network: Network, options: DatagramOptions): Promise<DatagramHandle> {
  return abortable<DatagramHandle>(options.signal, ({ done, failed }) => {
    const step = network.world.setup(0, () => {
      const made = make(network, options)
      if ('code' in made) failed(made)
      else done(made)
    })
    return () => step.cancel()
  })
}

function make(network: Network, options: DatagramOptions): VirtualDatagram | HandleError {
  const remote = options.remote === undefined ? null : resolve(network, options.remote.host, options.remote.port)
  if (remote !== null && 'code' in remote) return remote
  const local = place(network, options, remote)
  if ('code' in local) return local
  const handle = new VirtualDatagram(network.world, {
    local,
    remote,
    broadcast: options.broadcast ?? false,
    carry: (from, to, data) => carry(network, from, to, data),
    closed: (closed) => network.udp.free(closed),
  })
  network.udp.bind(handle)
  return handle
}

function resolve(network: Network, host: string, port: number): Address | HandleError {
  const address = network.hosts.resolve(host)?.[0]
  return address === undefined
    ? handleError('ENOTFOUND', 'getaddrinfo', { address: host, port })
    : inetAddress(address, port)
}

/** Where the socket is bound: as asked for; else where it can reach its peer from; else everywhere. */
function place(network: Network, options: DatagramOptions, remote: Address | null): Address | HandleError {
  const { bind, family } = options
  const any = family === 'inet6' ? ANY : ANY_IPV4
  const fallback = remote === null ? any : network.hosts.from(network.hosts.own, remote.address)
  const known = { address: bind?.host ?? fallback, port: bind?.port ?? 0 }
  const wanted = resolve(network, known.address, known.port)
  if ('code' in wanted) return wanted
  if (!network.hosts.has(wanted.address)) return handleError('EADDRNOTAVAIL', 'bind', known)
  const port = wanted.port === 0 ? network.udp.choose() : wanted.port
  if (port === null || network.udp.isTaken(wanted.address, port)) return handleError('EADDRINUSE', 'bind', known)
  return inetAddress(wanted.address, port)
}

/** Takes a packet where it goes, unless chance wills otherwise. */
function carry(network: Network, from: VirtualDatagram, to: Address, data: Uint8Array): void {
  const { subject } = from
  if (subject.happens('loss')) return
  const late = subject.happens('reorder') ? network.world.faults.options.reorderBy * subject.amount('reorder by') : 0
  const copies = subject.happens('duplicate') ? 2 : 1
  for (let copy = 0; copy < copies; copy++)
    network.world.after(network.world.delay(subject) + late, () => arrive(network, from, to, data.slice()))
}

function arrive(network: Network, from: VirtualDatagram, to: Address, data: Uint8Array): void {
  const address = network.hosts.resolve(to.address)?.[0] ?? to.address
  const source = sourceOf(network, from, address)
  if (network.parted(network.hosts.nameOf(source.address), network.hosts.nameOf(address))) {
    network.world.note(`${from.subject.name} is cut off from ${format(to)}`)
    return
  }
  const everybody = address === '255.255.255.255'
  const found = everybody ? network.udp.at(to.port) : [network.udp.find(address, to.port)]
  for (const handle of found) {
    if (handle !== undefined) handle.arrived(data, source)
    else network.world.after(network.world.delay(from.subject), () => from.refused())
  }
}

/** Where a packet seems to come from: a socket bound everywhere sends from its host's own address. */
function sourceOf(network: Network, { local }: VirtualDatagram, to: string): Address {
  if (local.address !== ANY && local.address !== ANY_IPV4) return local
  return inetAddress(network.hosts.from(network.hosts.own, to), local.port)
}
