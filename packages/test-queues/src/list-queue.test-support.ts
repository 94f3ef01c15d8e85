import { compareItems, type TimerItem, type TimerQueue } from '@poe/queue'

/** The plainest right queue, made of small steps for mutants to get wrong. */
export class ListQueue implements TimerQueue<TimerItem> {
  protected list: TimerItem[] = []

  get head(): TimerItem | undefined {
    return this.list[0]
  }

  get size(): number {
    return this.list.length
  }

  push(item: TimerItem): void {
    this.insert(item)
    this.number()
  }

  remove(item: TimerItem): void {
    this.take(item)
    item.pos = -1
    this.number()
  }

  moved(item: TimerItem): void {
    this.take(item)
    this.push(item)
  }

  shift(): TimerItem | undefined {
    const first = this.list[0]
    if (first !== undefined) this.remove(first)
    return first
  }

  [Symbol.iterator](): Iterator<TimerItem> {
    return this.list.values()
  }

  protected compare(a: TimerItem, b: TimerItem): number {
    return compareItems(a, b)
  }

  protected insert(item: TimerItem): void {
    let [low, high] = [0, this.list.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.compare(this.list[middle] as TimerItem, item) < 0) low = middle + 1
      else high = middle
    }
    this.list.splice(low, 0, item)
  }

  protected take(item: TimerItem): void {
    this.list.splice(this.list.indexOf(item), 1)
  }

  protected number(): void {
    for (const [pos, item] of this.list.entries()) item.pos = pos
  }
}
