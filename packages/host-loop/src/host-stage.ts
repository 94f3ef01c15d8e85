import type { Announced, HandleStage } from '@poe/loop'

/** Asks the host for one callback of its own, soon, after what is ready there by now. */
export type Soon = (call: () => void) => void

/** The front of the queue is given up once so many have left it. */
const COMPACT = 64

/**
 * Those that wait to be called back, first come first served, each in a callback of the host by its own, so that promises
 * settle between any two; while the loop does not run, they wait on.
 */
export class HostStage implements HandleStage {
  readonly #soon: Soon
  readonly #broke: (error: unknown) => void
  #running = false
  #queue: Announced[] = []
  #head = 0
  /** Callbacks the host has been asked for and has not made: of an ended run there may be too many. */
  #asked = 0
  #ids = 0

  /**
   * @param soon - asks the host for a callback
   * @param broke - told of an error that a callback threw although it must not
   */
  constructor(soon: Soon, broke: (error: unknown) => void) {
    this.#soon = soon
    this.#broke = broke
  }

  get running(): boolean {
    return this.#running
  }

  /** How many wait. */
  get underway(): number {
    return this.#queue.length - this.#head
  }

  announceLater(announced: Announced): void {
    this.#queue.push(announced)
    if (this.#running) this.#ask()
  }

  nextId(): number {
    return ++this.#ids
  }

  /** Reports an error a callback threw. */
  broke(error: unknown): void {
    this.#broke(error)
  }

  /** Callbacks may be made; those that wait are on their way. */
  start(): void {
    this.#running = true
    while (this.#asked < this.underway) this.#ask()
  }

  /** No callback from now on. */
  stop(): void {
    this.#running = false
  }

  #ask(): void {
    this.#asked++
    this.#soon(this.#next)
  }

  readonly #next = (): void => {
    this.#asked--
    if (!this.#running || this.underway === 0) return
    const announced = this.#queue[this.#head++] as Announced
    if (this.#head > COMPACT && this.#head * 2 > this.#queue.length) this.#compact()
    try {
      announced.announce()
    } catch (error) {
      this.#broke(error)
    }
  }

  #compact(): void {
    this.#queue = this.#queue.slice(this.#head)
    this.#head = 0
  }
}
