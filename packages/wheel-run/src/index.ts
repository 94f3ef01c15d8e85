/**
 * Runs programs and module functions for a session, on pipes or on a terminal: POE::Wheel::Run.
 *
 * @packageDocumentation
 */
export type { ModuleFunction, Program, Redirection, RunEvents, RunOptions } from './options.ts'
export { type CloseOptions, Run, type RunClass } from './run.ts'
export type { RunError, StreamName } from './run-error.ts'
