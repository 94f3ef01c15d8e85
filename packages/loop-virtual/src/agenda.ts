/** Something that will happen in the simulated world, unless it is cancelled. */
export interface Happening {
  cancel(): void
}

class Entry implements Happening {
  readonly at: number
  readonly sequence: number
  act: (() => void) | null

  constructor(at: number, sequence: number, act: () => void) {
    this.at = at
    this.sequence = sequence
    this.act = act
  }

  cancel(): void {
    this.act = null
  }
}

function before(a: Entry, b: Entry): boolean {
  return a.at < b.at || (a.at === b.at && a.sequence < b.sequence)
}

/** What will happen, by time, and by order of asking where the time is the same: a binary heap. */
export class Agenda {
  readonly #heap: Entry[] = []
  #sequence = 0

  /** The number the next happening gets. */
  get sequence(): number {
    return this.#sequence
  }

  /** When the next thing happens; Infinity where nothing will. */
  get next(): number {
    this.#prune()
    return this.#heap[0]?.at ?? Infinity
  }

  /** Has `act` called at a time. */
  add(at: number, act: () => void): Happening {
    const entry = new Entry(at, this.#sequence++, act)
    this.#rise(entry)
    return entry
  }

  /** Takes out the first that is due at `now` and was asked for before `sequence`. */
  takeDue(now: number, sequence: number): (() => void) | null {
    this.#prune()
    const first = this.#heap[0]
    if (first === undefined || first.at > now || first.sequence >= sequence) return null
    this.#removeFirst()
    const { act } = first
    first.act = null
    return act
  }

  #prune(): void {
    while (this.#heap.length > 0 && this.#heap[0]!.act === null) this.#removeFirst()
  }

  #rise(entry: Entry): void {
    const heap = this.#heap
    let i = heap.length
    heap.push(entry)
    while (i > 0) {
      const up = (i - 1) >> 1
      if (before(heap[up]!, entry)) break
      heap[i] = heap[up]!
      i = up
    }
    heap[i] = entry
  }

  #removeFirst(): void {
    const heap = this.#heap
    const last = heap.pop()!
    if (heap.length > 0) this.#sink(last)
  }

  #sink(entry: Entry): void {
    const heap = this.#heap
    let i = 0
    for (;;) {
      let down = 2 * i + 1
      if (down >= heap.length) break
      if (down + 1 < heap.length && before(heap[down + 1]!, heap[down]!)) down++
      if (before(entry, heap[down]!)) break
      heap[i] = heap[down]!
      i = down
    }
    heap[i] = entry
  }
}
