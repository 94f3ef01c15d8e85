import { check, checkOptions, PoeError, show } from '@poe/errors'
import type { Loop, Mode, Watchable } from '@poe/loop'
import { HeapQueue } from '@poe/queue-heap'
import { namesOf, removeAlias, setAlias } from './aliases.ts'
import { aliasName, duration, eventName, stateOf, wallTime } from './arguments.ts'
import { monotonic, noteSoonest, readClock, wall } from './clock.ts'
import { Core } from './core.ts'
import { activate, invoke, runState } from './dispatch.ts'
import { bindDrain, drainSignalled, startDrain } from './drain.ts'
import { USER } from './event-ring.ts'
import { enqueue } from './events.ts'
import { decrementExtref, incrementExtref } from './extrefs.ts'
import { addWatch, findWatch, HandleWatch, isWatched } from './handles.ts'
import { explainSession, type LedgerEntry, ledgerOf, wholeLedger } from './ledger.ts'
import { allocate, checkMark, move } from './lifetime.ts'
import { KERNEL_BRAND, resolve } from './resolve.ts'
import { runLoop, stopAll, stopTree, timerChanged, turn } from './running.ts'
import { DEAD, SessionRecord } from './session-record.ts'
import { type SessionHost, SessionHostImpl } from './session-host.ts'
import { ignoreSignal, sendSignal, watchSignal } from './signals.ts'
import { type Timer, timersOf } from './timers.ts'
import type { DrainOptions, DrainReport, Errno, Kernel as KernelApi, KernelOptions, RemovedAlarm } from './types.ts'
import { publicSession } from './views.ts'

const CHECKS = {
  loop: check.having('an event loop, such as new SelectLoop()', 'now', 'attach', 'wake', 'run'),
  queue: check.callable,
  catchExceptions: check.flag,
  turnEvents: check.integer(1),
  turnTime: check.milliseconds,
}

let kernels = 0

/**
 * The kernel, seen by everybody or, as `ctx.kernel`, by one session. What needs a session acts for that one, or
 * else for the active one. The state is in the {@link Core} they share.
 */
export class KernelView {
  readonly #core: Core
  /** Null: whichever session is active. */
  readonly #session: SessionRecord | null
  #host: SessionHost | null = null

  constructor(core: Core, session: SessionRecord | null) {
    this.#core = core
    this.#session = session
  }

  get id(): string {
    return this.#core.id
  }

  get errno(): Errno {
    return this.#core.errno
  }

  get loop(): Loop {
    return this.#core.loop
  }

  get host(): SessionHost {
    this.#host ??= new SessionHostImpl(this.#core, this.#needed('host'))
    return this.#host
  }

  // Messages

