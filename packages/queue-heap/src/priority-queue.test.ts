import { PriorityQueue, type QueueEntry } from '@poe/queue'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HeapQueue } from './index.ts'

const make = <T>() => new PriorityQueue<T>(new HeapQueue())
const yes = () => true
const no = () => false
const items = <T>(entries: readonly QueueEntry<T>[]) => entries.map((entry) => entry.item)

function drain<T>(queue: PriorityQueue<T>): T[] {
  const out: T[] = []
  for (let entry = queue.dequeueNext(); entry !== undefined; entry = queue.dequeueNext()) out.push(entry.item)
  return out
}

/** A thousand numbers in an order that is the same every time. */
function shuffled(count: number): number[] {
  const numbers = Array.from({ length: count }, (_, i) => i)
  let seed = 42
  for (let i = count - 1; i > 0; i--) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fff_ffff
    const other = seed % (i + 1)
    ;[numbers[i], numbers[other]] = [numbers[other]!, numbers[i]!]
  }
  return numbers
}

// After POE's t/10_units/06_queues/01_array.t.
describe('PriorityQueue on HeapQueue', () => {
  it('has nothing to give at first', () => {
    const queue = make()
    expect([queue.size, queue.nextPriority, queue.dequeueNext(), queue.errno]).toEqual([0, undefined, undefined, ''])
  })

  it('counts ids up over all queues', () => {
    const first = make().enqueue(1, 'a')
    const queue = make()
    expect([queue.enqueue(1, 'b'), queue.enqueue(1, 'c')]).toEqual([first + 1, first + 2])
  })

  it('gives entries with priority, id and item, soonest first', () => {
    const queue = make<string>()
    const [two, one, three] = [queue.enqueue(2, 'two'), queue.enqueue(1, 'one'), queue.enqueue(3, 'three')]
    expect([queue.size, queue.nextPriority]).toEqual([3, 1])
    expect(queue.dequeueNext()).toMatchObject({ priority: 1, id: one, item: 'one' })
    expect(queue.dequeueNext()).toMatchObject({ priority: 2, id: two, item: 'two' })
    expect(queue.nextPriority).toBe(3)
    expect(queue.dequeueNext()).toMatchObject({ priority: 3, id: three, item: 'three' })
    expect(queue.dequeueNext()).toBeUndefined()
  })

  it('takes priorities below zero and between whole numbers', () => {
    const queue = make<string>()
    for (const [priority, item] of [
      [0.5, 'c'],
      [-1, 'a'],
      [0, 'b'],
      [0.25, 'b2'],
    ] as const)
      queue.enqueue(priority, item)
    expect(drain(queue)).toEqual(['a', 'b', 'b2', 'c'])
  })

  it('refuses a priority that has no place', () => {
    const queue = make()
    const id = queue.enqueue(1, 'a')
    expect(() => queue.enqueue(Number.NaN, 'b')).toThrow(RangeError)
    expect(() => queue.enqueue('1' as never, 'b')).toThrow('must be a number other than NaN, not 1')
    expect(() => queue.setPriority(id, Number.NaN)).toThrow(RangeError)
    expect(() => queue.adjustPriority(id, Number.NaN)).toThrow(RangeError)
    expect([queue.size, queue.nextPriority]).toEqual([1, 1])
  })

  it('gives equal priorities in the order of their arrival', () => {
    const queue = make<number>()
    for (let i = 0; i < 100; i++) queue.enqueue(i % 5, i)
    const out = drain(queue)
    expect(out).toEqual([...out].sort((a, b) => (a % 5) - (b % 5) || a - b))
  })

  it('removes by id, if the test agrees', () => {
    const queue = make<string>()
    const id = queue.enqueue(1, 'a')
    queue.enqueue(2, 'b')
    expect([queue.removeItem(id, no), queue.errno, queue.size]).toEqual([undefined, 'EPERM', 2])
    expect(queue.removeItem(id, (item) => item === 'a')).toMatchObject({ priority: 1, id, item: 'a' })
    expect([queue.errno, queue.size]).toEqual(['', 1])
    expect([queue.removeItem(id, yes), queue.errno]).toEqual([undefined, 'ESRCH'])
    expect(drain(queue)).toEqual(['b'])
  })

  it('does not know the ids of dequeued entries and of other queues', () => {
    const queue = make<string>()
    const id = queue.enqueue(1, 'a')
    expect([make().removeItem(id), make().setPriority(id, 5)]).toEqual([undefined, undefined])
    queue.dequeueNext()
    expect([queue.setPriority(id, 5), queue.errno]).toEqual([undefined, 'ESRCH'])
    expect([queue.adjustPriority(id, 5), queue.errno]).toEqual([undefined, 'ESRCH'])
  })

  it('removes every other item', () => {
    const queue = make<number>()
    for (const number of shuffled(1000)) queue.enqueue(number, number)
    const even = queue.removeItems((item) => item % 2 === 0)
    expect(items(even)).toEqual(Array.from({ length: 500 }, (_, i) => i * 2))
    expect(drain(queue)).toEqual(Array.from({ length: 500 }, (_, i) => i * 2 + 1))
  })

  it('removes and peeks at the latest where max is too small, given in order of priority', () => {
    const queue = make<number>()
    for (const number of shuffled(10)) queue.enqueue(number, number)
    expect(items(queue.peekItems(yes, 3))).toEqual([7, 8, 9])
    expect(items(queue.peekItems((item) => item < 5, 2))).toEqual([3, 4])
    expect(queue.size).toBe(10)
    expect(items(queue.removeItems((item) => item < 5, 2))).toEqual([3, 4])
    expect(items(queue.removeItems(no))).toEqual([])
    expect(items(queue.peekItems(yes))).toEqual([0, 1, 2, 5, 6, 7, 8, 9])
  })

  it('gives an adjusted entry its new place, behind its equals', () => {
    const queue = make<string>()
    const ids = ['a', 'b', 'c', 'd'].map((item, i) => queue.enqueue(i * 10, item))
    queue.enqueue(35, 'e')
    expect(queue.setPriority(ids[1]!, 35)).toBe(35)
    expect(queue.adjustPriority(ids[0]!, 35)).toBe(35)
    expect(drain(queue)).toEqual(['c', 'd', 'e', 'b', 'a'])
  })

  it('does not move an entry whose priority stays', () => {
    const queue = make<string>()
    const id = queue.enqueue(1, 'a')
    queue.enqueue(1, 'b')
    expect([queue.setPriority(id, 1), queue.adjustPriority(id, 0)]).toEqual([1, 1])
    expect(drain(queue)).toEqual(['a', 'b'])
  })

  it('adjusts only what the test lets it', () => {
    const queue = make<string>()
    const id = queue.enqueue(1, 'a')
    expect([queue.adjustPriority(id, 5, no), queue.errno]).toEqual([undefined, 'EPERM'])
    expect([queue.setPriority(id, 5, no), queue.errno]).toEqual([undefined, 'EPERM'])
    expect(queue.nextPriority).toBe(1)
    expect([queue.adjustPriority(id, 5, yes), queue.errno]).toEqual([6, ''])
  })

  it('keeps a thousand items in order while they are adjusted', () => {
    const queue = make<number>()
    const ids = new Map(shuffled(1000).map((number) => [number, queue.enqueue(number, number)]))
    for (const [number, id] of ids) {
      const delta = number % 2 === 0 ? -1000 : 1000
      expect(queue.adjustPriority(id, delta, (item) => item % 2 === 0)).toBe(number % 2 ? undefined : number + delta)
      if (number % 2 === 1) expect(queue.adjustPriority(id, delta, (item) => item % 2 === 1)).toBe(number + delta)
    }
    const even = Array.from({ length: 500 }, (_, i) => i * 2)
    expect(items(queue.peekItems(yes))).toEqual([...even, ...even.map((number) => number + 1)])
    for (const [number, id] of ids) expect(queue.setPriority(id, number + 500)).toBe(number + 500)
    expect(queue.nextPriority).toBe(500)
    expect(drain(queue)).toEqual(Array.from({ length: 1000 }, (_, i) => i))
  })
})

