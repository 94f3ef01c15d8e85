/**
 * What `npm create poe` does, as functions: plans a project of some kind, and writes it.
 *
 * @packageDocumentation
 */
export { KINDS, type Kind } from './kinds.ts'
export { problemWith } from './names.ts'
export { type Plan, plan, type Wish } from './plan.ts'
export { type Written, write } from './write.ts'
