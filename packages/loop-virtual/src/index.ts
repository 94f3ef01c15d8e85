/**
 * A simulated world for POE: time, network, programs, files and faults, all from one seed.
 *
 * @packageDocumentation
 */
export type { FaultOptions } from './fault-options.ts'
export type { Fault, FaultKind } from './faults.ts'
export type { VirtualFiles } from './files-service.ts'
export type { ConnectionFilter, ConnectionView, VirtualNet } from './net-service.ts'
export type { VirtualLoopOptions } from './options.ts'
export type { VirtualProcess } from './process-service.ts'
export type { Program, ScriptedChild } from './program.ts'
export { type SimulatedProgram, type SimulateOptions, simulate } from './simulate.ts'
export type { VirtualTerminal, VirtualTerminalOptions } from './terminal-service.ts'
export { VirtualLoop } from './virtual-loop.ts'
