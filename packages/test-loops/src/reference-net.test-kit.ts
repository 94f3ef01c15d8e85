import {
  type Address,
  type ConnectOptions,
  type HandleError,
  handleError,
  type Listener,
  type ListenOptions,
  type NetService,
  type SocketHandle,
} from '@poe/loop'
import { ReferenceListener } from './reference-listener.test-kit.ts'
import type { ReferenceLoop } from './reference-loop.test-kit.ts'
import type { ReferenceStream } from './reference-stream.test-kit.ts'

const HOST = '127.0.0.1'

/** Sockets in memory. */
export class ReferenceNet implements NetService {
  readonly #loop: ReferenceLoop
  readonly #listeners = new Map<number, ReferenceListener>()
  #ports = 1000

  constructor(loop: ReferenceLoop) {
    this.#loop = loop
  }

  listen({ port = 0, path, signal }: ListenOptions): Promise<Listener> {
    return this.#later(signal, () => {
      if (path !== undefined) throw handleError('EAFNOSUPPORT', 'listen')
      if (this.#listeners.has(port)) throw handleError('EADDRINUSE', 'bind')
      const local = this.#address(port)
      const listener = new ReferenceListener(this.#loop, local, () => this.#listeners.delete(local.port))
      this.#listeners.set(local.port, listener)
      return listener
    })
  }

  connect({ port = 0, tls, signal }: ConnectOptions): Promise<SocketHandle> {
    return this.#later(signal, () => {
      if (tls !== undefined) throw handleError('EPROTONOSUPPORT', 'connect')
      return this.link(port)[0]
    })
  }

  /** Connects to a listener at once. */
  link(port: number): [ReferenceStream, ReferenceStream] {
    const listener = this.#listeners.get(port)
    if (listener === undefined) throw handleError('ECONNREFUSED', 'connect')
    const ends = pair(this.#loop, this.#address(0), listener.local)
    listener.arrived(ends[1])
    return ends
  }

  #address(port: number): Address {
    return { family: 'inet', address: HOST, port: port === 0 ? ++this.#ports : port }
  }

  #later<T>(signal: AbortSignal | undefined, make: () => T): Promise<T> {
    return new Promise<T>((resolve, reject: (reason: HandleError) => void) => {
      this.#loop.later(() => {
        if (signal?.aborted) return reject(signal.reason)
        try {
          resolve(make())
        } catch (error) {
          reject(error as HandleError)
        }
      })
    })
  }
}

/** Two ends of a connection. */
export function pair(loop: ReferenceLoop, one: Address, two: Address): [ReferenceStream, ReferenceStream] {
  const ends: [ReferenceStream, ReferenceStream] = [new loop.Stream(loop, one, two), new loop.Stream(loop, two, one)]
  ends[0].peer = ends[1]
  ends[1].peer = ends[0]
  return ends
}
