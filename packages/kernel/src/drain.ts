import { signalName } from './arguments.ts'
import type { Core } from './core.ts'
import { USER } from './event-ring.ts'
import { enqueue } from './events.ts'
import { breadthFirst } from './kin.ts'
import { ledgersOf } from './ledger.ts'
import { timerChanged } from './running.ts'
import type { SessionRecord } from './session-record.ts'
import { stopAll, stopTree } from './stopping.ts'
import type { Timer } from './timers.ts'
import type { DrainOptions, DrainReport } from './types.ts'

const DEFAULT_TIMEOUT = 10_000

/** A kernel, or a part of its tree, that is asked to end well. */
export class Drain {
  readonly report: Promise<DrainReport>
  /** Who is to end, with everybody below; the kernel's own record for everybody. */
  readonly top: SessionRecord
  readonly #core: Core
  readonly #signals = new Set<AbortSignal>()
  #deadline: Timer | null = null
  #resolve!: (report: DrainReport) => void

  constructor(core: Core, top: SessionRecord) {
    this.#core = core
    this.top = top
    this.report = new Promise((resolve) => {
      this.#resolve = resolve
    })
  }

  /** Takes what one caller wants: the earliest deadline counts, and each one's signal. */
  join({ timeout = DEFAULT_TIMEOUT, signal }: DrainOptions): void {
    this.#setDeadline(this.#core.loop.now() + timeout)
    if (signal === undefined) return
    this.#signals.add(signal)
    signal.addEventListener('abort', this.giveUp)
    if (signal.aborted) this.giveUp()
  }

  /** Nobody is left. */
  ended(): void {
    this.#finish({ late: [] })
  }

  /** Whether a session is one of those who are to end. */
  covers(session: SessionRecord): boolean {
    for (let up: SessionRecord | null = session; up !== null; up = up.parent) if (up === this.top) return true
    return false
  }

  /** The time is up: stops who is left, and tells who that was. */
  readonly giveUp = (): void => {
    const core = this.#core
    const left = breadthFirst(this.top).filter((session) => session.id !== 0)
    const held = ledgersOf(core, left)
    const late = left.map((session, i) => ({ session: session.id, held: held[i] ?? [] }))
    this.#finish({ late })
    if (this.top === core.root) stopAll(core)
    else stopTree(core, this.top)
  }

  #setDeadline(at: number): void {
    const core = this.#core
    if (at >= (this.#deadline?.at ?? Number.POSITIVE_INFINITY)) return
    this.#dropDeadline()
    const timer = core.timers.set(core.root, 'drain deadline', at, core.ring.tail, undefined, [], false)
    timer.run = () => {
      core.ownTimers--
      this.#deadline = null
      this.giveUp()
    }
    this.#deadline = timer
    core.ownTimers++
    timerChanged(core)
  }

  #dropDeadline(): void {
    const core = this.#core
    if (this.#deadline === null) return
    core.timers.remove(this.#deadline)
    core.root.references--
    core.ownTimers--
    this.#deadline = null
  }

  #finish(report: DrainReport): void {
    this.#core.drains.delete(this)
    for (const signal of this.#signals) signal.removeEventListener('abort', this.giveUp)
    this.#dropDeadline()
    this.#resolve(report)
  }
}

/** Sends `_drain` through the tree, parents first, to those that handle it. A second drain of the same joins the first. */
export function startDrain(core: Core, top: SessionRecord, options: DrainOptions): Promise<DrainReport> {
  for (const drain of core.drains)
    if (drain.top === top) {
      drain.join(options)
      return drain.report
    }
  if (top === core.root && core.sessions.size === 0) return Promise.resolve({ late: [] })
  const drain = new Drain(core, top)
  core.drains.add(drain)
  for (const session of breadthFirst(top)) askToDrain(core, session)
  drain.join(options)
  return drain.report
}

function askToDrain(core: Core, session: SessionRecord): void {
  if (session.states._drain !== undefined) enqueue(core, session, core.root, '_drain', undefined, USER, 0)
}

/** Asks a newborn too, once, if the part of the tree it was born into is draining. */
export function joinDrains(core: Core, session: SessionRecord): void {
  if ([...core.drains].some((drain) => drain.covers(session))) askToDrain(core, session)
}

/** Tells who drains that a session is gone; children go before their parents, so the top goes last. */
export function drained(core: Core, gone: SessionRecord): void {
  for (const drain of core.drains)
    if (drain.top === gone || (drain.top === core.root && core.sessions.size === 0)) drain.ended()
}

/** Has these signals drain the kernel while it runs. */
export function bindDrain(core: Core, signals: readonly string[], options: DrainOptions): void {
  const names = new Set(
    Array.isArray(signals) ? signals.map((name) => signalName('drainOn', name)) : [signalName('drainOn', null)],
  )
  if (core.running) ignoreDrainSignals(core)
  core.drainSignals = names
  core.drainOptions = options
  if (core.running) watchDrainSignals(core)
}

/** At the start of a run. */
export function watchDrainSignals(core: Core): void {
  core.drainSignalled = false
  for (const name of core.drainSignals) core.loop.watchSignal?.(name)
}

/** Sessions that watch such a signal themselves keep their watch. */
export function ignoreDrainSignals(core: Core): void {
  for (const name of core.drainSignals) if (!core.signals.has(name)) core.loop.ignoreSignal?.(name)
}

/** A signal that drains arrived: the first asks, the second insists. */
export function drainSignalled(core: Core): void {
  if (core.drainSignalled) stopAll(core)
  else void startDrain(core, core.root, core.drainOptions)
  core.drainSignalled = true
}