/** POE::Queue::Array without any thought of speed. */
class NaiveQueue {
  entries: { priority: number; id: number; item: string }[] = []

  enqueue(priority: number, id: number, item: string): void {
    const after = this.entries.findIndex((entry) => entry.priority > priority)
    this.entries.splice(after < 0 ? this.entries.length : after, 0, { priority, id, item })
  }

  remove(id: number): { priority: number; id: number; item: string } | undefined {
    const at = this.entries.findIndex((entry) => entry.id === id)
    return at < 0 ? undefined : this.entries.splice(at, 1)[0]
  }

  latest(test: (item: string) => boolean, max: number): { priority: number; id: number; item: string }[] {
    const passed = this.entries.filter((entry) => test(entry.item))
    return passed.slice(Math.max(0, passed.length - max))
  }
}

const priority = fc.integer({ min: -3, max: 3 })
const act = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('enqueue' as const), priority, item: fc.constantFrom('x', 'y', 'z') }),
  },
  fc.record({ do: fc.constant('dequeue' as const) }),
  fc.record({
    do: fc.constantFrom('set' as const, 'adjust' as const),
    which: fc.nat(30),
    priority,
    refuse: fc.constantFrom('', 'x'),
  }),
  fc.record({ do: fc.constant('remove' as const), which: fc.nat(30), refuse: fc.constantFrom('', 'x') }),
  fc.record({
    do: fc.constantFrom('peekItems' as const, 'removeItems' as const),
    refuse: fc.constantFrom('', 'x'),
    max: fc.nat(5),
  }),
)
type Act = typeof act extends fc.Arbitrary<infer T> ? T : never

