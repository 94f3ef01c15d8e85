import { PoeError } from '@poe/errors'
import type { Announced, Loop, LoopHost } from '@poe/loop'
import { Deadline } from './deadline.ts'
import { HostStage } from './host-stage.ts'

/** What somebody else's event loop must be able to do for POE to ride it. */
export interface HostEventLoop {
  /** How the loop is called in errors and tables. */
  readonly name: string
  /** Monotonic milliseconds with fractions. */
  now(): number
  /** Calls once, soon, after what is ready in the host by now; never at once. May be asked again before it has called. */
  soon(call: () => void): void
  /** Calls once, after at least so many whole milliseconds. What it gives takes the request back. */
  later(milliseconds: number, call: () => void): () => void
  /** The longest `later` can wait. @defaultValue 2147483647 */
  readonly longest?: number
  /** POE runs: keep the host alive, or start it. What it gives is called when POE stops. @defaultValue nothing is done */
  hold?(): () => void
  /** Something worth a developer's eye. @defaultValue `console.warn` */
  warn?(message: string): void
}

/** As far as a timer of the usual kind reaches. */
const LONGEST = 2 ** 31 - 1

/** How `run()` ends. */
interface Run {
  readonly release: () => void
  readonly resolve: () => void
  readonly reject: (reason: unknown) => void
}

/**
 * POE on somebody else's event loop: give it the two things every event loop has, "call me soon" and "call me in so many
 * milliseconds", and it is a loop for a kernel, with the promised orders. A loop with signals or handles extends it, and
 * tells what is ready by {@link stage}.
 *
 * Outside {@link run} nothing is called back.
 */
export class HostLoop implements Loop {
  readonly name: string
  /** Who is to be called back by the host once the loop runs: handles put themselves there. */
  readonly stage: HostStage
  readonly #host: HostEventLoop
  readonly #deadline: Deadline
  readonly #turn: Announced = { announce: () => this.#takeTurn() }
  #kernel: LoopHost | null = null
  #run: Run | null = null
  #woken = false
  #gaveWay = false

  constructor(host: HostEventLoop) {
    this.#host = host
    this.name = host.name
    this.stage = new HostStage(
      (call) => host.soon(call),
      (error) => this.#broke(error),
    )
    const clock = {
      now: () => host.now(),
      later: (milliseconds: number, call: () => void) => host.later(milliseconds, call),
      longest: host.longest ?? LONGEST,
    }
    this.#deadline = new Deadline(clock, () => this.wake())
  }

  /** The kernel's side, once it is attached. */
  protected get kernel(): LoopHost | null {
    return this.#kernel
  }

  now(): number {
    return this.#host.now()
  }

  wallClock(): number {
    return Date.now()
  }

  random(): number {
    return Math.random()
  }

  /** @throws PoeError `ERR_POE_LOOP_TAKEN` when the loop serves a kernel already */
  attach(kernel: LoopHost): void {
    if (this.#kernel !== null)
      throw new PoeError('ERR_POE_LOOP_TAKEN', `This loop, "${this.name}", serves a kernel already; make another.`)
    this.#kernel = kernel
  }

  wake(): void {
    if (this.#woken) return
    this.#woken = true
    this.stage.announceLater(this.#turn)
  }

  setTimer(at: number): void {
    this.#deadline.set(at)
  }

  /** Looks at the clock now: a host whose timers are late may call this where it knows that time has passed. */
  catchUp(): void {
    this.#deadline.look()
  }

  /** Rejects with PoeError `ERR_POE_LOOP_RUNNING` while another run is on. */
  async run(): Promise<void> {
    if (this.#run !== null)
      throw new PoeError(
        'ERR_POE_LOOP_RUNNING',
        `This loop, "${this.name}", runs already; await that run(), or halt() it first.`,
      )
    return new Promise((resolve, reject) => {
      this.#run = { release: this.#host.hold?.() ?? (() => {}), resolve, reject }
      this.stage.start()
      this.#deadline.start()
    })
  }

  halt(): void {
    this.#stop()?.resolve()
  }

  warn(message: string): void {
    if (this.#host.warn === undefined) console.warn(message)
    else this.#host.warn(message)
  }

  #stop(): Run | null {
    const run = this.#run
    if (run === null) return null
    this.#run = null
    run.release()
    this.#deadline.stop()
    this.stage.stop()
    return run
  }

  #broke(error: unknown): void {
    const run = this.#stop()
    // Halted in the callback that then threw: nobody awaits the run any more, and the error must not get lost.
    if (run === null) throw error
    run.reject(error)
  }

  #takeTurn(): void {
    // Readiness that was announced after the turn was asked for goes first, but cannot hold the turn up for ever.
    if (this.stage.underway > 0 && !this.#gaveWay) {
      this.#gaveWay = true
      this.stage.announceLater(this.#turn)
      return
    }
    this.#gaveWay = false
    this.#woken = false
    this.#kernel?.turn()
  }
}
