import type { Demand, Input } from './input.ts'

/** Somebody who waits for a record. */
interface Waiter<Rec> {
  resolve(result: IteratorResult<Rec, void>): void
  reject(error: unknown): void
}

const DONE: IteratorResult<never, void> = Object.freeze({ done: true, value: undefined })

/** The records of a wheel, one after the other as somebody asks for them: what `for await` walks. */
export class Records<Rec> implements AsyncIterableIterator<Rec, void>, Demand<Rec> {
  readonly #input: Input<Rec>
  readonly #waiters: Waiter<Rec>[] = []
  #left = false

  constructor(input: Input<Rec>) {
    this.#input = input
  }

  next(): Promise<IteratorResult<Rec, void>> {
    if (this.#left) return Promise.resolve(DONE)
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject })
      if (this.#waiters.length === 1) this.#ask()
    })
  }

  /** The wheel reads no more until it is asked again, or has an input event. */
  async return(): Promise<IteratorResult<Rec, void>> {
    this.#left = true
    if (this.#waiters.length > 0) this.end()
    this.#input.leave()
    return DONE
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  record(value: Rec): void {
    this.#waiters.shift()?.resolve({ done: false, value })
    if (this.#waiters.length > 0) this.#ask()
  }

  end(): void {
    for (const waiter of this.#waiters.splice(0)) waiter.resolve(DONE)
  }

  fail(error: unknown): void {
    this.#waiters.shift()?.reject(error)
    if (this.#waiters.length > 0) this.#ask()
  }

  #ask(): void {
    try {
      this.#input.take(this)
    } catch (error) {
      for (const waiter of this.#waiters.splice(0)) waiter.reject(error)
    }
  }
}
