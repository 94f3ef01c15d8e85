/** Something to be called back while the loop runs. */
export interface Waiting {
  announce(): void
}

/** Those that wait to be called back, first come first served. */
export class Stage {
  readonly #queue: Waiting[] = []
  #head = 0

  get size(): number {
    return this.#queue.length - this.#head
  }

  add(waiting: Waiting): void {
    this.#queue.push(waiting)
  }

  /** Calls the one that waits longest. */
  announceNext(): void {
    const waiting = this.#queue[this.#head++]
    if (this.#head > 64 && this.#head * 2 > this.#queue.length) this.#forget()
    waiting?.announce()
  }

  #forget(): void {
    this.#queue.splice(0, this.#head)
    this.#head = 0
  }
}
