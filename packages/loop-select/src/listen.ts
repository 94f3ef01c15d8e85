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
  const explain = (error: unknown): unknown => listenError(error, known)
  return abortable<Listener>(options.signal, explain, ({ done, failed }) => {
    const server = makeServer(options)
    let wanted = true
    server.once('error', failed)
    server.listen(where(options), () => {
      // The host goes on listening when a look-up comes back after close().
      if (!wanted) return void server.close()
      server.off('error', failed)
      done(new NetListener(stage, server, addressOf(server), settings(options)))
    })
    return () => {
      wanted = false
      server.close()
    }
  })
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
