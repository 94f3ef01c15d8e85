/**
 * Another event loop, of native code, served by Node's: what loops as GLib and Tk are built on.
 *
 * @packageDocumentation
 */
export type { Foreign } from './foreign.ts'
export { ForeignLoop, type ForeignLoopOptions } from './foreign-loop.ts'
export { type Library, type LibraryOptions, openLibrary } from './library.ts'
