import { compareItems, type TimerItem, type TimerQueue } from '@poe/queue'
import { ListQueue } from './list-queue.test-support.ts'

const shared: TimerItem[] = []

class ByTimeAlone extends ListQueue {
  protected override compare(a: TimerItem, b: TimerItem): number {
    return a.at < b.at ? -1 : 1
  }
}

class ByArrival extends ListQueue {
  protected override compare(a: TimerItem, b: TimerItem): number {
    return a.at <= b.at ? -1 : 1
  }
}

class ByDifference extends ListQueue {
  protected override compare(a: TimerItem, b: TimerItem): number {
    const apart = a.at - b.at
    return apart === 0 ? a.seq - b.seq : apart
  }
}

class ByWholeTime extends ListQueue {
  protected override compare(a: TimerItem, b: TimerItem): number {
    return Math.trunc(a.at) - Math.trunc(b.at) || a.seq - b.seq
  }
}

class ByIdentity extends ListQueue {
  protected override compare(a: TimerItem, b: TimerItem): number {
    return Object.is(a.at, b.at) ? a.seq - b.seq : a.at < b.at ? -1 : Object.is(a.at, -0) ? -1 : 1
  }
}

class StalePlaces extends ListQueue {
  override remove(item: TimerItem): void {
    this.take(item)
  }
}

class NoPlaces extends ListQueue {
  protected override number(): void {}
}

class KeepsTime extends ListQueue {
  override moved(item: TimerItem): void {
    super.moved(item)
    item.at = Math.max(item.at, 0)
  }
}

class MovesNothing extends ListQueue {
  override moved(): void {}
}

class MovesLaterOnly extends ListQueue {
  override moved(item: TimerItem): void {
    const next = this.list[item.pos + 1]
    if (next !== undefined && compareItems(next, item) < 0) super.moved(item)
  }
}

class MovesByTimeOnly extends ListQueue {
  override moved(item: TimerItem): void {
    const [before, next] = [this.list[item.pos - 1], this.list[item.pos + 1]]
    if ((before !== undefined && before.at > item.at) || (next !== undefined && next.at < item.at)) super.moved(item)
  }
}

class RemovesHead extends ListQueue {
  protected override take(item: TimerItem): void {
    this.list.splice(this.list.indexOf(item) >> 3, 1)
  }
}

class CountsAll extends ListQueue {
  #size = 0

  override get size(): number {
    return this.#size
  }

  protected override insert(item: TimerItem): void {
    this.#size++
    super.insert(item)
  }
}

class WalksBodyOnly extends ListQueue {
  override [Symbol.iterator](): Iterator<TimerItem> {
    return this.list.slice(1).values()
  }
}

class Once extends ListQueue {
  readonly #seen = new Set<TimerItem>()

  override push(item: TimerItem): void {
    if (!this.#seen.has(item)) super.push(item)
    this.#seen.add(item)
  }
}

class ForAll extends ListQueue {
  protected override list = shared
}

class LosesPastThousand extends ListQueue {
  protected override insert(item: TimerItem): void {
    if (this.list.length < 1000) super.insert(item)
  }
}

/** Wrong once in a while: only a long run meets it. */
class RarelyWrong extends ListQueue {
  #moves = 0

  override moved(item: TimerItem): void {
    if (++this.#moves % 20_000 !== 0) super.moved(item)
  }
}

/** What is wrong with a queue, the queue, and a test that finds it. */
export const MUTANTS: readonly [wrong: string, Mutant: new () => TimerQueue<TimerItem>, test: string][] = [
  ['gives equal times in reverse', ByTimeAlone, 'gives items of one time by their sequence'],
  ['goes by arrival', ByArrival, 'goes by the sequence, not by the order of arrival'],
  ['subtracts infinities', ByDifference, 'takes times that are not finite, and keeps equal ones in sequence'],
  ['cuts off fractions', ByWholeTime, 'takes times below zero and between whole numbers'],
  ['puts negative zero first', ByIdentity, 'takes zero and negative zero for one time'],
  ['leaves a place on what has left', StalePlaces, 'says where items are, and -1 of those that have left'],
  ['writes no places', NoPlaces, 'says where items are, and -1 of those that have left'],
  ['changes a time', KeepsTime, 'leaves times and sequences alone'],
  ['moves nothing', MovesNothing, 'moves any item sooner, later and nowhere'],
  ['moves nothing sooner', MovesLaterOnly, 'moves any item sooner, later and nowhere'],
  ['moves by time alone', MovesByTimeOnly, 'moves an item whose sequence alone has changed'],
  ['removes the wrong one', RemovesHead, 'removes any item, and no other'],
  ['counts what has left', CountsAll, 'is of use again when it was emptied'],
  ['leaves its head out of a walk', WalksBodyOnly, 'says where items are, and -1 of those that have left'],
  ['takes nothing back', Once, 'takes back an item that has left'],
  ['shares its list', ForAll, 'has nothing to do with another queue'],
  ['loses what is too much', LosesPastThousand, 'keeps thousands of items in order, however they come'],
  ['is wrong once in many times', RarelyWrong, 'does what a sorted list does, seed 1'],
]
