/**
 * A TCP client in five lines, which reconnects where it is told to. POE::Component::Client::TCP.
 *
 * @packageDocumentation
 */
export type { TcpClientContext, TcpClientHeap, TcpServerContext, TcpServerHeap } from './heap.ts'
export type { ConnectionFilter, ReconnectOptions, TcpClientOptions } from './options.ts'
export { TcpClient } from './tcp-client.ts'
