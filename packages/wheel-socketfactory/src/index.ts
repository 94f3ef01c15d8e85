/**
 * Makes sockets for a session: listens and accepts, connects, opens datagram sockets. POE::Wheel::SocketFactory.
 *
 * @packageDocumentation
 */
export type { SocketFactoryEvents, SocketFactoryOptions } from './options.ts'
export type { ProxyAcceptOptions } from './proxy-options.ts'
export { SocketFactory, type SocketFactoryClass } from './socket-factory.ts'
