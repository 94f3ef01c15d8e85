import { badOption, check, PoeError, show } from '@poe/errors'
import {
  type Address,
  type ConnectOptions,
  type DatagramHandle,
  type DatagramOptions,
  handleError,
  type Listener,
  type ListenOptions,
  type NetService,
  type SecureOptions,
  type SocketHandle,
} from '@poe/loop'
import { format } from './address.ts'
import { connectSocket } from './connect.ts'
import type { Connection } from './connection.ts'
import { openDatagram } from './datagram.ts'
import { openListener } from './listen.ts'
import { checkConnect, checkDatagram, checkListen, checkSecure } from './net-options.ts'
import { Network, type NetworkOptions } from './network.ts'
import { VirtualSocket } from './socket-handle.ts'
import { Handshakes } from './tls.ts'
import type { World } from './world.ts'

/** An open connection, as a test sees it. */
export interface ConnectionView {
  /** How the journal and the fault log call it: `tcp 3`. */
  readonly name: string
  /** The host that connected and the one that accepted. */
  readonly hosts: readonly [string, string]
}

/** Which connections are meant. */
export type ConnectionFilter = (connection: ConnectionView) => boolean

const all: ConnectionFilter = () => true

/** Simulated sockets. Misuse rejects with a PoeError, a failure with a HandleError. */
export class VirtualNet implements Required<NetService> {
  readonly #network: Network
  readonly #handshakes: Handshakes

  constructor(world: World, options: NetworkOptions) {
    this.#network = new Network(world, options)
    this.#handshakes = new Handshakes(world)
  }

  async listen(options: ListenOptions): Promise<Listener> {
    checkListen(options)
    return openListener(this.#network, options)
  }

  /** As of any loop, within the simulated world. */
  async connect(options: ConnectOptions): Promise<SocketHandle> {
    checkConnect(options)
    return connectSocket(this.#network, options)
  }

  /** As of any loop, within the simulated world. */
  async datagram(options: DatagramOptions): Promise<DatagramHandle> {
    checkDatagram(options)
    return openDatagram(this.#network, options)
  }

  /** Waits for the peer to upgrade too. Nothing is encrypted. */
  async secure(handle: SocketHandle, options: SecureOptions): Promise<SocketHandle> {
    checkSecure(options)
    if (!(handle instanceof VirtualSocket))
      throw new PoeError('ERR_POE_FOREIGN_HANDLE', `net.secure takes a socket of its own loop, not ${show(handle)}.`)
    if (handle.state === 'closed' || handle.state === 'failed') throw handleError('ENOTCONN', 'handshake')
    return this.#handshakes.begin(handle, options)
  }

  format(address: Address): string {
    return format(address)
  }

  // The rest is for tests.

  /** The connections that are open, oldest first. */
  get connections(): readonly ConnectionView[] {
    return [...this.#network.connections].map(viewOf)
  }

  /** Cuts two hosts off from each other: streams hold, datagrams are lost, connects get no answer. */
  partition(one: string, other: string): void {
    this.#network.part(one, other)
  }

  /** Ends {@link partition} for two hosts, without names for all: streams go on where they were. */
  heal(one?: string, other?: string): void {
    this.#network.join(one, other)
  }

  /** Resets connections: both ends fail by ECONNRESET. Answers how many. */
  resetAll(which: ConnectionFilter = all): number {
    return this.#each(which, (connection) => connection.reset())
  }

  /** The ends of connections lose each other for good, and are not told. Answers how many. */
  vanishAll(which: ConnectionFilter = all): number {
    return this.#each(which, (connection) => connection.vanish())
  }

  /** From now on `who` of the connections, the one that connected or the one that accepted, never reads. */
  deafenAll(who: 'connecting' | 'accepting', which: ConnectionFilter = all): number {
    return this.#each(which, (connection) => connection.deafen(who === 'accepting' ? 'there' : 'back'))
  }

  /**
   * The next accepts of whoever listens on `port` (and `host`) fail, one each.
   *
   * @param code - why, in the words of a `HandleError`
   * @throws PoeError `ERR_POE_BAD_OPTION` where nobody listens
   */
  failAccepts(at: { readonly port: number; readonly host?: string }, times = 1, code = 'EMFILE'): void {
    const wrong = check.integer(1)(times)
    if (wrong !== undefined) throw badOption('VirtualNet.failAccepts', 'times', times, wrong)
    const address = this.#network.hosts.resolve(at.host ?? 'localhost')?.[0] ?? ''
    const listener = this.#network.listenerAt(address, at.port)
    if (listener === null) throw badOption('VirtualNet.failAccepts', 'port', at.port, 'one that is listened on')
    listener.fail(code, times)
  }

  #each(which: ConnectionFilter, act: (connection: Connection) => void): number {
    const meant = [...this.#network.connections].filter((connection) => which(viewOf(connection)))
    for (const connection of meant) act(connection)
    return meant.length
  }
}

function viewOf({ facts }: Connection): ConnectionView {
  return { name: facts.name, hosts: facts.hosts }
}
