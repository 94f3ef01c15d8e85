import type { Address } from '@poe/loop'
import type { Connection } from './connection.ts'
import type { VirtualDatagram } from './datagram-handle.ts'
import { Hosts } from './hosts.ts'
import { VirtualListener } from './listener.ts'
import { type Bound, Ports } from './ports.ts'
import type { World } from './world.ts'

/** Where files are, for unix sockets share their paths with them. */
export interface PathTable {
  has(path: string): boolean
}

/** How a {@link Network} is made. */
export interface NetworkOptions {
  readonly own: string
  readonly hosts: Readonly<Record<string, string>> | undefined
  readonly files: PathTable
}

/** What all sockets of a world share: hosts, ports, paths, who cannot reach whom. */
export class Network {
  readonly world: World
  readonly hosts: Hosts
  readonly files: PathTable
  readonly tcp = new Ports<VirtualListener | Bound>()
  readonly udp = new Ports<VirtualDatagram>()
  readonly paths = new Map<string, VirtualListener>()
  readonly connections = new Set<Connection>()
  readonly #parted = new Set<string>()
  #connects = 0
  #counts = { tcp: 0, unix: 0 }

  constructor(world: World, { own, hosts, files }: NetworkOptions) {
    this.world = world
    this.hosts = new Hosts(own, hosts)
    this.files = files
  }

  /** A name for one more connect. */
  nextConnect(): string {
    return `connect ${++this.#connects}`
  }

  /** A name for one more connection. */
  nextName(kind: 'tcp' | 'unix'): string {
    return `${kind} ${++this.#counts[kind]}`
  }

  /** Whether two hosts cannot reach each other. */
  parted(one: string, other: string): boolean {
    return this.#parted.size > 0 && this.#parted.has(pair(one, other))
  }

  part(one: string, other: string): void {
    this.world.note(`partition ${one} ${other}`)
    this.#parted.add(pair(one, other))
  }

  /** Lets two hosts reach each other again; without names, all. */
  join(one?: string, other?: string): void {
    this.world.note(`heal ${one ?? 'all'} ${other ?? ''}`.trimEnd())
    if (one === undefined || other === undefined) this.#parted.clear()
    else this.#parted.delete(pair(one, other))
    for (const connection of this.connections) connection.release()
  }

  /** Who listens on an address and port. */
  listenerAt(address: string, port: number): VirtualListener | null {
    const bound = this.tcp.find(address, port)
    return bound instanceof VirtualListener ? bound : null
  }

  /** Keeps an address in use for as long as a connection uses it. */
  occupy(local: Address): () => void {
    const bound: Bound = { local }
    this.tcp.bind(bound)
    return () => this.tcp.free(bound)
  }
}

function pair(one: string, other: string): string {
  return one < other ? `${one}\0${other}` : `${other}\0${one}`
}
