import { badOption, check, checkOptions, PoeError } from '@poe/errors'
import {
  type Address,
  type ConnectOptions,
  type Ends,
  type HandleError,
  handleError,
  type Listener,
  type NetService,
  type SocketHandle,
} from '@poe/loop'
import { addressFor, type BridgeAddress, checkBridge } from './bridge-address.ts'
import { noticeOf, OCTETS } from './bridge-protocol.ts'
import type { MakeNet, NetHost } from './browser-loop.ts'
import { closeError } from './close-error.ts'
import { WebSocketHandle } from './web-socket-handle.ts'

/** How the connections of a page are made. */
export interface WebSocketsOptions {
  /**
   * Where they go: the address of a WebSocket bridge, to which `host` and `port`, or `path`, are added as a query, or a
   * function that gives the whole address. Default: `/poe`, where the page comes from.
   */
  readonly bridge?: BridgeAddress
  /**
   * Subprotocols to ask the bridge for. Any others than `poe.octets` make a plain WebSocket: reading cannot be held back, and
   * closing one way closes both. Default: `poe.octets`.
   */
  readonly protocols?: readonly string[]
  /** Octets that may wait unread in a plain WebSocket; more is a failure with ENOBUFS. Default: 16 MiB. */
  readonly maxUnread?: number
}

const MAX_UNREAD = 16 * 1024 * 1024

const OPTIONS = { bridge: checkBridge, protocols: check.list, maxUnread: check.integer(1) }

/**
 * Connections over WebSocket, for the option `net` of a `BrowserLoop`.
 * @throws PoeError `ERR_POE_UNKNOWN_OPTION`, `ERR_POE_BAD_OPTION`
 */
export function webSockets(options: WebSocketsOptions = {}): MakeNet {
  checkOptions('webSockets()', options, OPTIONS)
  return (host) => new WebNet(host, options)
}

const CONNECT = {
  host: check.name,
  port: check.integer(1, 65_535),
  path: check.name,
  bind: check.object,
  noDelay: check.flag,
  tls: check.object,
  signal: check.having('an AbortSignal', 'addEventListener'),
}

/** A page does not know where it connects from. */
const UNKNOWN: Address = { family: 'inet', address: '', port: 0 }

/** Connections over WebSocket. Misuse rejects with a PoeError, a failure with a HandleError. */
class WebNet implements NetService {
  readonly #host: NetHost
  readonly #options: WebSocketsOptions

  constructor(host: NetHost, options: WebSocketsOptions) {
    this.#host = host
    this.#options = options
  }

  /** A page takes no connections: ENOTSUP. */
  async listen(): Promise<Listener> {
    throw handleError('ENOTSUP', 'listen', { message: 'A page can connect, and cannot listen; loop "select" can' })
  }

  async connect(options: ConnectOptions): Promise<SocketHandle> {
    checkConnect(options)
    const { signal, host = 'localhost', port, path } = options
    signal?.throwIfAborted()
    const target = path === undefined ? { host, port: port as number } : { path }
    const url = addressFor(this.#options.bridge ?? '/poe', target)
    const known = path === undefined ? { address: host, port: port as number } : { address: path }
    return new Promise((resolve, reject) => this.#open(url, signal, known, resolve, reject))
  }

  #open(
    url: URL,
    signal: AbortSignal | undefined,
    known: { readonly address: string; readonly port?: number },
    resolve: (handle: SocketHandle) => void,
    reject: (error: unknown) => void,
  ): void {
    const { protocols = [OCTETS], maxUnread = MAX_UNREAD } = this.#options
    const { stage, later } = this.#host
    const socket = opened(url, protocols, known)
    socket.binaryType = 'arraybuffer'
    const over = (): void => {
      signal?.removeEventListener('abort', aborted)
      socket.onopen = null
    }
    const aborted = (): void => {
      over()
      socket.onclose = null
      socket.close()
      reject(signal?.reason)
    }
    const done = (ends: Ends, framed: boolean, wanted: number): void => {
      over()
      resolve(new WebSocketHandle(socket, { stage, later, maxUnread, ...ends, framed, wanted }))
    }
    signal?.addEventListener('abort', aborted)
    socket.onclose = (event) => {
      over()
      reject(closeError(event, 'connect', known) ?? handleError('ECONNREFUSED', 'connect', known))
    }
    socket.onopen = () => {
      if (socket.protocol !== OCTETS) done({ local: UNKNOWN, remote: remoteOf(known) }, false, Number.POSITIVE_INFINITY)
    }
    socket.onmessage = ({ data }) => {
      const { open, take = 0 } = noticeOf(String(data))
      if (open !== undefined) done(open, true, take)
    }
  }
}

function opened(url: URL, protocols: readonly string[], known: object): WebSocket {
  try {
    return new WebSocket(url, [...protocols])
  } catch (error) {
    const { name, message } = error as Error
    throw name === 'SecurityError' ? (handleError('EACCES', 'connect', { ...known, message }) as HandleError) : error
  }
}

function remoteOf({ address, port }: { readonly address: string; readonly port?: number }): Address {
  if (port === undefined) return { family: 'unix', address, port: 0 }
  return { family: address.includes(':') ? 'inet6' : 'inet', address, port }
}

function checkConnect(options: ConnectOptions): void {
  checkOptions('net.connect', options, CONNECT)
  const { port, path, tls, bind } = options
  if (port === undefined && path === undefined)
    throw new PoeError(
      'ERR_POE_MISSING_OPTION',
      'net.connect needs the option "port" or "path", and neither was given.',
    )
  if (port !== undefined && path !== undefined)
    throw badOption('net.connect', 'path', path, 'left out where "port" is given')
  if (tls !== undefined)
    throw badOption(
      'net.connect',
      'tls',
      tls,
      'left out in a page: the bridge speaks TLS, and a page does to a bridge at wss:',
    )
  if (Object.keys(bind ?? {}).length > 0) throw badOption('net.connect', 'bind', bind, 'left out in a page')
}
