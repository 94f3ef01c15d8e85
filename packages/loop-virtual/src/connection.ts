import { Flow, type Route } from './flow.ts'
import type { World } from './world.ts'

/** What a connection is made of. */
export interface ConnectionFacts {
  readonly kind: 'tcp' | 'unix' | 'pipe'
  /** How it is called: `tcp 3`. */
  readonly name: string
  /** The hosts at its two ends. */
  readonly hosts: readonly [string, string]
  /** Whether the hosts are cut off from each other now. */
  readonly parted?: (() => boolean) | undefined
  /** Called once when neither end is left. */
  readonly gone?: (() => void) | undefined
}

/** Two ends and a flow each way. */
export class Connection implements Route {
  readonly facts: ConnectionFacts
  /** From the one who connected to the one who accepted, and the other way. */
  readonly there: Flow
  readonly back: Flow
  readonly remote: boolean
  #vanished = false
  #left = 2
  readonly #world: World

  constructor(world: World, facts: ConnectionFacts) {
    this.#world = world
    this.facts = facts
    this.remote = facts.kind === 'tcp'
    this.there = new Flow(world, this, world.faults.subject(`${facts.name} there`))
    this.back = new Flow(world, this, world.faults.subject(`${facts.name} back`))
    if (!this.remote) return
    for (const flow of [this.there, this.back]) flow.deaf = flow.subject.happens('deaf')
  }

  get blocked(): boolean {
    return this.#vanished || this.facts.parted?.() === true
  }

  reset(): void {
    if (this.there.over && this.back.over) return
    this.#world.note(`${this.facts.name} is reset`)
    this.there.stop()
    this.back.stop()
    // A happening for each end, for promises settle between any two callbacks.
    this.#later(0, () => this.there.source?.failed('ECONNRESET'))
    this.#later(0, () => this.back.source?.failed('ECONNRESET'))
  }

  vanish(): void {
    this.#vanished = true
    this.#world.note(`${this.facts.name} vanishes`)
  }

  /** From now on what the one who connected (`there`), or the other (`back`), sends is received but never read. */
  deafen(direction: 'there' | 'back'): void {
    this.#world.note(`${this.facts.name} ${direction} falls on deaf ears`)
    this[direction].deaf = true
  }

  refuse(flow: Flow): void {
    if (flow.over) return
    flow.stop()
    this.#world.note(`${flow.subject.name} is refused`)
    const delay = this.remote ? this.#world.delay(flow.subject) : 0
    this.#later(delay, () => flow.source?.failed(this.facts.kind === 'pipe' ? 'EPIPE' : 'ECONNRESET'))
  }

  timeOut(flow: Flow): void {
    this.#world.note(`${flow.subject.name} times out`)
    flow.stop()
    // The other end does not know; what it sends will be refused, once it gets through.
    const answers = flow === this.there ? this.back : this.there
    answers.close()
    this.#later(0, () => flow.source?.failed('ETIMEDOUT'))
  }

  /** Sends again what a block held up. */
  release(): void {
    if (this.blocked) return
    this.there.release()
    this.back.release()
  }

  /** One of the ends has been closed. */
  leave(): void {
    this.#left--
    if (this.#left === 0) this.facts.gone?.()
  }

  #later(delay: number, act: () => void): void {
    this.#world.after(delay, act)
  }
}