/** Does one thing to both queues; gives both answers. */
function both(queue: PriorityQueue<string>, naive: NaiveQueue, ids: number[], now: Act): unknown[] {
  if (now.do === 'enqueue') {
    ids.push(queue.enqueue(now.priority, now.item))
    naive.enqueue(now.priority, ids.at(-1)!, now.item)
    return [0, 0]
  }
  if (now.do === 'dequeue') return [plain(queue.dequeueNext()), naive.entries.shift()]
  const test = (item: string) => item !== now.refuse
  if ('max' in now) {
    if (now.do === 'peekItems') return [queue.peekItems(test, now.max).map(plain), naive.latest(test, now.max)]
    const gone = naive.latest(test, now.max)
    naive.entries = naive.entries.filter((entry) => !gone.includes(entry))
    return [queue.removeItems(test, now.max).map(plain), gone]
  }
  const id = ids[now.which % Math.max(1, ids.length)] ?? 0
  const found = naive.entries.find((entry) => entry.id === id)
  const errno = found === undefined ? 'ESRCH' : test(found.item) ? '' : 'EPERM'
  if (now.do === 'remove') {
    const removed = plain(queue.removeItem(id, test))
    return [
      [removed, queue.errno],
      [errno === '' ? naive.remove(id) : undefined, errno],
    ]
  }
  const wanted = now.do === 'set' ? now.priority : (found?.priority ?? 0) + now.priority
  const got = now.do === 'set' ? queue.setPriority(id, wanted, test) : queue.adjustPriority(id, now.priority, test)
  if (errno === '' && wanted !== found!.priority) {
    naive.remove(id)
    naive.enqueue(wanted, id, found!.item)
  }
  return [
    [got, queue.errno],
    [errno === '' ? wanted : undefined, errno],
  ]
}

function plain(entry: QueueEntry<string> | undefined) {
  return entry === undefined ? undefined : { priority: entry.priority, id: entry.id, item: entry.item }
}

describe('PriorityQueue on HeapQueue, whatever is done to it', () => {
  it('does what a sorted list does', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 100 }), (acts) => {
        const queue = make<string>()
        const naive = new NaiveQueue()
        const ids: number[] = []
        for (const now of acts) {
          const [ours, theirs] = both(queue, naive, ids, now)
          expect(ours).toEqual(theirs)
          expect([queue.size, queue.nextPriority]).toEqual([naive.entries.length, naive.entries[0]?.priority])
        }
        expect(queue.peekItems(yes).map(plain)).toEqual(naive.entries)
      }),
      { numRuns: 300 },
    )
  })
})
