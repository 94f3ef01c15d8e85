import { describe, expect, expectTypeOf, it } from 'vitest'
import { compareItems, PriorityQueue, type QueueEntry, type TimerItem, type TimerQueue } from './index.ts'

/** The least that is a TimerQueue: a list that is searched. */
class ListQueue implements TimerQueue<TimerItem> {
  readonly trace: string[] = []
  #items: TimerItem[] = []

  get head(): TimerItem | undefined {
    return [...this.#items].sort(compareItems)[0]
  }

  get size(): number {
    return this.#items.length
  }

  push(item: TimerItem): void {
    this.trace.push(`push ${item.at}`)
    this.#items.push(item)
  }

  remove(item: TimerItem): void {
    this.trace.push(`remove ${item.at}`)
    this.#items = this.#items.filter((one) => one !== item)
  }

  moved(item: TimerItem): void {
    this.trace.push(`moved ${item.at}`)
  }

  shift(): TimerItem | undefined {
    const first = this.head
    if (first !== undefined) this.remove(first)
    return first
  }

  [Symbol.iterator](): Iterator<TimerItem> {
    return this.#items[Symbol.iterator]()
  }
}

describe('compareItems', () => {
  it('orders by time, then by sequence', () => {
    const items = [
      { at: 1, seq: 2, pos: -1 },
      { at: 1, seq: 1, pos: -1 },
      { at: -0.5, seq: 3, pos: -1 },
    ]
    expect(items.sort(compareItems).map((item) => item.seq)).toEqual([3, 1, 2])
  })
})

describe('PriorityQueue', () => {
  it('tells its TimerQueue what happens, and nothing more', () => {
    const order = new ListQueue()
    const queue = new PriorityQueue<string>(order)
    const id = queue.enqueue(5, 'a')
    queue.enqueue(3, 'b')
    queue.setPriority(id, 5)
    queue.setPriority(id, 1)
    queue.adjustPriority(id, 1)
    queue.removeItem(id)
    queue.dequeueNext()
    expect(order.trace).toEqual(['push 5', 'push 3', 'moved 1', 'moved 2', 'remove 2', 'remove 3'])
  })

  it('knows the type of its items', () => {
    const queue = new PriorityQueue<{ name: string }>(new ListQueue())
    expectTypeOf(queue.dequeueNext()).toEqualTypeOf<QueueEntry<{ name: string }> | undefined>()
    expectTypeOf(queue.enqueue).parameter(1).toEqualTypeOf<{ name: string }>()
    // @ts-expect-error an item has a name
    queue.enqueue(1, {})
    expect(queue.size).toBe(1)
  })
})
