import { isIP, type Socket } from 'node:net'
import { type ConnectionOptions, connect, createServer, type Server, type TlsOptions as ServerOptions } from 'node:tls'
import type { TlsOptions } from '@poe/loop'
import type { Outcome } from './abortable.ts'

/** The host takes it for connections too, though its types leave it out. */
const HALF_OPEN = { allowHalfOpen: true }

/** A server of the host that speaks TLS; its connections come, unread, by the event `secureConnection`. */
export function tlsServer(options: TlsOptions, more: ServerOptions = {}): Server {
  const server = createServer({
    ...common(options),
    ...HALF_OPEN,
    pauseOnConnect: true,
    requestCert: options.requestCertificate ?? false,
    rejectUnauthorized: options.verify ?? false,
    ...more,
  })
  // Until its handshake is over nobody owns a connection, and it must not keep the process alive.
  server.on('connection', (socket: Socket) => socket.unref())
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

/** Speaks TLS over `raw` as its server side. */
export function secureServer(raw: Socket, options: TlsOptions, { done, failed }: Outcome<Socket>): void {
  const server = tlsServer(options)
  server.once('secureConnection', done)
  server.once('tlsClientError', failed)
  server.emit('connection', raw)
}

/** Speaks TLS over `raw` as its client side. */
export function secureClient(
  raw: Socket,
  options: TlsOptions,
  host: string | undefined,
  { done, failed }: Outcome<Socket>,
): void {
  const socket = connect({ ...tlsClient(options, host), socket: raw })
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
