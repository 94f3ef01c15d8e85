import { PriorityQueue, type QueueEntry } from '@poe/queue'
import { assert, assertSame } from './assert.ts'
import type { Promises, QueueCase } from './queue-case.ts'
import { Random } from './random.ts'

const yes = (): boolean => true
const no = (): boolean => false
const items = <T>(entries: readonly QueueEntry<T>[]): T[] => entries.map((entry) => entry.item)

function drained<T>(queue: PriorityQueue<T>): T[] {
  const out: T[] = []
  for (let entry = queue.dequeueNext(); entry !== undefined; entry = queue.dequeueNext()) out.push(entry.item)
  return out
}

/** A priority queue of the numbers from 0 up, each its own priority, that came in no order. */
function numbers(create: QueueCase['create'], count: number): { queue: PriorityQueue<number>; ids: number[] } {
  const random = new Random(count)
  const queue = new PriorityQueue<number>(create())
  const left = Array.from({ length: count }, (_, i) => i)
  const ids: number[] = []
  while (left.length > 0) {
    const [number] = left.splice(random.below(left.length), 1) as [number]
    ids[number] = queue.enqueue(number, number)
  }
  return { queue, ids }
}

const range = (count: number, step = 1, first = 0): number[] =>
  Array.from({ length: count }, (_, i) => first + i * step)

/** What a `PriorityQueue` on a queue does; after POE's tests of `POE::Queue::Array`. */
export const PRIORITY: Promises = {
  'gives entries with priority, id and item, soonest first': (create) => {
    const queue = new PriorityQueue<string>(create())
    const ids = [queue.enqueue(2, 'two'), queue.enqueue(1, 'one'), queue.enqueue(3, 'three')]
    assertSame([queue.size, queue.nextPriority], [3, 1], 'size and next priority')
    const { priority, id, item } = queue.dequeueNext() as QueueEntry<string>
    assertSame([priority, id, item], [1, ids[1], 'one'], 'the first entry')
    assertSame(drained(queue), ['two', 'three'], 'the others')
    assertSame([queue.size, queue.nextPriority], [0, undefined], 'size and next priority of nothing')
  },

  'gives equal priorities in the order of their arrival': (create) => {
    const queue = new PriorityQueue<number>(create())
    for (let i = 0; i < 100; i++) queue.enqueue(i % 5, i)
    assertSame(
      drained(queue),
      [0, 1, 2, 3, 4].flatMap((rest) => range(20, 5, rest)),
      'the items',
    )
  },

  'removes by id what the test agrees to': (create) => {
    const { queue, ids } = numbers(create, 20)
    assertSame([queue.removeItem(ids[7] as number, no), queue.errno, queue.size], [undefined, 'EPERM', 20], 'refused')
    for (const gone of [7, 0, 19]) assertSame(queue.removeItem(ids[gone] as number, yes)?.item, gone, 'removed')
    assertSame([queue.removeItem(ids[7] as number), queue.errno], [undefined, 'ESRCH'], 'removed twice')
    assertSame(
      drained(queue),
      range(18, 1, 1).filter((number) => number !== 7),
      'the others',
    )
  },

  'removes and peeks at what passes a test, the latest where max is too small': (create) => {
    const { queue } = numbers(create, 1000)
    const even = (number: number): boolean => number % 2 === 0
    assertSame(items(queue.peekItems(even, 3)), [994, 996, 998], 'peekItems')
    assertSame(items(queue.removeItems(even, 2)), [996, 998], 'removeItems')
    assertSame(items(queue.removeItems(even)), range(498, 2), 'removeItems of all')
    assertSame(queue.removeItems(no).length, 0, 'removeItems of none')
    assertSame(drained(queue), range(500, 2, 1), 'the others')
  },

  'puts an adjusted entry behind its equals, and one whose priority stays nowhere': (create) => {
    const queue = new PriorityQueue<string>(create())
    const ids = ['a', 'b', 'c', 'd'].map((item, i) => queue.enqueue(i * 10, item))
    queue.enqueue(35, 'e')
    assertSame(queue.setPriority(ids[1] as number, 35), 35, 'setPriority')
    assertSame(queue.adjustPriority(ids[0] as number, 35), 35, 'adjustPriority')
    assertSame([queue.setPriority(ids[1] as number, 35), queue.adjustPriority(ids[1] as number, 0)], [35, 35], 'stays')
    assertSame([queue.adjustPriority(ids[2] as number, 99, no), queue.errno], [undefined, 'EPERM'], 'refused')
    assertSame(drained(queue), ['c', 'd', 'e', 'b', 'a'], 'the items')
  },

  'keeps a thousand entries in order while each is adjusted and set': (create) => {
    const { queue, ids } = numbers(create, 1000)
    for (const [number, id] of ids.entries()) queue.adjustPriority(id, number % 2 === 0 ? -1000 : 1000)
    assertSame(items(queue.peekItems(yes)), [...range(500, 2), ...range(500, 2, 1)], 'peekItems')
    for (const [number, id] of ids.entries()) queue.setPriority(id, number + 500)
    assert(queue.nextPriority === 500, `nextPriority is ${queue.nextPriority}, not 500.`)
    assertSame(drained(queue), range(1000), 'the items')
  },
}
