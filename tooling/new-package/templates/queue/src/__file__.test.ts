import { PriorityQueue, type TimerItem } from '@poe/queue'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { __Class__ } from './__file__.ts'

const items = (times: readonly number[]): TimerItem[] => times.map((at, seq) => ({ at, seq, pos: -1 }))

describe('__Class__', () => {
  it('gives items by time, then by order of arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (times) => {
        const queue = new __Class__()
        const all = items(times)
        for (const item of all) queue.push(item)
        const given = all.map(() => queue.shift())
        expect(given).toEqual([...all].sort((a, b) => a.at - b.at || a.seq - b.seq))
        expect([queue.size, queue.head, queue.shift()]).toEqual([0, undefined, undefined])
      }),
    )
  })

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
