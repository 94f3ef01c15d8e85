import { compareItems, type TimerItem } from '@poe/queue'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeapQueue } from './index.ts'

const item = (at: number, seq: number): TimerItem => ({ at, seq, pos: -1 })

describe('HeapQueue', () => {
  it('is empty at first', () => {
    const queue = new HeapQueue()
    expect([queue.size, queue.head, queue.shift(), [...queue]]).toEqual([0, undefined, undefined, []])
  })

  it('gives items by time, then by sequence', () => {
    const queue = new HeapQueue<TimerItem>()
    const items = [item(2, 1), item(1, 2), item(2, 3), item(-1.5, 4), item(1, 5)]
    for (const one of items) queue.push(one)
    expect(queue.head).toBe(items[3])
    const out = [1, 2, 3, 4, 5].map(() => queue.shift()!.seq)
    expect(out).toEqual([4, 2, 5, 1, 3])
    expect(items.every((one) => one.pos === -1)).toBe(true)
  })

  it('takes times that are not finite', () => {
    const queue = new HeapQueue<TimerItem>()
    for (const [i, at] of [Infinity, -Infinity, 0, Infinity].entries()) queue.push(item(at, i))
    expect([1, 2, 3, 4].map(() => queue.shift()!.seq)).toEqual([1, 2, 0, 3])
  })

  it('takes back an item that was removed', () => {
    const queue = new HeapQueue<TimerItem>()
    const one = item(1, 1)
    queue.push(one)
    queue.remove(one)
    expect([queue.size, one.pos]).toEqual([0, -1])
    queue.push(one)
    expect(queue.head).toBe(one)
  })

  it('does what a sorted list does', () => {
    const act = fc.oneof(
      fc.record({ do: fc.constant('push' as const), at: fc.integer({ min: -5, max: 5 }) }),
      fc.record({ do: fc.constantFrom('shift' as const, 'remove' as const), which: fc.nat() }),
      fc.record({ do: fc.constant('move' as const), which: fc.nat(), at: fc.integer({ min: -5, max: 5 }) }),
    )
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
        const queue = new HeapQueue<TimerItem>()
        const model: TimerItem[] = []
        let seq = 0
        for (const now of acts) {
          if (now.do === 'push') {
            model.push(item(now.at, ++seq))
            queue.push(model.at(-1)!)
          } else if (model.length > 0) step(queue, model, now, ++seq)
          model.sort(compareItems)
          expect([queue.size, queue.head]).toEqual([model.length, model[0]])
        }
        expect([...queue].sort(compareItems)).toEqual(model)
        expect(model.map(() => queue.shift())).toEqual(model)
      }),
    )
  })
})

type Act = { do: 'shift' | 'remove'; which: number } | { do: 'move'; which: number; at: number }

function step(queue: HeapQueue<TimerItem>, model: TimerItem[], act: Act, seq: number): void {
  const which = act.do === 'shift' ? 0 : act.which % model.length
  const one = model[which]!
  if (act.do === 'move') {
    one.at = act.at
    one.seq = seq
    queue.moved(one)
    return
  }
  model.splice(which, 1)
  if (act.do === 'remove') queue.remove(one)
  else expect(queue.shift()).toBe(one)
  expect(one.pos).toBe(-1)
}
