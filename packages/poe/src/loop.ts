/**
 * Which loop the default kernel rides, said before `@poe/poe` is imported.
 *
 * @packageDocumentation
 */
export { type LoopChoice, useLoop } from './loop-choice.ts'
