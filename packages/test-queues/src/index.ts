/**
 * The kit that proves a queue: what every `TimerQueue` promises, tested on the one you wrote, in your own test runner,
 * and long random runs against a plain sorted list.
 *
 * @packageDocumentation
 */
export type { QueueCase, Runner } from './queue-case.ts'
export { testQueue } from './test-queue.ts'
