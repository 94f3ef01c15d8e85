import type { ConnectOptions, DatagramOptions, ListenOptions } from '@poe/loop'
import type { SocketFactoryOptions } from './options.ts'

/** What a server asks of the loop. With the PROXY protocol TLS begins later, behind the header. */
export function listenOptions(options: SocketFactoryOptions): ListenOptions {
  const { socketDomain, bindAddress, bindPort = 0, listenQueue, reuse = true, tls, noDelay, proxyProtocol } = options
  const common = {
    ...(listenQueue === undefined ? {} : { backlog: listenQueue }),
    ...(tls === undefined || proxyProtocol !== undefined ? {} : { tls }),
    ...(noDelay === undefined ? {} : { noDelay }),
  }
  if (socketDomain === 'unix') return { ...common, path: bindAddress as string, takeOver: reuse }
  const host = bindAddress ?? (socketDomain === 'inet6' ? '::' : undefined)
  return { ...common, port: bindPort, ...(host === undefined ? {} : { host }) }
}

/** What a connector asks of the loop. */
export function connectOptions(options: SocketFactoryOptions): ConnectOptions {
  const { socketDomain, bindAddress, bindPort, tls, noDelay } = options
  const remoteAddress = options.remoteAddress as string
  const common = { ...(tls === undefined ? {} : { tls }), ...(noDelay === undefined ? {} : { noDelay }) }
  if (socketDomain === 'unix') return { ...common, path: remoteAddress }
  const bind = {
    ...(bindAddress === undefined ? {} : { host: bindAddress }),
    ...(bindPort === undefined ? {} : { port: bindPort }),
  }
  return { ...common, host: remoteAddress, port: options.remotePort as number, bind }
}

/** What a udp socket asks of the loop. */
export function datagramOptions(options: SocketFactoryOptions): DatagramOptions {
  const { bindAddress: host, bindPort: port = 0, remoteAddress, remotePort } = options
  return {
    family: options.socketDomain === 'inet6' ? 'inet6' : 'inet',
    bind: host === undefined ? { port } : { host, port },
    ...(remoteAddress === undefined ? {} : { remote: { host: remoteAddress, port: remotePort as number } }),
  }
}
