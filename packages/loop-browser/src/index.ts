/**
 * The event loop of a page or a Web Worker: tasks between which the page paints, timers that go on in the background, the
 * end of the page or of an element as UIDESTROY, and connections over WebSocket.
 *
 * @packageDocumentation
 */

export type { BridgeAddress, BridgeTarget } from './bridge-address.ts'
export { BrowserLoop, type BrowserLoopOptions, type MakeNet, type NetHost } from './browser-loop.ts'
export { type WebSocketsOptions, webSockets } from './web-net.ts'
