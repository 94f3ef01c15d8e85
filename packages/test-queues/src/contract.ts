import { compareItems, type TimerItem } from '@poe/queue'
import { assert, assertSame } from './assert.ts'
import { assertDrains, assertFront, assertHolds, filled, item, itemsAt, named } from './items.ts'
import type { Promises } from './queue-case.ts'
import { Random } from './random.ts'

const sorted = (items: readonly TimerItem[]): TimerItem[] => [...items].sort(compareItems)

/** What the items of a queue leave by, and how they enter. */
const ORDER: Promises = {
  'is empty at first': (create) => {
    const queue = create()
    assertFront(queue, undefined, 0, 'at first')
    assertSame(queue.shift(), undefined, 'shift of an empty queue gives')
    assertHolds(queue, [], 'at first')
  },

  'gives the soonest first': (create) => {
    const items = itemsAt(5, 1, 4, 2, 3)
    assertDrains(filled(create, items), sorted(items))
  },

  'gives items of one time by their sequence': (create) => {
    const items = itemsAt(2, 1, 2, 1, 1, 2, 2, 1, 2, 1)
    assertDrains(filled(create, items), sorted(items))
  },

  'goes by the sequence, not by the order of arrival': (create) => {
    const items = [item(1, 30), item(1, 10), item(0, 50), item(1, 20), item(0, 40)]
    assertDrains(filled(create, items), sorted(items))
  },

  'takes times below zero and between whole numbers': (create) => {
    const items = itemsAt(0.5, -1, 0, 0.25, -0.75, -1.5, 0.75, 1e-9)
    assertDrains(filled(create, items), sorted(items))
  },

  'takes times that are not finite, and keeps equal ones in sequence': (create) => {
    const [max, end] = [Number.MAX_VALUE, Number.POSITIVE_INFINITY]
    const items = itemsAt(end, -end, 0, end, max, -end, -max, end, -end)
    assertDrains(filled(create, items), sorted(items))
  },

  'takes zero and negative zero for one time': (create) => {
    const items = itemsAt(0, -0, 0, -0)
    assertDrains(filled(create, items), items)
  },

  'knows its head and its size while it grows': (create) => {
    const queue = create()
    const items = itemsAt(4, 6, 3, 3, 5, 1, 2)
    for (const [i, one] of items.entries()) {
      queue.push(one)
      assertFront(queue, sorted(items.slice(0, i + 1))[0], i + 1, `with ${i + 1} items`)
    }
  },

  'keeps thousands of items in order, however they come': (create) => {
    const random = new Random(5)
    const times = { rising: (i: number) => i, falling: (i: number) => -i, mixed: () => random.below(500) }
    for (const time of Object.values(times)) {
      const items = Array.from({ length: 3000 }, (_, i) => item(time(i), i))
      assertDrains(filled(create, items), sorted(items))
    }
  },
}

/** How items are taken out and moved. */
const CHANGE: Promises = {
  'says where items are, and -1 of those that have left': (create) => {
    const items = itemsAt(3, 1, 2)
    const queue = filled(create, items)
    assertHolds(queue, items, 'when full')
    queue.remove(items[2] as TimerItem)
    assertSame(items[2]?.pos, -1, 'pos of an item that was removed')
    assert(queue.shift() === items[1], 'shift does not give the head.')
    assertSame(items[1]?.pos, -1, 'pos of an item that was shifted')
    assertHolds(queue, items.slice(0, 1), 'at the end')
  },

  'leaves times and sequences alone': (create) => {
    const items = itemsAt(3, 1, 2, 1)
    const queue = filled(create, items)
    Object.assign(items[0] as TimerItem, { at: -7, seq: 9 })
    queue.moved(items[0] as TimerItem)
    queue.remove(items[2] as TimerItem)
    queue.shift()
    assertSame(items.map(named), [item(-7, 9), ...itemsAt(3, 1, 2, 1).slice(1)].map(named), 'the items')
  },

  'removes any item, and no other': (create) => {
    for (let gone = 0; gone < 9; gone++) {
      const items = itemsAt(4, 2, 8, 6, 2, 9, 1, 7, 3)
      const queue = filled(create, items)
      const [out] = items.splice(gone, 1) as [TimerItem]
      queue.remove(out)
      assertSame(out.pos, -1, 'pos of an item that was removed')
      assertHolds(queue, items, `without ${named(out)}`)
      assertDrains(queue, sorted(items))
    }
  },

  'moves any item sooner, later and nowhere': (create) => {
    for (let which = 0; which < 9; which++)
      for (const at of [-1, 0, 2, 2.5, 5, 9, 10]) {
        const items = itemsAt(4, 2, 8, 6, 2, 9, 1, 7, 3)
        const queue = filled(create, items)
        Object.assign(items[which] as TimerItem, { at, seq: 100 })
        queue.moved(items[which] as TimerItem)
        assertHolds(queue, items, `with one moved to ${at}`)
        assertDrains(queue, sorted(items))
      }
  },

  'moves an item whose sequence alone has changed': (create) => {
    const items = itemsAt(1, 1, 1, 1)
    const queue = filled(create, items)
    for (const [which, seq] of [
      [0, 10],
      [3, -10],
      [1, 11],
    ] as const) {
      const moving = items[which] as TimerItem
      moving.seq = seq
      queue.moved(moving)
      assertFront(queue, sorted(items)[0], 4, `with sequence ${seq}`)
    }
    assertDrains(queue, sorted(items))
  },

  'takes back an item that has left': (create) => {
    const items = itemsAt(2, 1, 3)
    const queue = filled(create, items)
    queue.remove(items[0] as TimerItem)
    queue.push(items[0] as TimerItem)
    const first = queue.shift() as TimerItem
    first.at = 9
    queue.push(first)
    assertHolds(queue, items, 'with all of them back')
    assertDrains(queue, sorted(items))
  },

  'is of use again when it was emptied': (create) => {
    const queue = create()
    for (let round = 0; round < 3; round++) {
      const items = itemsAt(2, 1, 3, 1)
      for (const one of items) queue.push(one)
      if (round === 1) for (const one of items) queue.remove(one)
      assertDrains(queue, round === 1 ? [] : sorted(items))
    }
  },

  'has nothing to do with another queue': (create) => {
    const [items, others] = [itemsAt(2, 1, 3), itemsAt(7, 8)]
    const [queue, other] = [filled(create, items), filled(create, others)]
    assertDrains(other, others)
    assertDrains(queue, sorted(items))
  },
}

/** What a `TimerQueue` promises, a sentence a test. */
export const CONTRACT: Promises = { ...ORDER, ...CHANGE }
