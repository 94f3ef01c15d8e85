import type { TimerItem, TimerQueue } from '@poe/queue'

/** The two functions of a test runner that a kit needs; those of vitest, jest, mocha and `node:test` will do. */
export interface Runner {
  /** Names a group of tests. */
  describe(name: string, body: () => void): unknown
  /** Names a test; it fails where the body throws. */
  it(name: string, body: () => void): unknown
}

/** A queue to be tested. */
export interface QueueCase {
  /** How it is called in the names of tests. */
  readonly name: string
  /** Makes a queue with nothing in it, a new one at each call. */
  readonly create: () => TimerQueue<TimerItem>
  /**
   * What the random runs begin with, whole numbers; the same seed is the same run on every host.
   * @defaultValue 1, 2 and 3
   */
  readonly seeds?: readonly number[] | undefined
  /**
   * How many operations a random run has, on the queue itself and by way of `PriorityQueue`.
   * @defaultValue 100,000
   */
  readonly operations?: number | undefined
}

/** What a queue promises, by the name of its test. */
export type Promises = Readonly<Record<string, (create: QueueCase['create']) => void>>
