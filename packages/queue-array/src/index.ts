/**
 * A priority queue in one ordered array, found by binary search: POE's own queue, in the place of a heap.
 *
 * @packageDocumentation
 */
export { ArrayQueue } from './array-queue.ts'
