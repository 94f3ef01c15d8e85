import type { Loop, LoopHost } from './loop.ts'

/** How a {@link TimeLoop} is made. */
export interface TimeLoopOptions {
  /** Lets everything that was promised happen before time moves on: `() => new Promise(setImmediate)` on Node. */
  readonly settle: () => Promise<unknown>
  /** Unix milliseconds at which the wall clock begins. Default: 0. */
  readonly wallClock?: number
}

/**
 * A loop of nothing but simulated time: no handles, no services. Time stands still while anything is left to do,
 * and then jumps to the next timer; where there is none, it waits to be woken. The least a loop can be, and
 * enough to test what needs a clock only.
 */
export class TimeLoop implements Loop {
  readonly name = 'time'
  /** Messages of {@link warn}. */
  readonly warnings: string[] = []
  /** Signals that are watched; {@link raise} delivers one. */
  readonly watched = new Set<string>()
  /** How many turns there were. */
  turns = 0
  readonly #settle: () => Promise<unknown>
  #host: LoopHost | null = null
  #now = 0
  #offset: number
  #timer = Number.POSITIVE_INFINITY
  #awake = false
  #running = false
  #notify: () => void = () => {}

  constructor(options: TimeLoopOptions) {
    this.#settle = options.settle
    this.#offset = options.wallClock ?? 0
  }

  now(): number {
    return this.#now
  }

  wallClock(): number {
    return this.#now + this.#offset
  }

  /** Steps the wall clock, as an administrator would; the monotonic one does not feel it. */
  stepWallClock(milliseconds: number): void {
    this.#offset += milliseconds
  }

  /** Lets time pass within a handler: the handler takes this long. */
  block(milliseconds: number): void {
    this.#now += milliseconds
  }

  random(): number {
    return 0.5
  }

  attach(host: LoopHost): void {
    this.#host = host
  }

  wake(): void {
    this.#awake = true
    this.#notify()
  }

  setTimer(at: number): void {
    this.#timer = at
    this.#notify()
  }

  warn(message: string): void {
    this.warnings.push(message)
  }

  watchSignal(name: string): void {
    this.watched.add(name)
  }

  ignoreSignal(name: string): void {
    this.watched.delete(name)
  }

  /** Delivers a signal, if it is watched. */
  raise(name: string): void {
    if (this.watched.has(name)) this.#host?.signal(name)
  }

  async run(): Promise<void> {
    this.#running = true
    while (this.#running) {
      await this.#settle()
      if (!this.#running) return
      if (this.#awake) this.#turn()
      else if (this.#timer < Number.POSITIVE_INFINITY) this.#jump()
      else await this.#woken()
    }
  }

  halt(): void {
    this.#running = false
    this.#notify()
  }

  #turn(): void {
    this.#awake = false
    this.turns++
    this.#host?.turn()
  }

  #jump(): void {
    this.#now = Math.max(this.#now, this.#timer)
    this.#timer = Number.POSITIVE_INFINITY
    this.#turn()
  }

  #woken(): Promise<void> {
    return new Promise((resolve) => {
      this.#notify = () => {
        this.#notify = () => {}
        resolve()
      }
    })
  }
}
