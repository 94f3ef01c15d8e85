/**
 * GLib's main loop as POE's: windows of GTK, and whatever else lives in GLib's main context, beside POE's sockets.
 *
 * @packageDocumentation
 */
export { GlibLoop, type GlibLoopOptions } from './glib-loop.ts'
export type { Connection, NativeObject, SignalHandler, SignalValue } from './types.ts'
