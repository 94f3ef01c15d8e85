/**
 * What a {@link TimerQueue} orders. The queue owns `pos`; whoever owns the item sets `at` and `seq`, and tells
 * the queue after changing them.
 */
export interface TimerItem {
  /** Due time or priority: smaller is sooner. Not NaN. */
  at: number
  /** Breaks ties: among equal `at`, smaller is sooner. Unique in one queue. */
  seq: number
  /** Where the item is in its queue; -1 while in none. Only the queue writes it. */
  pos: number
}

/**
 * A priority queue whose items know their places, so that removing and moving one costs no search.
 * This is what a kernel keeps its timers in, and what a plug-in replaces.
 *
 * Order: by `at`, then by `seq`.
 *
 * @typeParam T - the items, which carry their own places
 */
export interface TimerQueue<T extends TimerItem> {
  /** The soonest item, undefined when empty. */
  readonly head: T | undefined
  /** How many items are in it. */
  readonly size: number
  /** Takes an item that is in no queue. */
  push(item: T): void
  /** Takes out an item that is in this queue. */
  remove(item: T): void
  /** Puts an item of this queue where its changed `at` and `seq` belong. */
  moved(item: T): void
  /** Takes out the soonest item. */
  shift(): T | undefined
  /** The items in no particular order. */
  [Symbol.iterator](): Iterator<T>
}

/** The order of a {@link TimerQueue}: negative when `a` is sooner. */
export function compareItems(a: TimerItem, b: TimerItem): number {
  return a.at - b.at || a.seq - b.seq
}
