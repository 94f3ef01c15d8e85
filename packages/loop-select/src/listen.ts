import { createServer, type Server } from 'node:net'
import { type Address, isHandleError, type Listener, type ListenOptions } from '@poe/loop'
import { abortable } from './abortable.ts'
import { inetAddress, unixAddress } from './address.ts'
import { type ListenerSettings, NetListener } from './listener.ts'
import { listenError } from './node-error.ts'
import type { Stage } from './stage.ts'
import { tlsServer } from './tls.ts'
import { fileAt, removeDead } from './unix-path.ts'

/** As the host's own default. */
const BACKLOG = 511

/** Opens a listening socket; where a dead one has the path and may be taken over, at the second attempt. */
export async function openListener(stage: Stage, options: ListenOptions): Promise<Listener> {
  try {
    return await open(stage, options)
  } catch (error) {
    const { path, takeOver = false } = options
    const taken = path !== undefined && isHandleError(error) && error.code === 'EADDRINUSE'
    if (!taken || !takeOver || !(await removeDead(path))) throw error
    return await open(stage, options)
  }
}

function open(stage: Stage, options: ListenOptions): Promise<Listener> {
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
    secure: tls !== undefined,
    facts: { localPath: path },
    file: path === undefined ? null : fileAt(path),
  }
}

function addressOf(server: Server): Address {
  const address = server.address()
  if (address === null || typeof address === 'string') return unixAddress(address ?? '')
  return inetAddress(address.address, address.port)
}
