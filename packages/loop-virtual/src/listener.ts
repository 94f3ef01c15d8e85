import {
  type Address,
  type HandleError,
  type HandleState,
  handleError,
  Level,
  type Listener,
  type Mode,
  type SocketHandle,
  type TlsOptions,
} from '@poe/loop'
import { format } from './address.ts'
import type { Subject } from './faults.ts'
import { noMode } from './modes.ts'
import type { Bound } from './ports.ts'
import type { VirtualSocket } from './socket-handle.ts'
import type { Resident, World } from './world.ts'

/** How a {@link VirtualListener} is made. */
export interface ListenerSettings {
  readonly local: Address
  /** Connections held for `accept()`; those beyond are reset. */
  readonly backlog: number
  readonly ipv6Only: boolean
  /** How its connections speak TLS; null where they do not. */
  readonly tls: TlsOptions | null
  /** Frees the address. */
  readonly closed: (listener: VirtualListener) => void
}

/** A simulated listening socket. */
export class VirtualListener implements Listener, Bound, Resident {
  readonly id: number
  readonly local: Address
  readonly ipv6Only: boolean
  readonly tls: TlsOptions | null
  /** Octets held: none, the connections hold their own. */
  readonly readAhead = 0
  readonly #world: World
  readonly #settings: ListenerSettings
  readonly #subject: Subject
  readonly #level: Level
  readonly #held: VirtualSocket[] = []
  #failures: HandleError[] = []
  #error: HandleError | null = null
  #closed = false

  constructor(world: World, settings: ListenerSettings) {
    this.id = world.nextId()
    this.local = settings.local
    this.ipv6Only = settings.ipv6Only
    this.tls = settings.tls
    this.#world = world
    this.#settings = settings
    this.#subject = world.faults.subject(`listener ${format(settings.local)}`)
    this.#level = new Level(world, () => this.#held.length > 0 || this.#failures.length > 0)
    world.residents.add(this)
    world.note(`${this.#subject.name} listens`)
  }

  get state(): HandleState {
    return this.#closed ? 'closed' : 'open'
  }

  get error(): HandleError | null {
    return this.#error
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read') throw noMode('a listener', mode, '"read"')
    if (!this.#closed) this.#level.watch(ready)
  }

  ignore(mode: Mode): void {
    if (mode === 'read') this.#level.ignore()
  }

  pause(mode: Mode): void {
    if (mode === 'read') this.#level.pause()
  }

  resume(mode: Mode): void {
    if (mode === 'read') this.#level.resume()
  }

  accept(): SocketHandle | null {
    this.#error = this.#trouble()
    return this.#error === null ? (this.#held.shift() ?? null) : null
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#level.ignore()
    this.#world.residents.delete(this)
    this.#world.note(`${this.#subject.name} closes`)
    this.#settings.closed(this)
    for (const socket of this.#held.splice(0)) socket.close()
  }

  // The rest is for the network.

  /** A connection came. */
  take(socket: VirtualSocket): void {
    if (this.#held.length >= this.#settings.backlog) {
      this.#world.note(`${this.#subject.name} has no room for another`)
      socket.ends.output?.abort()
      socket.close()
      return
    }
    this.#held.push(socket)
    this.#level.tell()
  }

  /** The next accepts fail by `code`, one each. */
  fail(code: string, times: number): void {
    for (let i = 0; i < times; i++) this.#failures.push(handleError(code, 'accept'))
    this.#level.tell()
  }

  /** A connection came whose handshake failed. */
  refuse(error: HandleError): void {
    if (this.#closed) return
    this.#failures.push(error)
    this.#level.tell()
  }

  describe(): string {
    return `${this.#subject.name}, ${this.#level.watched}, ${this.#held.length} to be accepted`
  }

  /** What keeps the next connection, or nobody, from being accepted. */
  #trouble(): HandleError | null {
    const planned = this.#failures.shift()
    if (planned !== undefined) return planned
    if (this.#held.length === 0 || !this.#subject.happens('accept failure')) return null
    return handleError('EMFILE', 'accept')
  }
}
