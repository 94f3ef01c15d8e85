/**
 * Tcl/Tk's event loop as POE's: windows of Tk beside POE's sockets.
 *
 * @packageDocumentation
 */
export type { CommandHandler } from './commands.ts'
export { TkLoop, type TkLoopOptions, type TkWindow } from './tk-loop.ts'
