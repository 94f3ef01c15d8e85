import type { KernelOptions } from '@poe/kernel'

type Loop = KernelOptions['loop']
type Host = Parameters<Loop['attach']>[0]

/** A loop of timers alone, whose time jumps to the next one. */
export class StillLoop implements Loop {
  readonly name = 'still'
  #host!: Host
  #now = 0
  #timer = Number.POSITIVE_INFINITY
  #awake = false
  #running = false

  now = () => this.#now
  wallClock = () => this.#now
  random = () => 0.5
  warn = () => {}

  attach(host: Host): void {
    this.#host = host
  }

  wake(): void {
    this.#awake = true
  }

  setTimer(at: number): void {
    this.#timer = at
  }

  halt(): void {
    this.#running = false
  }

  async run(): Promise<void> {
    this.#running = true
    while (this.#running) {
      await new Promise(setImmediate)
      if (!this.#awake) this.#now = Math.max(this.#now, this.#timer)
      this.#awake = false
      this.#host.turn()
    }
  }
}
