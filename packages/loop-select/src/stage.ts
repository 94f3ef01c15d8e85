/** Something to be called back once the loop runs. */
export interface Waiting {
  announce(): void
}

/**
 * Whether callbacks may be made now, and those waiting until they may. Each announcement is a callback of the
 * host by its own, so that promises settle between any two.
 */
export class Stage {
  readonly #broke: (error: unknown) => void
  #running = false
  #parked: Waiting[] = []
  #underway = 0
  #ids = 0

  /** @param broke - told of an error a callback threw although it must not */
  constructor(broke: (error: unknown) => void) {
    this.#broke = broke
  }

  /** Whether the loop runs. */
  get running(): boolean {
    return this.#running
  }

  /** Announcements that are on their way. */
  get underway(): number {
    return this.#underway
  }

  /** A number no other handle of the loop has. */
  nextId(): number {
    return ++this.#ids
  }

  /** Calls `waiting.announce()` from the host, soon or when the loop runs again. */
  announceLater(waiting: Waiting): void {
    if (!this.#running) {
      this.#parked.push(waiting)
      return
    }
    this.#underway++
    setImmediate(this.#announce, waiting)
  }

  /** Reports an error a callback threw. */
  broke(error: unknown): void {
    this.#broke(error)
  }

  /** Callbacks may be made; those that wait are on their way. */
  start(): void {
    this.#running = true
    const parked = this.#parked
    this.#parked = []
    for (const waiting of parked) this.announceLater(waiting)
  }

  /** No callback from now on. */
  stop(): void {
    this.#running = false
  }

  readonly #announce = (waiting: Waiting): void => {
    this.#underway--
    if (!this.#running) {
      this.#parked.push(waiting)
      return
    }
    try {
      waiting.announce()
    } catch (error) {
      this.#broke(error)
    }
  }
}
