import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { PoeError, show } from '@poe/errors'
import type { Kernel, Owned, Release, SessionRef, Untyped } from '@poe/kernel'
import type { Address } from '@poe/loop'
import { type Handler, Session, type SessionContext } from '@poe/session'
import { WebSocketServer } from 'ws'
import { createJoint, MAX_MESSAGE } from './joint.ts'
import type { BridgeRefusal, WebSocketBridgeOptions } from './options.ts'
import { isWelcome } from './origins.ts'
import { chooseProtocol, FAILED } from './protocol.ts'
import { refuse } from './refuse.ts'
import { askedBy, choose } from './targets.ts'

const MAX_CONNECTIONS = 1000

/** Milliseconds a request may take to come whole. */
const REQUEST_TIMEOUT = 10_000

const STATUS = { origin: 403, target: 403, busy: 503, path: 404, request: 400 } as const

/** Told where the bridge listens, and when it cannot or has stopped. */
export interface BridgeWatcher {
  listening(address: Address): void
  failed(error: unknown): void
}

interface Heap {
  readonly door: Door | undefined
  connections: number
}

type Ctx = SessionContext<Untyped, { door: Door | undefined; connections: number }>

/** Makes the session that takes WebSockets, and has a session made for each. */
export function createListener(kernel: Kernel, options: WebSocketBridgeOptions, watcher: BridgeWatcher): SessionRef {
  const inlineStates: Record<string, Handler<Untyped>> = {
    _start: (ctx: Ctx) => {
      if (options.alias !== undefined) ctx.kernel.aliasSet(options.alias)
      ctx.heap.door = new Door(ctx, options, watcher)
    },
    _stop: () => watcher.failed(new PoeError('ERR_POE_STOPPED', 'WebSocketBridge has stopped; it takes nobody.')),
    _child: (ctx: Ctx, reason: string) => {
      if (reason === 'lose') ctx.heap.connections--
    },
    _drain: shutDown,
    shutdown: shutDown,
  }
  const heap: Heap = { door: undefined, connections: 0 }
  return Session.create({ kernel, heap, inlineStates } as never)
}

/** Takes nobody any more; who is connected stays. */
function shutDown({ heap, kernel }: Ctx): void {
  heap.door?.dispose()
  heap.door = undefined
  for (const name of kernel.aliasList()) kernel.aliasRemove(name)
}

/** Where WebSockets come in: a web server, its own or somebody else's. */
class Door implements Owned {
  readonly kind = 'listener'
  readonly label = 'WebSocketBridge'
  readonly #ctx: Ctx
  readonly #options: WebSocketBridgeOptions
  readonly #watcher: BridgeWatcher
  readonly #server: Server
  readonly #sockets: WebSocketServer
  readonly #held: Release

  constructor(ctx: Ctx, options: WebSocketBridgeOptions, watcher: BridgeWatcher) {
    const { maxMessage = MAX_MESSAGE, server } = options
    this.#ctx = ctx
    this.#options = options
    this.#watcher = watcher
    this.#sockets = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: maxMessage,
      handleProtocols: chooseProtocol,
    })
    this.#server = server ?? createServer((_, response) => response.writeHead(426, { upgrade: 'websocket' }).end())
    this.#sockets.on('wsClientError', (_error, socket, request) => this.#refuse('request', request, socket))
    this.#server.on('upgrade', this.#upgrade)
    ctx.kernel.host.own(this)
    this.#held = ctx.kernel.host.hold('listener', this.label)
    if (server === undefined) this.#listen()
    else if (server.listening) this.#listening()
    else server.once('listening', this.#listening)
  }

  dispose(): void {
    const { host } = this.#ctx.kernel
    host.disown(this)
    this.#server.off('upgrade', this.#upgrade)
    this.#server.off('listening', this.#listening)
    if (this.#options.server === undefined) this.#server.close()
    this.#held.dispose()
  }

  #listen(): void {
    const { port = 0, address } = this.#options
    this.#server.requestTimeout = REQUEST_TIMEOUT
    this.#server.once('error', this.#failed)
    this.#server.listen({ port, ...(address === undefined ? {} : { host: address }) }, this.#listening)
    // The kernel's run keeps the process alive, not its sockets.
    this.#server.unref()
  }

  readonly #listening = (): void => {
    const at = this.#server.address()
    if (at !== null) this.#watcher.listening(addressOf(at))
  }

  readonly #failed = (error: Error): void => {
    const { port = 0, address } = this.#options
    const where = address === undefined ? `port ${port}` : `port ${port} of ${show(address)}`
    const told = `WebSocketBridge cannot listen at ${where}: ${error.message}; choose another "port" or "address".`
    const failure = new PoeError('ERR_POE_LISTEN', told, { cause: error })
    this.#watcher.failed(failure)
    this.#ctx.kernel.host.enter('WebSocketBridge -> listen', () => {
      shutDown(this.#ctx)
      throw failure
    })
  }

  readonly #upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    const { path = '/poe', server } = this.#options
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://bridge')
    if (pathname === path)
      this.#ctx.kernel.host.enter('WebSocketBridge -> upgrade', () => this.#take(request, socket, head, searchParams))
    // On somebody else's server, other paths are somebody else's.
    else if (server === undefined) this.#refuse('path', request, socket)
  }

  #take(request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams): void {
    const { origins, targets, maxConnections = MAX_CONNECTIONS } = this.#options
    const { heap } = this.#ctx
    const reason = isWelcome(origins, request) ? (heap.connections < maxConnections ? null : 'busy') : 'origin'
    if (reason !== null) {
      this.#refuse(reason, request, socket)
      return
    }
    const asked = askedBy(query)
    const target = asked === null ? undefined : choose(targets, asked, request)
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (target === undefined) {
        // A page is told of nothing but what a WebSocket says.
        webSocket.close(FAILED, 'EACCES connect')
        this.#tell('target', request)
        return
      }
      heap.connections++
      createJoint(this.#ctx, webSocket, target, request, this.#options)
    })
  }

  #refuse(reason: BridgeRefusal['reason'], request: IncomingMessage, socket: Duplex): void {
    refuse(socket, STATUS[reason])
    this.#tell(reason, request)
  }

  #tell(reason: BridgeRefusal['reason'], { url = '', headers, socket }: IncomingMessage): void {
    this.#options.refused?.({ reason, url, origin: headers.origin, remoteAddress: socket.remoteAddress ?? '' })
  }
}

function addressOf(at: AddressInfo | string): Address {
  if (typeof at === 'string') return { family: 'unix', address: at, port: 0 }
  return { family: at.family === 'IPv6' ? 'inet6' : 'inet', address: at.address, port: at.port }
}
