/**
 * The default event loop of POE: time, wake-ups, OS signals, sockets and programs on Node, Bun and Deno.
 *
 * @packageDocumentation
 */
export { SelectLoop } from './select-loop.ts'
