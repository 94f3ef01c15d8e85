import type { Server, Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Address, HandleError, HandleState, Listener, Mode, SocketHandle } from '@poe/loop'
import { handshakeError } from './handshakes.ts'
import { Level, type LevelSource } from './level.ts'
import { noMode } from './modes.ts'
import { nodeError } from './node-error.ts'
import { NetSocketHandle, type SocketFacts } from './socket-handle.ts'
import type { Stage } from './stage.ts'
import { tlsFacts } from './tls-facts.ts'
import { closeAt, type FileIdentity } from './unix-path.ts'

/** How a listener treats its connections. */
export interface ListenerSettings {
  /** Connections held for `accept()`; those beyond are reset. */
  readonly backlog: number
  /** Whether connections can be reset: TCP without TLS. Others are just closed. */
  readonly resettable: boolean
  /** Whether connections speak TLS, and come after their handshake. */
  readonly secure: boolean
  readonly facts: SocketFacts
  /** The file of a unix socket, as it was made; null where there is none. */
  readonly file?: FileIdentity | null
}

/**
 * A listening socket of the host, which accepts whether we like it or not: connections nobody has taken yet are
 * held unread, as a kernel's backlog would hold them.
 */
export class NetListener implements Listener, LevelSource {
  readonly id: number
  readonly local: Address
  /** Octets held: none, for a connection is read only when it is watched. */
  readonly readAhead = 0
  readonly #server: Server
  readonly #stage: Stage
  readonly #settings: ListenerSettings
  readonly #level: Level
  /** The oldest connection nobody has taken, nearly always the only one, and the others. */
  #first: NetSocketHandle | null = null
  readonly #others: NetSocketHandle[] = []
  #trouble: HandleError | null = null
  #error: HandleError | null = null
  #closed = false

  constructor(stage: Stage, server: Server, local: Address, settings: ListenerSettings) {
    this.#stage = stage
    this.#server = server
    this.#settings = settings
    this.#level = new Level(stage, this)
    this.id = stage.nextId()
    this.local = local
    if (settings.secure) this.#listenSecurely(server)
    else server.on('connection', (socket: Socket) => this.#arrived(socket, settings.facts))
    server.on('error', (error) => this.#failed(nodeError(error, 'accept')))
    server.unref()
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
    const next = this.#next()
    this.#error = next === null ? this.#trouble : null
    if (next === null) this.#trouble = null
    return next
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#level.ignore()
    const close = () => void this.#server.close()
    const { file, facts } = this.#settings
    if (facts.localPath === undefined) close()
    else closeAt(facts.localPath, file ?? null, close)
    for (let handle = this.#next(); handle !== null; handle = this.#next()) handle.close()
  }

  something(): boolean {
    return this.#first !== null || this.#trouble !== null
  }

  expect(): void {}

  #listenSecurely(server: Server): void {
    server.on('secureConnection', (socket: TLSSocket) =>
      this.#arrived(socket, { ...this.#settings.facts, tls: tlsFacts(socket) }),
    )
    server.on('tlsClientError', (error, socket: TLSSocket) => this.#failed(handshakeError(error, socket)))
  }

  #arrived(socket: Socket, facts: SocketFacts): void {
    const waiting = this.#first === null ? 0 : this.#others.length + 1
    if (this.#closed || waiting >= this.#settings.backlog) {
      this.#turnAway(socket)
      return
    }
    const handle = new NetSocketHandle(this.#stage, socket, facts)
    if (waiting > 0) this.#others.push(handle)
    else {
      this.#first = handle
      this.#level.tell()
    }
  }

  #next(): NetSocketHandle | null {
    const next = this.#first
    this.#first = this.#others.length === 0 ? null : this.#others.shift()!
    return next
  }

  #turnAway(socket: Socket): void {
    socket.on('error', () => {})
    if (this.#settings.resettable) socket.resetAndDestroy()
    else socket.destroy()
  }

  #failed(error: HandleError): void {
    if (this.#closed) return
    this.#trouble = error
    this.#level.tell()
  }
}
