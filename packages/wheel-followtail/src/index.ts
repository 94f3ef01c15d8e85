/**
 * Follows a file as it grows, is rotated, emptied, removed and made again, and named pipes and other streams:
 * POE::Wheel::FollowTail.
 *
 * @packageDocumentation
 */
export { FollowTail, type FollowTailClass } from './follow-tail.ts'
export type { FollowTailEvents, FollowTailOptions, LastRecord, TailFilter } from './options.ts'
