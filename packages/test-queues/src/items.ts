import type { TimerItem, TimerQueue } from '@poe/queue'
import { assert, assertSame, shown } from './assert.ts'

/** An item that is in no queue. */
export const item = (at: number, seq: number): TimerItem => ({ at, seq, pos: -1 })

/** Items of some times, in sequence from 1. */
export const itemsAt = (...times: readonly number[]): TimerItem[] => times.map((at, i) => item(at, i + 1))

/** A queue with some items in it. */
export function filled(create: () => TimerQueue<TimerItem>, items: readonly TimerItem[]): TimerQueue<TimerItem> {
  const queue = create()
  for (const one of items) queue.push(one)
  return queue
}

/** Fails unless a queue has these items and no others, in this order; it is empty afterwards. */
export function assertDrains(queue: TimerQueue<TimerItem>, expected: readonly TimerItem[]): void {
  for (const [i, one] of expected.entries()) {
    assertFront(queue, one, expected.length - i, `with ${i} items shifted`)
    const first = queue.shift()
    assert(first === one, `shift number ${i + 1} gives ${named(first)}, not ${named(one)}.`)
    assertSame(one.pos, -1, `pos of ${named(one)}, which was shifted`)
  }
  assertFront(queue, undefined, 0, 'when all were shifted')
  assertSame(queue.shift(), undefined, 'shift of an empty queue gives')
}

/** Fails unless the head and the size are these. */
export function assertFront(
  queue: TimerQueue<TimerItem>,
  head: TimerItem | undefined,
  size: number,
  when: string,
): void {
  assert(queue.head === head, `${when}: head is ${named(queue.head)}, not ${named(head)}.`)
  assert(queue.size === size, `${when}: size is ${queue.size}, not ${size}.`)
}

/** Fails unless walking a queue gives each of these items once, and each says it is in a queue. */
export function assertHolds(queue: TimerQueue<TimerItem>, expected: readonly TimerItem[], when: string): void {
  const walked = [...(queue as Iterable<TimerItem>)]
  const distinct = new Set(walked)
  assert(walked.length === distinct.size, `${when}: walking gives an item more than once.`)
  const missing = expected.find((one) => !distinct.has(one))
  assert(missing === undefined, `${when}: walking does not give ${named(missing)}.`)
  assert(walked.length === expected.length, `${when}: walking gives ${walked.length} items, not ${expected.length}.`)
  for (const one of expected) assertInQueue(one, when)
}

/** Fails unless an item says it is in a queue. */
export function assertInQueue(one: TimerItem, when: string): void {
  assert(
    Number.isInteger(one.pos) && one.pos >= 0,
    `${when}: pos of ${named(one)}, which is in the queue, is ${one.pos}.`,
  )
}

/** An item in a message. */
export function named(one: TimerItem | undefined): string {
  return one === undefined ? 'undefined' : shown({ at: one.at, seq: one.seq })
}
