import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { PriorityQueue, type TimerItem } from '@poe/queue'
import { testQueue } from '@poe/test-queues'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { ArrayQueue } from './index.ts'

testQueue({ describe, it }, { name: 'ArrayQueue', create: () => new ArrayQueue() })

const item = (at: number, seq: number): TimerItem => ({ at, seq, pos: -1 })

describe('ArrayQueue', () => {
  it('is walked in order', () => {
    const queue = new ArrayQueue<TimerItem>()
    for (const [seq, at] of [3, 1, 2, 1].entries()) queue.push(item(at, seq))
    queue.shift()
    expect([...queue].map((one) => [one.at, one.seq])).toEqual([
      [1, 3],
      [2, 2],
      [3, 0],
    ])
  })

  it('is walked as it was when the walk began', () => {
    const queue = new ArrayQueue<TimerItem>()
    for (const seq of [1, 2, 3]) queue.push(item(seq, seq))
    const seen: number[] = []
    for (const one of queue) {
      queue.remove(one)
      seen.push(one.at)
    }
    expect([seen, queue.size]).toEqual([[1, 2, 3], 0])
  })

  it('keeps the order where thousands come behind as thousands leave in front', () => {
    const queue = new ArrayQueue<TimerItem>()
    const out: number[] = []
    for (let seq = 0; seq < 20_000; seq++) {
      queue.push(item(seq, seq))
      if (seq % 3 > 0) out.push(queue.shift()!.seq)
    }
    expect(queue.size).toBe(20_000 - out.length)
    expect(out).toEqual(out.map((_, i) => i))
    expect([...queue].every((one, i) => one.seq === out.length + i)).toBe(true)
  })

  it('takes soonest items into the places that were left', () => {
    const queue = new ArrayQueue<TimerItem>()
    for (let seq = 0; seq < 50; seq++) queue.push(item(seq, seq))
    for (let seq = 0; seq < 20; seq++) queue.shift()
    for (let seq = 100; seq < 150; seq++) queue.push(item(-seq, seq))
    const order = Array.from({ length: 80 }, () => queue.shift()!.at)
    expect(order).toEqual([...order].sort((a, b) => a - b))
  })

  it('keeps nothing alive that has left', async () => {
    const queue = new ArrayQueue<TimerItem>()
    const gone = fillAndTake(queue)
    const left = () => gone.filter((ref) => ref.deref() !== undefined)
    // Stack frames of the host may hold on for a while.
    for (let tries = 0; tries < 20 && left().length > 0; tries++) {
      await new Promise((resolve) => setImmediate(resolve))
      collect()
    }
    expect(left()).toEqual([])
    expect(queue.size).toBe(24)
  })

  it('is what a PriorityQueue and a kernel take', () => {
    const queue = new PriorityQueue<string>(new ArrayQueue())
    queue.enqueue(2, 'b')
    queue.enqueue(1, 'a')
    expect([queue.dequeueNext()?.item, queue.dequeueNext()?.item]).toEqual(['a', 'b'])
    expectTypeOf(new ArrayQueue<TimerItem & { name: string }>().head).toEqualTypeOf<
      (TimerItem & { name: string }) | undefined
    >()
  })
})

/** Puts items in and takes some out; nothing but the queue has been told of them when it returns. */
function fillAndTake(queue: ArrayQueue<TimerItem>): WeakRef<TimerItem>[] {
  const items = Array.from({ length: 40 }, (_, seq) => item(seq, seq))
  for (const one of items) queue.push(one)
  const gone = items.slice(0, 10)
  for (const _ of gone) queue.shift()
  for (const one of items.slice(10)) if (one.seq % 5 === 0) gone.push(one)
  for (const one of gone.slice(10)) queue.remove(one)
  return gone.map((one) => new WeakRef(one))
}

/** Collects garbage now. */
function collect(): void {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
}
