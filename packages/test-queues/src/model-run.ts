import { compareItems, type TimerItem, type TimerQueue } from '@poe/queue'
import { assert, assertSame } from './assert.ts'
import { assertDrains, assertFront, assertHolds, assertInQueue, item, named } from './items.ts'
import { Random } from './random.ts'

/** How many steps the queue grows or shrinks towards one size, and which sizes those are. */
const PHASE = 2000
const SIZES = [0, 3, 20, 200, 1500]
/** Every so many steps all items are looked at. */
const LOOK = 499

/** A queue without any thought of speed: a sorted list. */
class Model {
  readonly items: TimerItem[] = []

  push(one: TimerItem): void {
    let at = this.items.length
    while (at > 0 && compareItems(one, this.items[at - 1] as TimerItem) < 0) at--
    this.items.splice(at, 0, one)
  }

  remove(one: TimerItem): void {
    this.items.splice(this.items.indexOf(one), 1)
  }
}

/** The same random operations on a queue and on a sorted list. */
class ModelRun {
  readonly #queue: TimerQueue<TimerItem>
  readonly #random: Random
  readonly #model = new Model()
  readonly #left: TimerItem[] = []
  #goal = 0
  #seq = 0

  constructor(queue: TimerQueue<TimerItem>, random: Random) {
    this.#queue = queue
    this.#random = random
  }

  step(step: number): void {
    if (step % PHASE === 0) this.#goal = this.#random.oneOf(SIZES)
    this.#act()
    assertFront(this.#queue, this.#model.items[0], this.#model.items.length, 'afterwards')
    if (step % LOOK === 0) this.#look()
  }

  finish(): void {
    this.#look()
    assertDrains(this.#queue, this.#model.items)
  }

  #act(): void {
    const dice = this.#random.below(10)
    const { length } = this.#model.items
    if (length === 0 || (length < this.#goal ? dice < 5 : dice < 2)) this.#push()
    else if (dice < 7) this.#move()
    else if (dice === 7) this.#shift()
    else this.#remove()
  }

  #push(): void {
    const back = this.#random.below(4) === 0 ? this.#left.pop() : undefined
    const one = back ?? item(0, 0)
    const set = this.#set(one)
    this.#queue.push(one)
    assertSame(named(one), set, 'push: the item')
    this.#model.push(one)
    assertInQueue(one, 'push')
  }

  #move(): void {
    const one = this.#random.oneOf(this.#model.items)
    this.#model.remove(one)
    const set = this.#set(one)
    this.#queue.moved(one)
    assertSame(named(one), set, 'moved: the item')
    this.#model.push(one)
    assertInQueue(one, 'moved')
  }

  #shift(): void {
    const expected = this.#model.items.shift() as TimerItem
    const first = this.#queue.shift()
    assert(first === expected, `shift gives ${named(first)}, not ${named(expected)}.`)
    this.#leave(expected, 'shift')
  }

  #remove(): void {
    const one = this.#random.oneOf(this.#model.items)
    this.#model.remove(one)
    this.#queue.remove(one)
    this.#leave(one, 'remove')
  }

  #leave(one: TimerItem, by: string): void {
    assertSame(one.pos, -1, `${by}: pos of what left`)
    if (this.#left.length < 50) this.#left.push(one)
  }

  #set(one: TimerItem): string {
    one.at = timeOf(this.#random)
    one.seq = ++this.#seq
    return named(one)
  }

  #look(): void {
    assertHolds(this.#queue, this.#model.items, 'afterwards')
    for (const one of this.#left) assertSame(one.pos, -1, `pos of ${named(one)}, which has left`)
  }
}

/** Times that often meet, some between them, and a few far out. */
function timeOf(random: Random): number {
  const kind = random.below(20)
  if (kind === 0) return random.oneOf([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.MAX_VALUE, -0])
  if (kind < 4) return random.below(2 ** 30) - 2 ** 29
  return kind < 8 ? random.below(400) / 8 - 20 : random.below(40) - 20
}

/** Does some random operations to a queue and to a sorted list; fails with the seed and the step where they differ. */
export function runModel(queue: TimerQueue<TimerItem>, seed: number, operations: number): void {
  const run = new ModelRun(queue, new Random(seed))
  told(seed, operations, (step) => run.step(step))
  told(seed, 1, () => run.finish(), operations)
}

/** Does some steps; an error says the seed and the step it came in. */
export function told(seed: number, steps: number, act: (step: number) => void, first = 0): void {
  for (let step = first; step < first + steps; step++)
    try {
      act(step)
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause)
      throw new Error(`Seed ${seed}, step ${step}: ${message}`, { cause })
    }
}
