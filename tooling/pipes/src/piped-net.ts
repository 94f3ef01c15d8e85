import { PoeError } from '@poe/errors'
import {
  type Address,
  Level,
  type Listener,
  type Loop,
  type Mode,
  type NetService,
  type SocketHandle,
  type StreamHandle,
} from '@poe/loop'

/** Makes the two ends of a pipe. */
export type Pair = (loop: Loop) => Promise<[StreamHandle, StreamHandle]>

/** Sockets that are pipes, so that what is tested of sockets is tested of pipes. */
export function pipedNet(loop: Loop, pair: Pair): NetService {
  const listeners = new Map<number, PipedListener>()
  return {
    async listen() {
      const local = addressOf(listeners.size + 1)
      const listener = new PipedListener(loop, local)
      listeners.set(local.port, listener)
      return listener
    },
    async connect({ port = 0 }) {
      const [ours, theirs] = await pair(loop)
      const [near, far] = [addressOf(0), addressOf(port)]
      listeners.get(port)?.arrived(socketOf(theirs, far, near))
      return socketOf(ours, near, far)
    },
    format: ({ port }) => `pipe ${port}`,
  }
}

function addressOf(port: number): Address {
  return { family: 'virtual', address: 'pipe', port }
}

function socketOf(handle: StreamHandle, local: Address, remote: Address): SocketHandle {
  return Object.defineProperties(handle, { local: { value: local }, remote: { value: remote } }) as SocketHandle
}

class PipedListener implements Listener {
  readonly id: number
  readonly state = 'open'
  readonly error = null
  readonly readAhead = 0
  readonly local: Address
  readonly #waiting: SocketHandle[] = []
  readonly #level: Level

  constructor({ stage }: Loop, local: Address) {
    if (stage === undefined) throw new TypeError('a loop without a stage')
    this.id = stage.nextId()
    this.local = local
    this.#level = new Level(stage, () => this.#waiting.length > 0)
  }

  arrived(socket: SocketHandle): void {
    this.#waiting.push(socket)
    this.#level.tell()
  }

  watch(mode: Mode, ready: () => void): void {
    if (mode !== 'read') throw new PoeError('ERR_POE_NO_MODE', 'A listener has mode "read".')
    this.#level.watch(ready)
  }

  accept = (): SocketHandle | null => this.#waiting.shift() ?? null
  ignore = (): void => this.#level.ignore()
  pause = (): void => this.#level.pause()
  resume = (): void => this.#level.resume()
  close = (): void => this.#level.ignore()
}
