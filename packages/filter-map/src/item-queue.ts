import { PoeError } from '@poe/errors'

const COMPACT = 64

/** The records that have arrived, taken from the front; no more of them than it is told. */
export class ItemQueue<In> {
  readonly #most: number
  #items: In[] = []
  #next = 0
  #failure: PoeError | undefined

  constructor(most: number) {
    this.#most = most
  }

  /** Fails once the limit has been passed, and says whether there is a record. */
  ready(): boolean {
    if (this.#failure !== undefined) throw this.#failure
    return this.#next < this.#items.length
  }

  add(items: readonly In[]): void {
    if (this.#failure !== undefined) throw this.#failure
    for (const item of items) this.#items.push(item)
    const size = this.#items.length - this.#next
    if (size > this.#most) throw (this.#failure = bufferFull(size, this.#most))
  }

  /** The record in front, where there is one. */
  front(): In {
    return this.#items[this.#next] as In
  }

  /** Removes the record in front. */
  drop(): void {
    this.#next++
    if (this.#next < COMPACT || this.#next * 2 < this.#items.length) return
    this.#items = this.#items.slice(this.#next)
    this.#next = 0
  }

  /** What is there; keeps it. */
  rest(): In[] | null {
    return this.#next < this.#items.length ? this.#items.slice(this.#next) : null
  }
}

function bufferFull(size: number, most: number): PoeError {
  const waiting = `${size} records of input wait, more than maxBuffer, ${most}`
  return new PoeError('ERR_POE_FILTER_BUFFER_FULL', `${waiting}; take them with getOne before giving more.`)
}
