import type { SessionHost } from '@poe/kernel'
import {
  type HandleError,
  handleError,
  isHandleError,
  type NetService,
  type SocketHandle,
  type TlsOptions,
} from '@poe/loop'
import type { ProxyHeader } from '@poe/proxy-protocol'
import { Greeting } from './greeting.ts'
import type { ProxySettings } from './proxy-options.ts'

/** A connection that is ready for the session. */
export interface Arrival {
  readonly socket: SocketHandle
  readonly header: ProxyHeader
}

/** Told, with the session active, when there is something new. */
export interface ArrivalsWatcher {
  /** A connection is ready: see {@link Arrivals.next}. */
  arrived(): void
  /** A connection was refused and closed. */
  refused(error: HandleError): void
  /** There may be room for another connection. */
  left(): void
}

/** Accepted connections on their way to the session: PROXY header, TLS where it is spoken, and a queue while paused. */
export class Arrivals {
  readonly #host: SessionHost
  readonly #label: string
  readonly #settings: ProxySettings
  readonly #secure: ((socket: SocketHandle) => Promise<SocketHandle>) | null
  readonly #watcher: ArrivalsWatcher
  readonly #greetings = new Set<Greeting>()
  readonly #ready: Arrival[] = []
  readonly #giveUp = new AbortController()
  #handshakes = 0

  constructor(
    host: SessionHost,
    label: string,
    settings: ProxySettings,
    tls: TlsOptions | undefined,
    watcher: ArrivalsWatcher,
  ) {
    this.#host = host
    this.#label = label
    this.#settings = settings
    this.#secure = tls === undefined ? null : secureBy(host.service('net'), tls, this.#giveUp.signal)
    this.#watcher = watcher
  }

  /** Whether as many connections are on their way as may be. */
  get full(): boolean {
    return this.#greetings.size + this.#handshakes + this.#ready.length >= this.#settings.maxPending
  }

  /** Takes a connection that was accepted. */
  take(socket: SocketHandle): void {
    if (!this.#settings.trusted(socket.remote)) {
      this.#refuse(
        socket,
        handleError('EACCES', 'proxy', { message: 'The peer is not trusted to send a PROXY header' }),
      )
      return
    }
    const watcher = {
      greeted: (greeting: Greeting, header: ProxyHeader) => this.#greeted(greeting, header),
      refused: (greeting: Greeting, error: HandleError) => {
        this.#greetings.delete(greeting)
        this.#refuse(greeting.socket, error)
        this.#watcher.left()
      },
    }
    this.#greetings.add(new Greeting(this.#host, this.#label, socket, this.#settings, watcher))
  }

  /** The next connection that is ready. */
  next(): Arrival | null {
    const next = this.#ready.shift() ?? null
    if (next !== null) this.#watcher.left()
    return next
  }

  /** Closes all that are on their way, without telling. */
  dispose(): void {
    this.#giveUp.abort()
    for (const greeting of this.#greetings) {
      greeting.dispose()
      greeting.socket.close()
    }
    this.#greetings.clear()
    for (const { socket } of this.#ready.splice(0)) socket.close()
  }

  #greeted(greeting: Greeting, header: ProxyHeader): void {
    this.#greetings.delete(greeting)
    const { socket } = greeting
    if (this.#secure === null) this.#arrived({ socket, header })
    else this.#handshake(this.#secure(socket), socket, header)
  }

  #handshake(securing: Promise<SocketHandle>, before: SocketHandle, header: ProxyHeader): void {
    this.#handshakes++
    const { signal } = this.#giveUp
    // While the kernel does not run, entering waits; it may be too late then.
    const over = (run: () => void, tooLate: () => void) => {
      const enter = () => {
        if (signal.aborted) return tooLate()
        this.#handshakes--
        run()
      }
      if (signal.aborted) tooLate()
      else this.#host.enter(`${this.#label} -> handshake`, enter)
    }
    securing.then(
      (socket) =>
        over(
          () => this.#arrived({ socket, header }),
          () => socket.close(),
        ),
      (error) =>
        over(
          () => this.#handshakeFailed(before, error),
          () => {},
        ),
    )
  }

  /** What is no failure of a socket is a mistake in the options. */
  #handshakeFailed(socket: SocketHandle, error: unknown): void {
    if (!isHandleError(error)) {
      socket.close()
      throw error
    }
    this.#refuse(socket, { ...error, syscall: 'handshake' })
    this.#watcher.left()
  }

  #arrived(arrival: Arrival): void {
    this.#ready.push(arrival)
    this.#watcher.arrived()
  }

  #refuse(socket: SocketHandle, error: HandleError): void {
    const direct = (socket.direct ?? socket).remote
    socket.close()
    this.#watcher.refused(direct === null ? error : { ...error, address: direct.address, port: direct.port })
  }
}

function secureBy(net: NetService, tls: TlsOptions, signal: AbortSignal) {
  return (socket: SocketHandle): Promise<SocketHandle> =>
    net.secure?.(socket, { ...tls, server: true, signal }) ??
    Promise.reject(handleError('ENOTSUP', 'handshake', { message: 'This loop cannot speak TLS behind a PROXY header' }))
}
