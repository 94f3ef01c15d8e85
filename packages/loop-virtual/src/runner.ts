import { PoeError } from '@poe/errors'
import { Pacing } from './pacing.ts'
import type { World } from './world.ts'

/** Hops without anything to do after which nothing will ever be done: promises from elsewhere get a chance. */
const PATIENCE = 64

/** As long as a timer of the host can be. */
const FOR_EVER = 2 ** 31 - 1

/** How a {@link Runner} is made. */
export interface RunnerOptions {
  readonly paced: boolean
  readonly onStuck: 'reject' | 'wait'
  /** Callbacks in which time may stand still. */
  readonly stillLimit: number
  /** Milliseconds each callback beyond them takes. */
  readonly cost: number
  readonly settle: () => Promise<unknown>
  readonly report: () => string
}

/** Drives the world: one callback at a time, promises settling in between, then on to what happens next. */
export class Runner {
  readonly pacing = new Pacing()
  readonly #world: World
  readonly #options: RunnerOptions
  readonly #turn: () => void
  #run: object | null = null
  #woken = false
  #timer = Infinity
  /** Callbacks since time last moved. */
  #still = 0

  constructor(world: World, options: RunnerOptions, turn: () => void) {
    this.#world = world
    this.#options = options
    this.#turn = turn
  }

  wake(): void {
    this.#woken = true
    this.#world.stirred()
  }

  setTimer(at: number): void {
    this.#timer = at
    this.#world.stirred()
  }

  /** @throws PoeError `ERR_POE_LOOP_RUNNING`, as a rejection */
  async run(): Promise<void> {
    if (this.#run !== null)
      throw new PoeError('ERR_POE_LOOP_RUNNING', 'This VirtualLoop runs already; await that run(), or halt() it first.')
    const run = {}
    this.#run = run
    this.#still = 0
    this.#world.running = true
    try {
      await this.#drive(run)
    } finally {
      if (this.#run === run) this.halt()
    }
  }

  halt(): void {
    if (this.#run === null) return
    this.#run = null
    this.#world.running = false
    this.pacing.end(this.#options.report)
    this.#world.stirred()
  }

  /** Whether the loop runs, now or after a few hops of the host. */
  async runsSoon(): Promise<boolean> {
    for (let hops = 0; hops < PATIENCE && this.#run === null; hops++) await this.#options.settle()
    return this.#run !== null
  }

  async #drive(run: object): Promise<void> {
    await this.#options.settle()
    while (this.#run === run) {
      let idle = true
      for (const _ of this.#round()) {
        idle = false
        if (!(await this.#settled(run))) return
      }
      if (idle) await this.#goOn(run)
    }
  }

  /** After a callback. Answers whether the run goes on. */
  async #settled(run: object): Promise<boolean> {
    await this.#options.settle()
    if (this.#run !== run) return false
    this.pacing.look()
    if (++this.#still > this.#options.stillLimit) this.#pass()
    return true
  }

  /**
   * The world does not come to rest, as under a session that posts to itself for ever: time passes all the same, or
   * no alarm would ever come. In a paced loop only as far as it may.
   */
  #pass(): void {
    const { cost, paced, report } = this.#options
    const world = this.#world
    const awaited = this.pacing.next
    if (!paced) world.now += cost
    else if (awaited < Infinity) world.now = Math.max(world.now, Math.min(world.now + cost, awaited))
    if (world.now >= awaited) this.pacing.reached(world.now, report)
  }

  /** A turn of the simulated host, as far as it has something to do: what happens, who is ready, the kernel's turn. */
  *#round(): Generator<void> {
    const { agenda } = this.#world
    const begun = agenda.sequence
    for (let act = this.#due(begun); act !== null; act = this.#due(begun)) {
      act()
      yield
    }
    yield* this.#announce()
    if (!this.#turnWanted) return
    // What became ready after the turn was asked for goes first, but cannot hold the turn up for ever.
    yield* this.#announce()
    this.#takeTurn()
    yield
  }

  #due(begun: number): (() => void) | null {
    return this.#world.agenda.takeDue(this.#world.now, begun)
  }

  *#announce(): Generator<void> {
    const { stage } = this.#world
    for (let left = stage.size; left > 0; left--) {
      stage.announceNext()
      yield
    }
  }

  get #turnWanted(): boolean {
    return this.#woken || this.#timer <= this.#world.now
  }

  #takeTurn(): void {
    this.#woken = false
    if (this.#timer <= this.#world.now) this.#timer = Infinity
    this.#world.note('turn')
    this.#turn()
  }

  /** All is done at this instant: on to the next one. */
  async #goOn(run: object): Promise<void> {
    const world = this.#world
    if (this.pacing.look() || this.pacing.reached(world.now, this.#options.report)) {
      await this.#options.settle()
      return
    }
    const awaited = this.pacing.next
    const next = Math.min(world.agenda.next, this.#timer, awaited)
    if (next === Infinity || (this.#options.paced && awaited === Infinity)) return this.#wait(run)
    if (next > world.now) this.#still = 0
    world.now = Math.max(world.now, next)
  }

  async #wait(run: object): Promise<void> {
    let stirred = false
    let notify = (): void => {}
    this.#world.stirred = () => {
      stirred = true
      notify()
    }
    for (let hops = 0; hops < PATIENCE && !stirred; hops++) await this.#options.settle()
    if (!stirred && this.#run === run && !this.#options.paced && this.#options.onStuck === 'reject') throw this.#stuck()
    if (!stirred) await held(new Promise<void>((resolve) => (notify = resolve)))
    this.#world.stirred = () => {}
  }

  #stuck(): PoeError {
    const { report } = this.#options
    return new PoeError('ERR_POE_STUCK', `Nothing will ever happen, and nobody halted the loop.\n${report()}`)
  }
}

/** Waits for what only a call from outside can bring, and keeps the host alive meanwhile. */
async function held(promise: Promise<void>): Promise<void> {
  const hold = setInterval(() => {}, FOR_EVER)
  await promise
  clearInterval(hold)
}
