import { check, checkOptions, PoeError, show } from '@poe/errors'
import type { Loop, Mode, Watchable } from '@poe/loop'
import { HeapQueue } from '@poe/queue-heap'
import { clearTimers, moveTimer, ownTimer, removeTimer, removeTimers, setTimer } from './alarms.ts'
import { namesOf, removeAlias, setAlias } from './aliases.ts'
import { aliasName, duration, eventName, stateOf, timerId, wallTime } from './arguments.ts'
import { monotonic, readClock } from './clock.ts'
import { Core } from './core.ts'
import { activate, invoke, runState } from './dispatch.ts'
import { bindDrain, drainSignalled, startDrain } from './drain.ts'
import { USER } from './event-ring.ts'
import { enqueue } from './events.ts'
import { decrementExtref, incrementExtref } from './extrefs.ts'
import { isWatched, select } from './handles.ts'
import { explainSession, type LedgerEntry, ledgerOf, wholeLedger } from './ledger.ts'
import { allocate, detach } from './lifetime.ts'
import { KERNEL_BRAND, resolve } from './resolve.ts'
import { runLoop, stopAll, stopTree, turn } from './running.ts'
import { type SessionHost, SessionHostImpl } from './session-host.ts'
import { DEAD, type SessionRecord } from './session-record.ts'
import { ignoreSignal, sendSignal, watchSignal } from './signals.ts'
import type { Timer } from './timers.ts'
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
    if (target === undefined) return false
    // What is posted to the kernel itself is accepted and goes nowhere, as in POE.
    if (target === core.root) return true
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
    const session = this.#needed('alarm')
    const at = time === undefined ? undefined : monotonic(this.#core, wallTime('alarm', time))
    clearTimers(this.#core, session, eventName('alarm', event))
    if (at !== undefined) setTimer(this.#core, session, event, at, args, false)
  }

  alarmAdd(event: string, time: unknown, ...args: unknown[]): void {
    const session = this.#needed('alarmAdd')
    const at = monotonic(this.#core, wallTime('alarmAdd', time))
    setTimer(this.#core, session, eventName('alarmAdd', event), at, args, false)
  }

  alarmSet(event: string, time: unknown, ...args: unknown[]): number {
    const session = this.#needed('alarmSet')
    const at = monotonic(this.#core, wallTime('alarmSet', time))
    return setTimer(this.#core, session, eventName('alarmSet', event), at, args, true)
  }

  delay(event: string, milliseconds?: unknown, ...args: unknown[]): void {
    const session = this.#needed('delay')
    const at = milliseconds === undefined ? undefined : readClock(this.#core) + duration('delay', milliseconds)
    clearTimers(this.#core, session, eventName('delay', event))
    if (at !== undefined) setTimer(this.#core, session, event, at, args, false)
  }

  delayAdd(event: string, milliseconds: unknown, ...args: unknown[]): void {
    const session = this.#needed('delayAdd')
    const at = readClock(this.#core) + duration('delayAdd', milliseconds)
    setTimer(this.#core, session, eventName('delayAdd', event), at, args, false)
  }

  delaySet(event: string, milliseconds: unknown, ...args: unknown[]): number {
    const session = this.#needed('delaySet')
    const at = readClock(this.#core) + duration('delaySet', milliseconds)
    return setTimer(this.#core, session, eventName('delaySet', event), at, args, true)
  }

  alarmAdjust(id: number, milliseconds: unknown): number | undefined {
    const delta = duration('alarmAdjust', milliseconds)
    const timer = ownTimer(this.#core, this.#needed('alarmAdjust'), timerId('alarmAdjust', id))
    return timer === undefined ? undefined : moveTimer(this.#core, timer, timer.at + delta)
  }

  delayAdjust(id: number, milliseconds: unknown): number | undefined {
    const delta = duration('delayAdjust', milliseconds)
    const timer = ownTimer(this.#core, this.#needed('delayAdjust'), timerId('delayAdjust', id))
    return timer === undefined ? undefined : moveTimer(this.#core, timer, readClock(this.#core) + delta)
  }

  alarmRemove(id: number): RemovedAlarm | undefined {
    const timer = ownTimer(this.#core, this.#needed('alarmRemove'), timerId('alarmRemove', id))
    return timer === undefined ? undefined : removeTimer(this.#core, timer)
  }

  alarmRemoveAll(): RemovedAlarm[] {
    return removeTimers(this.#core, this.#needed('alarmRemoveAll'))
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
    select(this.#core, this.#needed('selectRead'), handle, 'read', event, args)
  }

  selectWrite(handle: Watchable, event?: string, ...args: unknown[]): void {
    select(this.#core, this.#needed('select'), handle, 'write', event, args)
  }

  selectExpedite(handle: Watchable, event?: string, ...args: unknown[]): void {
    select(this.#core, this.#needed('select'), handle, 'expedite', event, args)
  }

  select(handle: Watchable, read?: string, write?: string, expedite?: string, ...args: unknown[]): void {
    select(this.#core, this.#needed('select'), handle, 'read', read, args)
    select(this.#core, this.#needed('select'), handle, 'write', write, args)
    select(this.#core, this.#needed('select'), handle, 'expedite', expedite, args)
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
    return detach(this.#core, this.#needed('detachMyself'))
  }

  detachChild(child: unknown): boolean {
    const session = resolve(this.#core, child)
    if (session === undefined) return false
    const parent = this.#session ?? this.#core.active
    if (session.parent === parent && parent !== this.#core.root) return detach(this.#core, session)
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

  #callSelf(session: SessionRecord, event: string, args: readonly unknown[]): unknown {
    const core = this.#core
    const { activeEvent, activeSource, activeFrom } = core
    const result = runState(core, session, session, event, activeEvent, args)
    activate(core, session, activeEvent, activeSource, activeFrom)
    return result
  }

  #switch(handle: Watchable, mode: Mode, action: 'pause' | 'resume'): boolean {
    this.#needed(action)
    if (!isWatched(this.#core, handle, mode)) return false
    handle[action](mode)
    return true
  }

  static {
    Object.defineProperty(KernelView.prototype, KERNEL_BRAND, { value: 1 })
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
