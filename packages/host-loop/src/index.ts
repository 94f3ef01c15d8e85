/**
 * POE on somebody else's event loop: given "call me soon" and "call me in so many milliseconds", a loop for a kernel.
 *
 * @packageDocumentation
 */
export { type HostEventLoop, HostLoop } from './host-loop.ts'
export type { HostStage } from './host-stage.ts'
