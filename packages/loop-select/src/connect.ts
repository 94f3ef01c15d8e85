import { connect, type Socket } from 'node:net'
import { connect as tlsConnect } from 'node:tls'
import type { ConnectOptions, SocketHandle } from '@poe/loop'
import { abortable } from './abortable.ts'
import { nodeError } from './node-error.ts'
import { NetSocketHandle } from './socket-handle.ts'
import type { Stage } from './stage.ts'
import { tlsClient } from './tls.ts'

/** Opens a connection. */
export function connectSocket(stage: Stage, options: ConnectOptions): Promise<SocketHandle> {
  const known = { address: options.path ?? options.host, port: options.port }
  return abortable(
    options.signal,
    (error) => nodeError(error, 'connect', known),
    ({ done, failed }) => {
      const socket = begin(options)
      socket.once('error', failed)
      socket.once(options.tls === undefined ? 'connect' : 'secureConnect', () => {
        done(new NetSocketHandle(stage, socket.pause(), { remotePath: options.path, host: options.host }))
        socket.off('error', failed)
      })
      return () => socket.destroy()
    },
  )
}

function begin(options: ConnectOptions): Socket {
  const { tls, host, noDelay = true } = options
  if (tls !== undefined) return tlsConnect({ ...where(options), ...tlsClient(tls, host) }).setNoDelay(noDelay)
  // Paused before it is connected, so that nothing is read until somebody watches.
  return connect({ ...where(options), allowHalfOpen: true, noDelay }).pause()
}

function where({ host = 'localhost', port = 0, path, bind }: ConnectOptions): { readonly port: number } {
  if (path !== undefined) return { path } as unknown as { readonly port: number }
  const from = { localAddress: bind?.host, localPort: bind?.port }
  return { host, port, ...(bind === undefined ? {} : from) } as { readonly port: number }
}
