import { PriorityQueue, type QueueEntry, type TimerItem, type TimerQueue } from '@poe/queue'
import { assertSame } from './assert.ts'
import { told } from './model-run.ts'
import { Random } from './random.ts'

/** How many steps the queue grows or shrinks towards one size, and which sizes those are. */
const PHASE = 1000
const SIZES = [0, 3, 20, 100, 300]

interface Plain {
  readonly priority: number
  readonly id: number
  readonly item: string
}

/** POE's queue without any thought of speed. */
class NaiveQueue {
  entries: Plain[] = []

  enqueue(priority: number, id: number, item: string): void {
    const after = this.entries.findIndex((entry) => entry.priority > priority)
    this.entries.splice(after < 0 ? this.entries.length : after, 0, { priority, id, item })
  }

  remove(id: number): Plain | undefined {
    const at = this.entries.findIndex((entry) => entry.id === id)
    return at < 0 ? undefined : this.entries.splice(at, 1)[0]
  }

  latest(test: (item: string) => boolean, max: number): Plain[] {
    const passed = this.entries.filter((entry) => test(entry.item))
    return passed.slice(Math.max(0, passed.length - max))
  }
}

/** The same random operations on a `PriorityQueue` and on a naive one. */
class PriorityRun {
  readonly #queue: PriorityQueue<string>
  readonly #random: Random
  readonly #naive = new NaiveQueue()
  #ids: number[] = []
  #goal = 0

  constructor(order: TimerQueue<TimerItem>, random: Random) {
    this.#queue = new PriorityQueue(order)
    this.#random = random
  }

  step(step: number): void {
    if (step % PHASE === 0) this.#goal = this.#random.oneOf(SIZES)
    const dice = this.#random.below(16)
    const refused = this.#random.oneOf(['', 'x'])
    const test = (item: string): boolean => item !== refused
    const { length } = this.#naive.entries
    if (length === 0 || dice < (length < this.#goal ? 7 : 2)) this.#enqueue()
    else if (dice < 9) assertSame(plain(this.#queue.dequeueNext()), this.#naive.entries.shift(), 'dequeueNext')
    else if (dice < 13) this.#reprioritize(test, this.#random.below(2) === 0)
    else if (dice < 15) this.#removeItem(test)
    else this.#several(test)
    const { entries } = this.#naive
    assertSame(
      [this.#queue.size, this.#queue.nextPriority],
      [entries.length, entries[0]?.priority],
      'size, next priority',
    )
  }

  #enqueue(): void {
    const [priority, item] = [this.#priority(), this.#random.oneOf(['x', 'y', 'z'])]
    const id = this.#queue.enqueue(priority, item)
    this.#naive.enqueue(priority, id, item)
    this.#ids = [...this.#ids.slice(-60), id]
  }

  #reprioritize(test: (item: string) => boolean, absolute: boolean): void {
    const [id, by] = [this.#random.oneOf(this.#ids), this.#priority()]
    const found = this.#naive.entries.find((entry) => entry.id === id)
    const wanted = absolute ? by : (found?.priority ?? 0) + by
    const got = absolute ? this.#queue.setPriority(id, by, test) : this.#queue.adjustPriority(id, by, test)
    const errno = errnoOf(found, test)
    assertSame([got, this.#queue.errno], [errno === '' ? wanted : undefined, errno], 'priority and errno')
    if (found === undefined || errno !== '' || wanted === found.priority) return
    this.#naive.remove(id)
    this.#naive.enqueue(wanted, id, found.item)
  }

  #removeItem(test: (item: string) => boolean): void {
    const id = this.#random.oneOf(this.#ids)
    const errno = errnoOf(
      this.#naive.entries.find((entry) => entry.id === id),
      test,
    )
    const got = plain(this.#queue.removeItem(id, test))
    assertSame([got, this.#queue.errno], [errno === '' ? this.#naive.remove(id) : undefined, errno], 'removeItem')
  }

  #several(test: (item: string) => boolean): void {
    const max = this.#random.below(12)
    const expected = this.#naive.latest(test, max)
    assertSame(this.#queue.peekItems(test, max).map(plain), expected, 'peekItems')
    if (this.#random.below(2) === 0) return
    assertSame(this.#queue.removeItems(test, max).map(plain), expected, 'removeItems')
    this.#naive.entries = this.#naive.entries.filter((entry) => !expected.includes(entry))
    assertSame(this.#queue.peekItems(() => true).map(plain), this.#naive.entries, 'what is left')
  }

  #priority(): number {
    return this.#random.below(13) / 2 - 3
  }
}

function errnoOf(found: Plain | undefined, test: (item: string) => boolean): string {
  if (found === undefined) return 'ESRCH'
  return test(found.item) ? '' : 'EPERM'
}

function plain(entry: QueueEntry<string> | undefined): Plain | undefined {
  return entry === undefined ? undefined : { priority: entry.priority, id: entry.id, item: entry.item }
}

/** As `runModel`, by way of a `PriorityQueue`: by id and by test, adjusting and peeking. */
export function runPriorities(order: TimerQueue<TimerItem>, seed: number, operations: number): void {
  const run = new PriorityRun(order, new Random(seed))
  told(seed, operations, (step) => run.step(step))
}
