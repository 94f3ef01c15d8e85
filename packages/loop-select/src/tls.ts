import { isIP, type Socket } from 'node:net'
import {
  type ConnectionOptions,
  connect,
  createServer,
  type Server,
  type TlsOptions as ServerOptions,
  type TLSSocket,
} from 'node:tls'
import type { TlsFacts, TlsOptions } from '@poe/loop'
import type { Outcome } from './abortable.ts'
import { handshakeError, handshakeLimit, limitHandshake, limitHandshakes } from './handshakes.ts'
import { tlsFacts } from './tls-facts.ts'

/** The host takes it for connections too, though its types leave it out. */
const HALF_OPEN = { allowHalfOpen: true }

/**
 * Lets each way of a connection end by itself, now that its handshake is over. Before, the peer's end is the end: the host
 * would not tell of it.
 */
function openHalves(socket: TLSSocket): void {
  socket.allowHalfOpen = true
}

/** A server of the host that speaks TLS; its connections come, unread, by the event `secureConnection`. */
export function tlsServer(options: TlsOptions, more: ServerOptions = {}): Server {
  const limit = handshakeLimit(options.handshakeTimeout)
  const server = createServer({
    ...common(options),
    handshakeTimeout: limit,
    pauseOnConnect: true,
    requestCert: options.requestCertificate ?? false,
    rejectUnauthorized: options.verify ?? false,
    ...more,
  })
  // Until its handshake is over nobody owns a connection, and it must not keep the process alive.
  server.on('connection', (socket: Socket) => socket.unref())
  server.on('secureConnection', openHalves)
  limitHandshakes(server, limit)
  return server
}

/** What the host needs to speak TLS to `host`. */
export function tlsClient(options: TlsOptions, host: string | undefined): ConnectionOptions {
  const name = options.serverName ?? host
  return {
    ...common(options),
    ...HALF_OPEN,
    rejectUnauthorized: options.verify ?? true,
    // An address cannot be asked for by name, but the host checks the certificate against it.
    ...(name === undefined ? {} : isIP(name) === 0 ? { servername: name } : { host: name }),
  }
}

/** What a client has agreed on, and the name it has asked for. */
export function clientFacts(socket: TLSSocket, options: TlsOptions, host: string | undefined): TlsFacts {
  const name = options.serverName ?? host
  return tlsFacts(socket, name === undefined || isIP(name) !== 0 ? undefined : name)
}

/** Speaks TLS over `raw` as its server side. */
export function secureServer(raw: Socket, options: TlsOptions, { done, failed }: Outcome<TLSSocket>): void {
  const server = tlsServer(options)
  server.once('secureConnection', done)
  server.once('tlsClientError', (error, socket) => failed(handshakeError(error, socket)))
  raw.allowHalfOpen = false
  server.emit('connection', raw)
}

/** Speaks TLS over `raw` as its client side. */
export function secureClient(
  raw: Socket,
  options: TlsOptions,
  host: string | undefined,
  { done, failed }: Outcome<TLSSocket>,
): void {
  const socket = connect({ ...tlsClient(options, host), socket: raw })
  limitHandshake(socket, options)
  socket.once('error', failed)
  socket.once('secureConnect', () => {
    socket.off('error', failed)
    done(socket.pause())
  })
}

function common({ key, cert, ca, passphrase, alpn }: TlsOptions): Pick<ServerOptions, 'key' | 'cert' | 'ca'> {
  return {
    ...(key === undefined ? {} : { key: pem(key) }),
    ...(cert === undefined ? {} : { cert: pem(cert) }),
    ...(ca === undefined ? {} : { ca: pem(ca) }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(alpn === undefined ? {} : { ALPNProtocols: [...alpn] }),
  }
}

function pem(given: string | Uint8Array): string | Buffer {
  return typeof given === 'string' ? given : Buffer.from(given.buffer, given.byteOffset, given.byteLength)
}