  post(to: unknown, event: string, ...args: unknown[]): boolean {
    const core = this.#core
    const target = resolve(core, to)
    if (target === undefined || (target === core.root && this.#ignored())) return target !== undefined
    const source = this.#session ?? core.active
    if ((source.flags & DEAD) !== 0) return this.#gone()
    if (typeof event !== 'string') eventName('post', event)
    enqueue(core, target, source, event, source === core.active ? core.activeEvent : undefined, USER, args)
    return true
  }

  yield(event: string, ...args: unknown[]): void {
    const core = this.#core
    const session = this.#needed('yield')
    if ((session.flags & DEAD) !== 0) {
      this.#gone()
      return
    }
    if (typeof event !== 'string') eventName('yield', event)
    enqueue(core, session, session, event, session === core.active ? core.activeEvent : undefined, USER, args)
  }

  call(to: unknown, event: string, ...args: unknown[]): unknown {
    const core = this.#core
    const target = resolve(core, to)
    if (target === undefined) return undefined
    eventName('call', event)
    core.errno = ''
    if (target === core.root) return undefined
    // A session calling itself is a plain call: its exceptions are its own to catch.
    if (target === core.active && core.depth > 0) return this.#callSelf(target, event, args)
    const result = invoke(core, target, this.#session ?? core.active, event, core.activeEvent, args)
    if (core.exception !== null && !core.catchExceptions) throw core.exception.error
    return result
  }

  // Timers

  alarm(event: string, time?: unknown, ...args: unknown[]): void {
    this.#clear('alarm', event)
    if (time !== undefined) this.alarmAdd(event, time, ...args)
  }

  alarmAdd(event: string, time: unknown, ...args: unknown[]): void {
    this.#setTimer('alarmAdd', event, monotonic(this.#core, wallTime('alarmAdd', time)), args, false)
  }

  alarmSet(event: string, time: unknown, ...args: unknown[]): number {
    return this.#setTimer('alarmSet', event, monotonic(this.#core, wallTime('alarmSet', time)), args, true)
  }

  delay(event: string, milliseconds?: unknown, ...args: unknown[]): void {
    this.#clear('delay', event)
    if (milliseconds !== undefined) this.delayAdd(event, milliseconds, ...args)
  }

  delayAdd(event: string, milliseconds: unknown, ...args: unknown[]): void {
    this.#setTimer('delayAdd', event, readClock(this.#core) + duration('delayAdd', milliseconds), args, false)
  }

  delaySet(event: string, milliseconds: unknown, ...args: unknown[]): number {
    return this.#setTimer('delaySet', event, readClock(this.#core) + duration('delaySet', milliseconds), args, true)
  }

  alarmAdjust(id: number, milliseconds: unknown): number | undefined {
    const delta = duration('alarmAdjust', milliseconds)
    const timer = this.#ownTimer('alarmAdjust', id)
    return timer === undefined ? undefined : this.#moveTimer(timer, timer.at + delta)
  }

  delayAdjust(id: number, milliseconds: unknown): number | undefined {
    const delta = duration('delayAdjust', milliseconds)
    const timer = this.#ownTimer('delayAdjust', id)
    return timer === undefined ? undefined : this.#moveTimer(timer, readClock(this.#core) + delta)
  }

  alarmRemove(id: number): RemovedAlarm | undefined {
    const timer = this.#ownTimer('alarmRemove', id)
    return timer === undefined ? undefined : this.#removeTimer(timer)
  }

  alarmRemoveAll(): RemovedAlarm[] {
    const session = this.#needed('alarmRemoveAll')
    const timers = timersOf(session).filter((timer) => timer.run === null)
    return timers.sort((a, b) => a.at - b.at || a.seq - b.seq).map((timer) => this.#removeTimer(timer))
  }

  // Names, ids, external references

  aliasSet(name: unknown): boolean {
    const session = this.#session ?? this.#core.active
    return setAlias(this.#core, session, aliasName('aliasSet', name))
  }

  aliasRemove(name: unknown): boolean {
    return removeAlias(this.#core, this.#session ?? this.#core.active, aliasName('aliasRemove', name))
  }

  aliasResolve(to: unknown): unknown {
    const session = resolve(this.#core, to)
    return session === undefined ? undefined : publicSession(session)
  }

  aliasList(to?: unknown): string[] {
    const session = to === undefined ? (this.#session ?? this.#core.active) : resolve(this.#core, to)
    return session === undefined ? [] : namesOf(session)
  }

  idToSession(id: unknown): unknown {
    const session = resolve(this.#core, id)
    return session === undefined ? undefined : publicSession(session)
  }

  sessionToId(to: unknown): number | string | undefined {
    const session = resolve(this.#core, to)
    return session === this.#core.root ? this.#core.id : session?.id
  }

  refcountIncrement(to: unknown, tag: string): number | undefined {
    const session = resolve(this.#core, to)
    return session === undefined ? undefined : incrementExtref(this.#core, session, eventName('refcountIncrement', tag))
  }

  refcountDecrement(to: unknown, tag: string): number | undefined {
    const session = resolve(this.#core, to)
    return session === undefined ? undefined : decrementExtref(this.#core, session, eventName('refcountDecrement', tag))
  }

  // Handles

  selectRead(handle: Watchable, event?: string, ...args: unknown[]): void {
    this.#select(handle, 'read', event, args)
  }

  selectWrite(handle: Watchable, event?: string, ...args: unknown[]): void {
    this.#select(handle, 'write', event, args)
  }

  selectExpedite(handle: Watchable, event?: string, ...args: unknown[]): void {
    this.#select(handle, 'expedite', event, args)
  }

  select(handle: Watchable, read?: string, write?: string, expedite?: string, ...args: unknown[]): void {
    this.#select(handle, 'read', read, args)
    this.#select(handle, 'write', write, args)
    this.#select(handle, 'expedite', expedite, args)
  }

  selectPauseRead(handle: Watchable): boolean {
    return this.#switch(handle, 'read', 'pause')
  }

  selectResumeRead(handle: Watchable): boolean {
    return this.#switch(handle, 'read', 'resume')
  }

  selectPauseWrite(handle: Watchable): boolean {
    return this.#switch(handle, 'write', 'pause')
  }

  selectResumeWrite(handle: Watchable): boolean {
    return this.#switch(handle, 'write', 'resume')
  }

  // Signals

  sig(name: string, event?: string, ...args: unknown[]): void {
    const session = this.#needed('sig')
    eventName('sig', name)
    if ((session.flags & DEAD) !== 0) this.#gone()
    else if (event === undefined) ignoreSignal(this.#core, session, name)
    else watchSignal(this.#core, session, name, { event: eventName('sig', event), args: [...args] })
  }

  sigHandled(): void {
    if (this.#core.delivery !== null) this.#core.delivery.handled++
  }

  signal(to: unknown, name: string, ...args: unknown[]): boolean {
    const target = resolve(this.#core, to)
    if (target === undefined) return false
    sendSignal(this.#core, target, eventName('signal', name), [...args])
    return true
  }

  // Sessions

  state(event: string, handler?: unknown): void {
    const session = this.#needed('state')
    eventName('state', event)
    session.states[event] = handler === undefined ? undefined : stateOf(event, handler)
  }

  detachMyself(): boolean {
    return this.#detach(this.#needed('detachMyself'))
  }

  detachChild(child: unknown): boolean {
    const session = resolve(this.#core, child)
    if (session === undefined) return false
    const parent = this.#session ?? this.#core.active
    if (session.parent === parent && parent !== this.#core.root) return this.#detach(session)
    this.#core.errno = 'EPERM'
    return false
  }

  getActiveSession(): unknown {
    return publicSession(this.#core.active)
  }

  getActiveEvent(): string | undefined {
    return this.#core.activeEvent
  }

  getEventCount(): number {
    const core = this.#core
    return core.ring.size + core.timers.queue.size - core.ownTimers
  }

  getNextEventTime(): number | undefined {
    const { ring, timers } = this.#core
    const queued = ring.size > 0 ? (ring.stamps[ring.head & ring.mask] as number) : Number.POSITIVE_INFINITY
    const soonest = Math.min(queued, timers.queue.head?.at ?? Number.POSITIVE_INFINITY)
    return soonest === Number.POSITIVE_INFINITY ? undefined : soonest
  }

  getSessionCount(): number {
    return this.#core.sessions.size
  }

  /** Makes a session known and starts it: for those who write kinds of sessions (POE: `session_alloc`). */
  sessionAlloc(session: SessionRecord, ...args: unknown[]): void {
    const core = this.#core
    const parent = this.#session ?? core.active
    allocate(core, session, (parent.flags & DEAD) === 0 ? parent : core.root, args)
  }

  // Running

  run(): Promise<void> {
    return runLoop(this.#core)
  }

  async runOneTimeslice(): Promise<boolean> {
    const core = this.#core
    if (core.sessions.size === 0) return false
    core.single = true
    try {
      await runLoop(core)
    } finally {
      core.single = false
    }
    return core.sessions.size > 0
  }

  async runWhile(condition: () => boolean): Promise<void> {
    while (condition() && (await this.runOneTimeslice()));
  }

  stop(to?: unknown): boolean {
    const core = this.#core
    const top = to === undefined ? core.root : resolve(core, to)
    if (top === undefined) return false
    if (top === core.root) stopAll(core)
    else stopTree(core, top)
    return true
  }

  drain(options: DrainOptions = {}): Promise<DrainReport> {
    const core = this.#core
    const { session } = checkedDrain(options)
    const top = session === undefined ? core.root : resolve(core, session)
    return top === undefined ? Promise.resolve({ late: [] }) : startDrain(core, top, options)
  }

  drainOn(signals: readonly string[] = ['INT', 'TERM'], options: DrainOptions = {}): void {
    bindDrain(this.#core, signals, checkedDrain(options))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop()
  }

  // Looking inside

  ledger(of?: unknown): LedgerEntry[] {
    if (of === undefined) return wholeLedger(this.#core)
    const session = resolve(this.#core, of)
    return session === undefined ? [] : ledgerOf(this.#core, session)
  }

  explain(of: unknown): string {
    const session = resolve(this.#core, of)
    if (session === undefined) return `There is no session ${show(of)}, or it has stopped.`
    return explainSession(this.#core, session)
  }

  // The session it acts for

  #needed(method: string): SessionRecord {
    const session = this.#session ?? this.#core.active
    if (session !== this.#core.root) return session
    throw new PoeError(
      'ERR_POE_NO_SESSION',
      `${method}() needs a session to act for: call it in a handler, or on the ctx.kernel of one.`,
    )
  }

  #gone(): false {
    this.#core.errno = 'ESRCH'
    return false
  }

  /** What is posted to the kernel itself is accepted and goes nowhere, as in POE. */
  #ignored(): true {
    return true
  }

  #callSelf(session: SessionRecord, event: string, args: readonly unknown[]): unknown {
    const core = this.#core
    const { activeEvent, activeSource, activeFrom } = core
    const result = runState(core, session, session, event, activeEvent, args)
    activate(core, session, activeEvent, activeSource, activeFrom)
    return result
  }

  #setTimer(method: string, event: string, at: number, args: readonly unknown[], wantsId: boolean): number {
    const core = this.#core
    const session = this.#needed(method)
    eventName(method, event)
    if ((session.flags & DEAD) !== 0) {
      this.#gone()
      return 0
    }
    const fromState = session === core.active ? core.activeEvent : undefined
    const timer = core.timers.set(session, event, at, core.ring.tail, fromState, args, wantsId)
    timerChanged(core)
    return timer.id
  }

  #clear(method: string, event: string): void {
    const session = this.#needed(method)
    eventName(method, event)
    for (const timer of [...timersOf(session)]) if (timer.event === event && timer.run === null) this.#removeTimer(timer)
  }

  #ownTimer(method: string, id: unknown): Timer | undefined {
    const core = this.#core
    const session = this.#needed(method)
    if (typeof id !== 'number') throw new PoeError('ERR_POE_ID', `${method}() needs the id of a timer, not ${show(id)}.`)
    const timer = core.timers.find(id)
    if (timer !== undefined && timer.owner === session) return timer
    core.errno = timer === undefined ? 'ESRCH' : 'EPERM'
    return undefined
  }

  #moveTimer(timer: Timer, at: number): number {
    const core = this.#core
    if (at !== timer.at) core.timers.move(timer, at, core.ring.tail)
    timerChanged(core)
    return wall(core, at)
  }

  #removeTimer(timer: Timer): RemovedAlarm {
    const core = this.#core
    const session = timer.owner as SessionRecord
    const removed = { event: timer.event, time: wall(core, timer.at), args: [...timer.args] }
    core.timers.remove(timer)
    core.timers.release(timer)
    session.to--
    checkMark(core, session)
    noteSoonest(core)
    return removed
  }

  #select(handle: Watchable, mode: Mode, event: string | undefined, args: readonly unknown[]): void {
    const core = this.#core
    const session = this.#needed('select')
    findWatch(core, session, handle, mode)?.dispose()
    if (event === undefined || (session.flags & DEAD) !== 0) return
    const all = [handle, mode, ...args]
    const ready = () => void runState(core, session, session, event, undefined, all)
    addWatch(core, new HandleWatch(core, session, handle, mode, event, ready))
  }

  #switch(handle: Watchable, mode: Mode, action: 'pause' | 'resume'): boolean {
    this.#needed(action)
    if (!isWatched(this.#core, handle, mode)) return false
    handle[action](mode)
    return true
  }

  #detach(session: SessionRecord): boolean {
    const core = this.#core
    const old = session.parent as SessionRecord
    if (old === core.root) {
      core.errno = 'EPERM'
      return false
    }
    // Who is still starting was never announced to its parent, so is not taken from it either.
    if (!(core.active === session && core.activeEvent === '_start'))
      invoke(core, old, core.root, '_child', core.activeEvent, ['lose', session, undefined])
    const { kernel } = core
    invoke(core, session, core.root, '_parent', core.activeEvent, [publicSession(old), kernel])
    move(core, session, core.root)
    return true
  }

  static {
    Object.defineProperty(this.prototype, KERNEL_BRAND, { value: 1 })
  }
}

const DRAIN_CHECKS = { session: check.anything, timeout: check.milliseconds, signal: check.object }

function checkedDrain(options: DrainOptions): DrainOptions {
  checkOptions('drain()', options, DRAIN_CHECKS)
  return options
}

class KernelImpl extends KernelView {
  constructor(options: KernelOptions) {
    checkOptions('Kernel', options, CHECKS, ['loop'])
    const { loop, queue, catchExceptions = true, turnEvents = 64, turnTime = 1 } = options
    const timers = queue === undefined ? new HeapQueue<Timer>() : queue<Timer>()
    const core = new Core(loop, timers, { catchExceptions, turnEvents, turnTime }, makeView)
    super(core, null)
    core.kernel = this
    core.id = kernelId(loop)
    loop.attach({ turn: () => turn(core), signal: (name) => onSignal(core, name) })
  }
}

function makeView(core: Core, session: SessionRecord): KernelView {
  return new KernelView(core, session)
}

function onSignal(core: Core, name: string): void {
  if (core.drainSignals.has(name)) drainSignalled(core)
  else sendSignal(core, core.root, name, [])
}

/** Host and process, time, and a number: POE's kernel id. */
function kernelId(loop: Loop): string {
  const seconds = Math.floor(loop.wallClock() / 1000)
  return `${loop.place ?? loop.name}-${seconds.toString(16)}-${(++kernels).toString(16)}`
}

/**
 * Makes a kernel on a loop. Any number of kernels can live side by side, each on a loop of its own.
 * @throws PoeError `ERR_POE_BAD_OPTION` and the like for wrong options
 */
export const Kernel = KernelImpl as unknown as new (options: KernelOptions) => KernelApi
export type Kernel = KernelApi

/** Whether a value is a kernel, or the kernel as a session sees it, made by a copy of this package that fits. */
export function isKernel(value: unknown): value is KernelApi {
  return typeof value === 'object' && value !== null && (value as Record<symbol, unknown>)[KERNEL_BRAND] === 1
}
