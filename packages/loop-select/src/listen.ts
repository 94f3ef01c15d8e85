import { createServer, type Server } from 'node:net'
import type { Address, Listener, ListenOptions } from '@poe/loop'
import { abortable } from './abortable.ts'
import { inetAddress, unixAddress } from './address.ts'
import { type ListenerSettings, NetListener } from './listener.ts'
import { listenError } from './node-error.ts'
import type { Stage } from './stage.ts'
import { tlsServer } from './tls.ts'

/** As the host's own default. */
const BACKLOG = 511

/** Opens a listening socket. */
export function openListener(stage: Stage, options: ListenOptions): Promise<Listener> {
  const known = { address: options.path ?? options.host, port: options.port }
  return abortable(
    options.signal,
    (error) => listenError(error, known),
    ({ done, failed }) => {
      const server = makeServer(options)
      server.once('error', failed)
      server.listen(where(options), () => {
        server.off('error', failed)
        done(new NetListener(stage, server, addressOf(server), settings(options)))
      })
      return () => server.close()
    },
  )
}

function makeServer({ tls, noDelay = true }: ListenOptions): Server {
  if (tls !== undefined) return tlsServer(tls, { noDelay })
  return createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay })
}

function where({ host, port, path, ipv6Only, backlog = BACKLOG }: ListenOptions): object {
  if (path !== undefined) return { path, backlog }
  return { port, backlog, ...(host === undefined ? {} : { host }), ...(ipv6Only === undefined ? {} : { ipv6Only }) }
}

function settings({ tls, path, backlog = BACKLOG }: ListenOptions): ListenerSettings {
  return {
    backlog,
    resettable: tls === undefined && path === undefined,
    event: tls === undefined ? 'connection' : 'secureConnection',
    facts: { localPath: path },
  }
}

function addressOf(server: Server): Address {
  const address = server.address()
  if (address === null || typeof address === 'string') return unixAddress(address ?? '')
  return inetAddress(address.address, address.port)
}
