import { performance } from 'node:perf_hooks'
import type { Announced, HandleStage } from '@poe/loop'
import { Descriptors } from './descriptors.ts'
import type { Foreign } from './foreign.ts'
import { type Native, native } from './native.ts'
import { Watch, type Watcher } from './watch.ts'

/** While Node has no need to wait, the foreign loop is looked at no more often than this: milliseconds. */
const BUSY = 1
/** As far as a timer of Node reaches. */
const LONGEST = 2 ** 31 - 1

/**
 * A foreign loop in Node's: asked what it waits for before Node waits, and served in a callback of its own when that
 * has come. Nobody is asked again and again: while nothing happens, nothing runs.
 */
export class Guest implements Watcher, Announced {
  readonly #foreign: Foreign
  readonly #stage: HandleStage
  readonly #native: Native
  readonly #isStopped = (): void => {
    if (!this.#stage.running) this.stop()
  }
  readonly #waited = (): void => {
    this.#wakesAt = Number.POSITIVE_INFINITY
  }
  #descriptors: Descriptors | null = null
  #watch: Watch | null = null
  #timer: NodeJS.Timeout | undefined
  #wakesAt = Number.POSITIVE_INFINITY
  #lookedAt = Number.NEGATIVE_INFINITY
  #asked = false

  /** @throws PoeError `ERR_POE_RUNTIME` where the host is not Node on Linux, or a worker */
  constructor(foreign: Foreign, stage: HandleStage) {
    this.#foreign = foreign
    this.#stage = stage
    this.#native = native()
  }

  /** Once more is harmless. */
  start(): void {
    if (this.#watch !== null) return
    this.#foreign.start?.()
    this.#descriptors = new Descriptors(this.#native)
    this.#watch = new Watch(this.#native, this.#descriptors.own, this)
  }

  /** Once more is harmless. */
  stop(): void {
    if (this.#watch === null) return
    this.#watch.close()
    this.#descriptors?.close()
    this.#watch = null
    this.#descriptors = null
    clearTimeout(this.#timer)
    this.#waited()
    this.#foreign.stop?.()
  }

  waits(): void {
    try {
      this.#prepare()
    } catch (error) {
      this.fail(error)
    }
  }

  ready(): void {
    this.#ask()
  }

  announce(): void {
    this.#asked = false
    this.#foreign.serve()
  }

  /** No exception may pass through native code: it is thrown from where the host calls back. */
  fail(error: unknown): void {
    const announce = (): never => {
      throw error
    }
    this.#stage.announceLater({ announce })
  }

  #prepare(): void {
    // A callback broke the run: nobody said so. Handles of libuv are not closed from within one of them.
    if (!this.#stage.running) setImmediate(this.#isStopped)
    else if (!this.#asked && !this.#isBusy()) this.#look()
  }

  /** Node goes on at once anyway, and the foreign loop has been looked at just now. */
  #isBusy(): boolean {
    const now = performance.now()
    if (now - this.#lookedAt < BUSY && this.#native.uv_backend_timeout(this.#native.uv_default_loop()) === 0)
      return true
    this.#lookedAt = now
    return false
  }

  #look(): void {
    const wait = this.#foreign.prepare()
    const all = this.#descriptors?.watch(this.#foreign.descriptors)
    if (wait <= 0 || all === false) this.#ask()
    else this.#wakeIn(wait)
  }

  /** Node waits no longer than that; what is due is found when it is about to wait again. */
  #wakeIn(wait: number): void {
    const at = this.#lookedAt + wait
    if (at >= this.#wakesAt) return
    clearTimeout(this.#timer)
    this.#wakesAt = at
    this.#timer = setTimeout(this.#waited, Math.min(Math.ceil(wait), LONGEST)).unref()
  }

  #ask(): void {
    if (this.#asked) return
    this.#asked = true
    this.#stage.announceLater(this)
  }
}
