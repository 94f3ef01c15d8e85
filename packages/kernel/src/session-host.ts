import { PoeError } from '@poe/errors'
import type { Loop, Mode, ServiceName, Watchable } from '@poe/loop'
import { discard } from './alarms.ts'
import { readClock } from './clock.ts'
import type { Core, Ending } from './core.ts'
import { invoke, invokeWith } from './dispatch.ts'
import { INTERNAL } from './event-ring.ts'
import { enqueue } from './events.ts'
import { addWatch, HandleWatch } from './handles.ts'
import { holdFor } from './holds.ts'
import { stopNow } from './lifetime.ts'
import { enter, timerChanged, wakeUp } from './running.ts'
import { DEAD, disown, type Owned, own, type SessionRecord } from './session-record.ts'
import type { Kernel } from './types.ts'

export type { Ending, Owned }

/** A watch of a handle that can be paused and ended. */
export interface Watch {
  /** Calls nobody until `resume()`. Twice is harmless. */
  pause(): void
  /** Ends `pause()`. */
  resume(): void
  /** Ends the watch; the handle stays open. Twice is harmless. */
  dispose(): void
}

/** Who waits for a handle. An object, as a function would be another one for each handle. */
export interface Watcher {
  /** The handle is ready; the session is active. Called again as long as it is. */
  ready(): void
}

/** Something that can be ended once. */
export interface Release {
  /** Lets go. Twice is harmless. */
  dispose(): void
}

/**
 * What wheels and components build on: the kernel's means for one session, below the level of events. Found as
 * `ctx.kernel.host`. Once the session has stopped, everything here does nothing, and what is to be owned is disposed
 * of at once.
 */
export interface SessionHost {
  /** The loop the kernel rides. */
  readonly loop: Loop
  /** The kernel itself: it acts for whoever is active. */
  readonly kernel: Kernel
  /** The id of the session this is for. */
  readonly sessionId: number
  /** Whether the session has stopped: nothing can be done for it any more. */
  readonly stopped: boolean
  /** A service of the loop. @throws PoeError `ERR_POE_NO_SERVICE` where the loop lacks it */
  service<K extends ServiceName>(name: K): NonNullable<Loop[K]>
  /** Numbers wheels: from 1, never used again. */
  nextWheelId(): number
  /** Has something disposed of when the session stops; shows it in the ledger. */
  own(owned: Owned): void
  /** Ends {@link own}, without disposing. */
  disown(owned: Owned): void
  /** Keeps the session alive until disposed of. */
  hold(kind: string, label: string): Release
  /** Calls `watcher.ready()` with the session active whenever the handle is ready; keeps the session alive. */
  watch(handle: Watchable, mode: Mode, label: string, watcher: Watcher): Watch
  /**
   * Runs a function with the session active, now, or, while the kernel does not run, when it runs again; what is thrown is
   * the session's exception at `label`. Not at all once the session has stopped.
   */
  enter(label: string, run: () => void): void
  /** Queues a function, to be run with the session active, in the order of events. */
  post(label: string, run: () => void): void
  /** Runs a function with the session active after so many milliseconds; keeps the session alive meanwhile. */
  after(milliseconds: number, label: string, run: () => void): Release
  /** Sends the session an event, handled before this returns; an exception is the session's, as from the queue. */
  deliver(event: string, ...args: unknown[]): void
  /** Stops the session now, whatever it holds; its children go to its parent. */
  stop(): void
  /** Calls `atEnd` once, when the outermost dispatch ends: the moment to write what has gathered. */
  atEnd(ending: Ending): void
}

export class SessionHostImpl implements SessionHost {
  readonly #core: Core
  readonly #session: SessionRecord

  constructor(core: Core, session: SessionRecord) {
    this.#core = core
    this.#session = session
  }

  get loop(): Loop {
    return this.#core.loop
  }

  get kernel(): Kernel {
    return this.#core.kernel as unknown as Kernel
  }

  get sessionId(): number {
    return this.#session.id
  }

  get stopped(): boolean {
    return (this.#session.flags & DEAD) !== 0
  }

  service<K extends ServiceName>(name: K): NonNullable<Loop[K]> {
    const service = this.loop[name]
    if (service === undefined)
      throw new PoeError('ERR_POE_NO_SERVICE', `Loop "${this.loop.name}" has no "${name}" service; ${REMEDIES[name]}.`)
    return service as NonNullable<Loop[K]>
  }

  nextWheelId(): number {
    return ++this.#core.lastWheelId
  }

  own(owned: Owned): void {
    if (this.stopped) {
      owned.dispose()
      return
    }
    own(this.#session, owned)
    this.#core.tracing?.note(owned)
  }

  disown(owned: Owned): void {
    disown(this.#session, owned)
  }

  hold(kind: string, label: string): Release {
    return holdFor(this.#core, this.#session, kind, label)
  }

  watch(handle: Watchable, mode: Mode, label: string, watcher: Watcher): Watch {
    const watch = new HandleWatch(this.#core, this.#session, handle, mode, label, watcher)
    if (this.stopped) watch.disposed = true
    else addWatch(this.#core, watch)
    return watch
  }

  enter(label: string, run: () => void): void {
    enter(this.#core, this.#session, label, { ready: run })
  }

  post(label: string, run: () => void): void {
    if (!this.stopped) enqueue(this.#core, this.#session, this.#session, label, undefined, INTERNAL, 1, run)
  }

  after(milliseconds: number, label: string, run: () => void): Release {
    if (this.stopped) return NOTHING
    const core = this.#core
    const session = this.#session
    const at = readClock(core) + milliseconds
    const timer = core.timers.set(session, label, at, core.ring.tail, core.activeEvent, NO_ARGS, true)
    timer.run = run
    core.tracing?.note(timer)
    timerChanged(core)
    return new Delayed(core, timer.id)
  }

  deliver(event: string, ...args: unknown[]): void {
    if (this.stopped) return
    const core = this.#core
    const session = this.#session
    // One by one, no list has to be made of them.
    if (args.length > 3) invokeWith(core, session, session, event, core.activeEvent, args)
    else invoke(core, session, session, event, core.activeEvent, args.length, args[0], args[1], args[2])
  }

  stop(): void {
    stopNow(this.#core, this.#session)
  }

  atEnd(ending: Ending): void {
    const core = this.#core
    core.endings[core.endingCount++] = ending
    if (core.depth === 0) wakeUp(core)
  }
}

/** A function that is to be run later. */
class Delayed implements Release {
  readonly #core: Core
  readonly #id: number

  constructor(core: Core, id: number) {
    this.#core = core
    this.#id = id
  }

  dispose(): void {
    const pending = this.#core.timers.find(this.#id)
    if (pending !== undefined) discard(this.#core, pending)
  }
}

const NO_ARGS: readonly unknown[] = []
const NOTHING: Release = { dispose() {} }

const REMEDIES: Readonly<Record<ServiceName, string>> = {
  net: '@poe/loop-select has sockets, and @poe/loop-browser with { net: webSockets() }',
  process: '@poe/loop-select starts programs',
  files: '@poe/loop-select opens files',
  terminal: '@poe/loop-select has the terminal',
  pipes: '@poe/loop-select has pipes of the system',
  descriptors: '@poe/loop-poll watches them',
  stage: '@poe/loop-select and @poe/loop-virtual have one',
}
