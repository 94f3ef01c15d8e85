/**
 * A priority queue on a 4-ary heap that knows its items' places: the queue a kernel keeps its timers in unless
 * it is given another one.
 *
 * @packageDocumentation
 */
export { HeapQueue } from './heap-queue.ts'
