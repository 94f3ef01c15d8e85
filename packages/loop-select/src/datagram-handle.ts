import type { Socket } from 'node:dgram'
import {
  type Address,
  type Datagram,
  type DatagramHandle,
  type HandleError,
  type HandleState,
  handleError,
  type Mode,
} from '@poe/loop'
import { inetAddress } from './address.ts'
import { Level } from './level.ts'
import { noMode } from './modes.ts'
import { nodeError } from './node-error.ts'
import type { Stage } from './stage.ts'

/** Unread packets kept; those beyond either bound are dropped. */
const KEPT_PACKETS = 1024
const KEPT_OCTETS = 1_048_576

/** Octets on their way out before `send` refuses. */
const SEND_LIMIT = 1_048_576

/** What fits into a packet, after the heads of UDP and of the family. */
const LARGEST = { inet: 65_507, inet6: 65_527 }

/** A UDP socket of the host. */
export class UdpHandle implements DatagramHandle {
  readonly id: number
  readonly local: Address
  /** The host reads packets whether anybody wants them or not. */
  readonly readAhead = Infinity
  readonly #socket: Socket
  readonly #connected: boolean
  readonly #largest: number
  readonly #reading: Level
  readonly #writing: Level
  readonly #unread: Datagram[] = []
  #unreadOctets = 0
  #sending = 0
  #dropped = 0
  /** A failure of a packet sent earlier, which the next `receive()` tells. */
  #trouble: HandleError | null = null
  #error: HandleError | null = null
  #closed = false

  constructor(stage: Stage, socket: Socket, connected: boolean) {
    const { address, port } = socket.address()
    this.local = inetAddress(address, port)
    this.id = stage.nextId()
    this.#socket = socket
    this.#connected = connected
    this.#largest = LARGEST[this.local.family as 'inet' | 'inet6']
    this.#reading = new Level(stage, { something: () => this.#readable, expect() {} })
    this.#writing = new Level(stage, { something: () => this.#sending < SEND_LIMIT, expect() {} })
    socket.on('message', (data, from) => this.#arrived({ data, from: inetAddress(from.address, from.port) }))
    socket.on('error', (error) => this.#failed(error))
    socket.unref()
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

  /** The oldest packet; null when there is none, or, with `error`, when a packet sent earlier has failed. */
  receive(): Datagram | null {
    const packet = this.#unread.shift()
    if (packet === undefined) {
      this.#error = this.#trouble
      this.#trouble = null
      return null
    }
    this.#unreadOctets -= packet.data.byteLength
    return packet
  }

  send(data: Uint8Array, to?: Address): boolean {
    if (this.#closed) return false
    this.#error = this.#objection(data, to)
    if (this.#error !== null) return false
    try {
      this.#dispatch(data, to)
    } catch (error) {
      this.#error = nodeError(error, 'write')
      return false
    }
    this.#sending += data.byteLength
    return true
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#reading.ignore()
    this.#writing.ignore()
    this.#unread.length = 0
    this.#socket.close()
  }

  get #readable(): boolean {
    return this.#unread.length > 0 || this.#trouble !== null
  }

  #level(mode: Mode): Level | null {
    return mode === 'read' ? this.#reading : mode === 'write' ? this.#writing : null
  }

  #objection(data: Uint8Array, to: Address | undefined): HandleError | null {
    if (data.byteLength > this.#largest) return handleError('EMSGSIZE', 'write')
    if (this.#sending >= SEND_LIMIT) return handleError('EAGAIN', 'write')
    if (to === undefined) return this.#connected ? null : handleError('ENOTCONN', 'write')
    return this.#connected ? handleError('EISCONN', 'write') : null
  }

  #dispatch(data: Uint8Array, to: Address | undefined): void {
    const sent = (error: Error | null): void => {
      this.#sending -= data.byteLength
      if (error !== null) this.#failed(error)
      this.#writing.tell()
    }
    if (to === undefined) this.#socket.send(data, sent)
    else this.#socket.send(data, to.port, to.address, sent)
  }

  #arrived(packet: Datagram): void {
    if (this.#closed) return
    const { byteLength } = packet.data
    if (this.#unread.length >= KEPT_PACKETS || this.#unreadOctets + byteLength > KEPT_OCTETS) {
      this.#dropped++
      return
    }
    this.#unreadOctets += byteLength
    this.#unread.push(packet)
    if (this.#unread.length === 1) this.#reading.tell()
  }

  #failed(error: Error): void {
    if (this.#closed) return
    this.#trouble = nodeError(error, 'write')
    this.#reading.tell()
  }
}
