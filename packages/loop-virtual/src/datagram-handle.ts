import {
  type Address,
  type Datagram,
  type DatagramHandle,
  type HandleError,
  type HandleState,
  handleError,
  Level,
  type Mode,
} from '@poe/loop'
import { format } from './address.ts'
import type { Subject } from './faults.ts'
import { noMode } from './modes.ts'
import type { Bound } from './ports.ts'
import type { Resident, World } from './world.ts'

/** Unread packets kept; those beyond either bound are dropped. */
const KEPT_PACKETS = 1024
const KEPT_OCTETS = 1_048_576

/** Octets on their way out before `send` refuses. */
const SEND_LIMIT = 1_048_576

/** What fits into a packet, after the heads of UDP and of the family. */
const LARGEST = { inet: 65_507, inet6: 65_527 }

/** Everybody of a network. */
const BROADCAST = '255.255.255.255'

/** How a {@link VirtualDatagram} is made. */
export interface DatagramSettings {
  readonly local: Address
  /** Where packets go to and come from, where that is but one place. */
  readonly remote: Address | null
  readonly broadcast: boolean
  /** Takes a packet to where it goes. */
  readonly carry: (from: VirtualDatagram, to: Address, data: Uint8Array) => void
  /** Frees the address. */
  readonly closed: (handle: VirtualDatagram) => void
}

/** A simulated UDP socket. */
export class VirtualDatagram implements DatagramHandle, Bound, Resident {
  readonly id: number
  readonly local: Address
  /** Packets come whether anybody wants them or not. */
  readonly readAhead = Infinity
  readonly subject: Subject
  readonly #world: World
  readonly #settings: DatagramSettings
  readonly #reading: Level
  readonly #writing: Level
  readonly #unread: Datagram[] = []
  #unreadOctets = 0
  #sending = 0
  #lineFree = 0
  #dropped = 0
  /** A failure of a packet sent earlier, which the next `receive()` tells. */
  #trouble: HandleError | null = null
  #error: HandleError | null = null
  #closed = false

  constructor(world: World, settings: DatagramSettings) {
    this.id = world.nextId()
    this.local = settings.local
    this.subject = world.faults.subject(`udp ${format(settings.local)}`)
    this.#world = world
    this.#settings = settings
    this.#reading = new Level(world, () => this.#unread.length > 0 || this.#trouble !== null)
    this.#writing = new Level(world, () => this.#sending < SEND_LIMIT)
    world.residents.add(this)
  }

  get state(): HandleState {
    return this.#closed ? 'closed' : 'open'
  }

  get error(): HandleError | null {
    return this.#error
  }

  get dropped(): number {
    return this.#dropped
  }

  watch(mode: Mode, ready: () => void): void {
    const level = this.#level(mode)
    if (level === null) throw noMode('a datagram socket', mode, '"read" and "write"')
    if (!this.#closed) level.watch(ready)
  }

  ignore(mode: Mode): void {
    this.#level(mode)?.ignore()
  }

  pause(mode: Mode): void {
    this.#level(mode)?.pause()
  }

  resume(mode: Mode): void {
    this.#level(mode)?.resume()
  }

  /** The oldest packet; null when there is none, or, with `error`, when a packet sent earlier was refused. */
  receive(): Datagram | null {
    const packet = this.#unread.shift()
    if (packet !== undefined) {
      this.#unreadOctets -= packet.data.byteLength
      return packet
    }
    this.#error = this.#trouble
    this.#trouble = null
    return null
  }

  send(data: Uint8Array, to?: Address): boolean {
    if (this.#closed) return false
    this.#error = this.#objection(data, to)
    if (this.#error !== null) return false
    const target = to ?? this.#settings.remote!
    const packet = data.slice()
    this.#sending += packet.byteLength
    const leaves = Math.max(this.#world.now, this.#lineFree)
    this.#lineFree = leaves + packet.byteLength / this.#world.faults.options.bandwidth
    this.#world.at(this.#lineFree, () => this.#leave(target, packet))
    return true
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#reading.ignore()
    this.#writing.ignore()
    this.#unread.length = 0
    this.#world.residents.delete(this)
    this.#settings.closed(this)
  }

  // The rest is for the network.

  /** A packet came. */
  arrived(data: Uint8Array, from: Address): void {
    const { remote } = this.#settings
    if (this.#closed || (remote !== null && format(remote) !== format(from))) return
    if (this.#unread.length >= KEPT_PACKETS || this.#unreadOctets + data.byteLength > KEPT_OCTETS) {
      this.#dropped++
      return
    }
    this.#world.note(`${this.subject.name} ${data.byteLength} octets from ${format(from)}`)
    this.#unreadOctets += data.byteLength
    this.#unread.push({ data, from })
    this.#reading.tell()
  }

  /** Nobody was there to take a packet. Only a connected socket hears of it. */
  refused(): void {
    if (this.#closed || this.#settings.remote === null) return
    this.#trouble = handleError('ECONNREFUSED', 'write')
    this.#reading.tell()
  }

  describe(): string {
    return `${this.subject.name}, ${this.#reading.watched}, ${this.#unread.length} packets unread`
  }

  #level(mode: Mode): Level | null {
    return mode === 'read' ? this.#reading : mode === 'write' ? this.#writing : null
  }

  #objection(data: Uint8Array, to: Address | undefined): HandleError | null {
    const { remote, broadcast } = this.#settings
    if (data.byteLength > LARGEST[this.local.family as 'inet' | 'inet6']) return handleError('EMSGSIZE', 'write')
    if (this.#sending >= SEND_LIMIT) return handleError('EAGAIN', 'write')
    if (to === undefined) return remote === null ? handleError('ENOTCONN', 'write') : null
    if (remote !== null) return handleError('EISCONN', 'write')
    return to.address === BROADCAST && !broadcast ? handleError('EACCES', 'write') : null
  }

  #leave(to: Address, data: Uint8Array): void {
    this.#sending -= data.byteLength
    this.#writing.tell()
    this.#settings.carry(this, to, data)
  }
}
