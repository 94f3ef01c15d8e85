/**
 * Joins WebSockets of pages to TCP and unix sockets: octets both ways, each way held back by whoever reads slowly, each way
 * ended by itself.
 *
 * @packageDocumentation
 */

export type { BridgeConnection, BridgeRefusal, WebSocketBridgeOptions } from './options.ts'
export type { Asked, BridgeTarget } from './targets.ts'
export { WebSocketBridge } from './websocket-bridge.ts'
