import { isPoeError, PoeError } from '@poe/errors'
import type { Release, SessionHost, Watch } from '@poe/kernel'
import { type Address, errnoOf, type HandleError, handleError, type SocketHandle } from '@poe/loop'
import { type ProxyAddress, ProxyDecoder, type ProxyHeader } from '@poe/proxy-protocol'
import type { ProxySettings } from './proxy-options.ts'

/** Octets read at once while the header is awaited. */
const PIECE = 4096

/** How an IPv6 socket that takes IPv4 connections too names an IPv4 peer. */
const MAPPED = '::ffff:'

/** Told how a greeting ended, once. */
export interface GreetingWatcher {
  greeted(greeting: Greeting, header: ProxyHeader): void
  refused(greeting: Greeting, error: HandleError): void
}

/** An accepted connection whose PROXY header is awaited. What follows the header is left to be read. */
export class Greeting {
  readonly socket: SocketHandle
  readonly #watcher: GreetingWatcher
  readonly #decoder: ProxyDecoder
  readonly #watch: Watch
  readonly #deadline: Release | null

  constructor(
    host: SessionHost,
    label: string,
    socket: SocketHandle,
    settings: ProxySettings,
    watcher: GreetingWatcher,
  ) {
    this.socket = socket
    this.#watcher = watcher
    this.#decoder = new ProxyDecoder(settings.decoder)
    this.#watch = host.watch(socket, 'read', `${label} -> select proxy header`, { ready: () => this.#read() })
    const { timeout } = settings
    const late = () =>
      this.#refuse(handleError('ETIMEDOUT', 'proxy', { message: `No PROXY header within ${timeout} ms` }))
    this.#deadline =
      timeout === Number.POSITIVE_INFINITY ? null : host.after(timeout, `${label} -> proxy timeout`, late)
  }

  /** Ends the waiting; the socket stays open. */
  dispose(): void {
    this.#watch.dispose()
    this.#deadline?.dispose()
  }

  #read(): void {
    const { socket } = this
    const octets = socket.read(PIECE)
    if (octets !== null) this.#decode(octets)
    else if (socket.state === 'ended')
      this.#refuse(handleError('ECONNRESET', 'proxy', { message: 'The peer left before its PROXY header was whole' }))
    else if (socket.state === 'failed') this.#refuse({ ...(socket.error as HandleError), syscall: 'proxy' })
  }

  #decode(octets: Uint8Array): void {
    try {
      const header = this.#decoder.decode(octets)
      if (header === null) return
      apply(this.socket, header)
      this.socket.unread(this.#decoder.rest)
      this.dispose()
      this.#watcher.greeted(this, header)
    } catch (error) {
      if (!isPoeError(error)) throw error
      const errno = errnoOf(error.code === 'ERR_POE_PROXY_TOO_LONG' ? 'EMSGSIZE' : 'EPROTO')
      this.#refuse({ code: error.code, errno, syscall: 'proxy', message: error.message })
    }
  }

  #refuse(error: HandleError): void {
    this.dispose()
    this.#watcher.refused(this, error)
  }
}

/** Gives a socket the ends that a header tells. @throws PoeError where it cannot be */
function apply(socket: SocketHandle, { source, destination, transport }: ProxyHeader): void {
  if (source === null || destination === null) return
  if (transport !== 'stream')
    throw new PoeError('ERR_POE_PROXY_MALFORMED', 'The PROXY header tells of datagrams, on a stream.')
  if (socket.readdress === undefined)
    throw new PoeError('ERR_POE_NO_SERVICE', 'The sockets of this loop cannot take the addresses of a PROXY header.')
  socket.readdress({ local: addressOf(destination), remote: addressOf(source) })
}

/** An IPv4 peer is an IPv4 peer, whatever kind of socket the proxy took it by. */
function addressOf({ family, address, port }: ProxyAddress): Address {
  if (family === 'inet6' && address.startsWith(MAPPED) && address.includes('.'))
    return { family: 'inet', address: address.slice(MAPPED.length), port }
  return { family, address, port }
}
