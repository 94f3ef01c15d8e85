import type { Core } from './core.ts'
import { USER } from './event-ring.ts'
import { enqueue } from './events.ts'
import { ledgerOf } from './ledger.ts'
import { breadthFirst } from './lifetime.ts'
import { armTimer, stopAll, stopTree } from './running.ts'
import type { SessionRecord } from './session-record.ts'
import type { Timer } from './timers.ts'
import type { DrainOptions, DrainReport } from './types.ts'

const DEFAULT_TIMEOUT = 10_000

/** A kernel that is asked to end well. */
export class Drain {
  readonly report: Promise<DrainReport>
  /** Who is to end, with everybody below; the kernel's own record for everybody. */
  readonly top: SessionRecord
  readonly #core: Core
  readonly #signal: AbortSignal | undefined
  #deadline: Timer | null = null
  #resolve!: (report: DrainReport) => void

  constructor(core: Core, top: SessionRecord, options: DrainOptions) {
    this.#core = core
    this.top = top
    this.#signal = options.signal
    this.report = new Promise((resolve) => {
      this.#resolve = resolve
    })
    this.#setDeadline(options.timeout ?? DEFAULT_TIMEOUT)
    this.#signal?.addEventListener('abort', this.giveUp)
  }

  /** Nobody is left. */
  ended(): void {
    this.#finish({ late: [] })
  }

  #setDeadline(timeout: number): void {
    if (timeout === Number.POSITIVE_INFINITY) return
    const core = this.#core
    const at = core.loop.now() + timeout
    this.#deadline = core.timers.set(core.root, 'drain deadline', at, core.ring.tail, undefined, [], false)
    this.#deadline.run = () => {
      core.ownTimers--
      this.#deadline = null
      this.giveUp()
    }
    core.ownTimers++
    armTimer(core)
  }

  /** The time is up: stops who is left, and tells who that was. */
  readonly giveUp = (): void => {
    const core = this.#core
    const late = breadthFirst(this.top)
      .filter((session) => session.id !== 0)
      .map((session) => ({ session: session.id, held: ledgerOf(core, session) }))
    this.#finish({ late })
    if (this.top === core.root) stopAll(core)
    else stopTree(core, this.top)
  }

  #finish(report: DrainReport): void {
    const core = this.#core
    core.drains.delete(this)
    this.#signal?.removeEventListener('abort', this.giveUp)
    if (this.#deadline !== null) {
      core.timers.remove(this.#deadline)
      core.timers.release(this.#deadline)
      core.root.to--
      core.ownTimers--
      this.#deadline = null
    }
    this.#resolve(report)
  }
}

/** Sends `_drain` through the tree, parents first, to those that handle it. A second drain joins the first. */
export function startDrain(core: Core, top: SessionRecord, options: DrainOptions): Promise<DrainReport> {
  for (const drain of core.drains) if (drain.top === top) return drain.report
  if (top === core.root && core.sessions.size === 0) return Promise.resolve({ late: [] })
  const drain = new Drain(core, top, options)
  core.drains.add(drain)
  if (options.signal?.aborted === true) drain.giveUp()
  else
    for (const session of breadthFirst(top))
      if (session.states._drain !== undefined) enqueue(core, session, core.root, '_drain', undefined, USER, [])
  return drain.report
}

/** Tells who drains that a session is gone; children go before their parents, so the top goes last. */
export function drained(core: Core, gone: SessionRecord): void {
  for (const drain of core.drains)
    if (drain.top === gone || (drain.top === core.root && core.sessions.size === 0)) drain.ended()
}

/** Has these signals drain the kernel while it runs. */
export function bindDrain(core: Core, signals: readonly string[], options: DrainOptions): void {
  if (core.running) ignoreDrainSignals(core)
  core.drainSignals = new Set(signals)
  core.drainOptions = options
  if (core.running) watchDrainSignals(core)
}

export function watchDrainSignals(core: Core): void {
  for (const name of core.drainSignals) core.loop.watchSignal?.(name)
}

/** Sessions that watch such a signal themselves keep their watch. */
export function ignoreDrainSignals(core: Core): void {
  for (const name of core.drainSignals) if (!core.signals.has(name)) core.loop.ignoreSignal?.(name)
}

/** A signal that drains arrived: the first asks, the second insists. */
export function drainSignalled(core: Core): void {
  if (core.drains.size === 0) void startDrain(core, core.root, core.drainOptions)
  else stopAll(core)
}
