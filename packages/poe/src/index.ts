/**
 * POE in one import: the default kernel on the default loop, and everything most programs need on top of it.
 *
 * @packageDocumentation
 */
export { SelectLoop } from '@poe/loop-select'
export { FollowTail, type FollowTailOptions } from '@poe/wheel-followtail'
export { ReadLine, type ReadLineInput, type ReadLineOptions } from '@poe/wheel-readline'
export { Run, type RunError, type RunOptions } from '@poe/wheel-run'
export * from './everywhere.ts'
export { chooseLoop, kernel } from './kernel.ts'
