/**
 * The contract of priority queues: the intrusive {@link TimerQueue} a kernel rides, and POE::Queue's whole
 * interface, {@link PriorityQueue}, on top of any of them.
 *
 * @packageDocumentation
 */
export { PriorityQueue, type QueueEntry, type QueueErrno } from './priority-queue.ts'
export { compareItems, type TimerItem, type TimerQueue } from './timer-queue.ts'
