/**
 * A TCP server in five lines: one session listens, each client has a session of its own. POE::Component::Server::TCP.
 *
 * @packageDocumentation
 */
export type { ClientContext, ClientHeap, ListenerContext, ListenerHeap, ListeningContext } from './heaps.ts'
export type { PerClient, TcpServerOptions } from './options.ts'
export { TcpServer } from './tcp-server.ts'
