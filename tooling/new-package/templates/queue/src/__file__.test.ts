import { PriorityQueue, type TimerItem } from '@poe/queue'
import { testQueue } from '@poe/test-queues'
import { describe, expect, it } from 'vitest'
import { __Class__ } from './__file__.ts'

const items = (times: readonly number[]): TimerItem[] => times.map((at, seq) => ({ at, seq, pos: -1 }))

// What every queue promises.
testQueue({ describe, it }, { name: '__Class__', create: () => new __Class__() })

describe('__Class__', () => {
  it('moves an item whose time changed, and forgets one that is removed', () => {
    const queue = new __Class__()
    const [first, second, third] = items([1, 2, 3]) as [TimerItem, TimerItem, TimerItem]
    for (const item of [third, first, second]) queue.push(item)
    first.at = 9
    queue.moved(first)
    queue.remove(second)
    expect(second.pos).toBe(-1)
    expect([...queue]).toEqual([third, first])
  })

  it("carries POE::Queue's whole interface", () => {
    const queue = new PriorityQueue<string>(new __Class__())
    const id = queue.enqueue(2, 'b')
    queue.enqueue(1, 'a')
    queue.setPriority(id, 0)
    expect([queue.dequeueNext()?.item, queue.dequeueNext()?.item]).toEqual(['b', 'a'])
  })
})
