import { PoeError } from '@poe/errors'
import {
  type ConnectOptions,
  type HandleStage,
  handleError,
  Level,
  type Listener,
  type ListenOptions,
  type Mode,
  type NetService,
  type SocketHandle,
} from '@poe/loop'
import type { Answer, Helper } from './helper.ts'

/** The sockets of a page, and what it lacks to be tested: somebody listens for it, and what comes is fetched over a WebSocket. */
export class ListeningNet implements NetService {
  readonly #net: NetService
  readonly #stage: HandleStage
  readonly #helper: Helper

  constructor(net: NetService, stage: HandleStage, helper: Helper) {
    this.#net = net
    this.#stage = stage
    this.#helper = helper
  }

  connect(options: ConnectOptions): Promise<SocketHandle> {
    return this.#net.connect(options)
  }

  async listen({ host = '127.0.0.1', port = 0, path, signal }: ListenOptions): Promise<Listener> {
    signal?.throwIfAborted()
    const { id, local, error } = await this.#helper.ask({ listen: path === undefined ? { host, port } : { path } })
    if (error !== undefined || local === undefined) throw handleError(error ?? 'EIO', 'bind', { address: host, port })
    const listener = new Doorman(this.#stage, local, () => this.#helper.tell({ close: id }))
    this.#helper.onAccepted(id, (answer) => void this.#fetch(answer).then((socket) => listener.came(socket)))
    return listener
  }

  async #fetch({ port = 0, local, remote }: Answer): Promise<SocketHandle> {
    const socket = await this.#net.connect({ host: '127.0.0.1', port })
    return Object.assign(socket, { local, remote })
  }
}

class Doorman implements Listener {
  readonly id: number
  readonly error = null
  readonly readAhead = 0
  readonly local: Listener['local']
  readonly #waiting: SocketHandle[] = []
  readonly #level: Level
  readonly #stopped: () => void
  #closed = false

  constructor(stage: HandleStage, local: Listener['local'], stopped: () => void) {
    this.id = stage.nextId()
    this.local = local
    this.#level = new Level(stage, () => this.#waiting.length > 0)
    this.#stopped = stopped
  }

  get state(): 'open' | 'closed' {
    return this.#closed ? 'closed' : 'open'
  }

  came(socket: SocketHandle): void {
    if (this.#closed) socket.close()
    else {
      this.#waiting.push(socket)
      this.#level.tell()
    }
  }

  accept(): SocketHandle | null {
    return this.#waiting.shift() ?? null
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read') throw new PoeError('ERR_POE_NO_MODE', `A listener has the mode "read", not "${mode}".`)
    if (!this.#closed) this.#level.watch(ready)
  }

  ignore(): void {
    this.#level.ignore()
  }

  pause(): void {
    this.#level.pause()
  }

  resume(): void {
    this.#level.resume()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#level.ignore()
    this.#stopped()
    for (const socket of this.#waiting.splice(0)) socket.close()
  }
}
