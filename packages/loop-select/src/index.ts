/**
 * The default event loop of POE: time, wake-ups, OS signals, sockets and programs on Node, Bun and Deno.
 *
 * @packageDocumentation
 */
export { SelectLoop, type SelectLoopOptions } from './select-loop.ts'
export type { TerminalInput, TerminalOutput, TerminalStreams } from './terminal-streams.ts'
