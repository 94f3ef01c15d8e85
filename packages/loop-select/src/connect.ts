import { connect, type Socket } from 'node:net'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import type { ConnectOptions, SocketHandle, TlsOptions } from '@poe/loop'
import { abortable, type Outcome } from './abortable.ts'
import { limitHandshake } from './handshakes.ts'
import { nodeError } from './node-error.ts'
import { NetSocketHandle, type SocketFacts } from './socket-handle.ts'
import type { Stage } from './stage.ts'
import { clientFacts, tlsClient } from './tls.ts'

const LOCALHOST = 'localhost'

/** Opens a connection. */
export function connectSocket(stage: Stage, options: ConnectOptions): Promise<SocketHandle> {
  const known = { address: options.path ?? options.host, port: options.port }
  return abortable(
    options.signal,
    (error) => nodeError(error, 'connect', known),
    (outcome) => {
      const { tls } = options
      const socket = tls === undefined ? beginPlain(stage, options, outcome) : beginTls(stage, options, tls, outcome)
      socket.once('error', outcome.failed)
      return () => socket.destroy()
    },
  )
}

function beginPlain(stage: Stage, options: ConnectOptions, { done, failed }: Outcome<SocketHandle>): Socket {
  const { noDelay = true } = options
  // Paused before it is connected, so that nothing is read until somebody watches.
  const socket = connect({ ...where(options), allowHalfOpen: true, noDelay }).pause()
  return socket.once('connect', () => {
    done(new NetSocketHandle(stage, socket, facts(options)))
    socket.off('error', failed)
  })
}

function beginTls(
  stage: Stage,
  options: ConnectOptions,
  tls: TlsOptions,
  { done, failed }: Outcome<SocketHandle>,
): TLSSocket {
  const { path, host = path === undefined ? LOCALHOST : undefined, noDelay = true } = options
  const socket = tlsConnect({ ...where(options), ...tlsClient(tls, host) }).setNoDelay(noDelay)
  socket.once('connect', () => limitHandshake(socket, tls))
  return socket.once('secureConnect', () => {
    done(new NetSocketHandle(stage, socket.pause(), { ...facts(options), tls: clientFacts(socket, tls, host) }))
    socket.off('error', failed)
  })
}

function facts({ path, host }: ConnectOptions): SocketFacts {
  return { remotePath: path, host }
}

function where({ host = LOCALHOST, port = 0, path, bind }: ConnectOptions): { readonly port: number } {
  if (path !== undefined) return { path } as unknown as { readonly port: number }
  const from = { localAddress: bind?.host, localPort: bind?.port }
  return { host, port, ...(bind === undefined ? {} : from) } as { readonly port: number }
}
