import { agreedArgs } from './agreement.ts'
import { clearTimers, moveTimer, ownTimer, removeTimer, removeTimers, setTimer } from './alarms.ts'
import { duration, eventName, timerId, wallTime } from './arguments.ts'
import { monotonic, readClock } from './clock.ts'
import type { Core } from './core.ts'
import { Messages } from './kernel-messages.ts'
import type { RemovedAlarm } from './types.ts'

/** Timers: `alarm…` by the wall clock, `delay…` from now. Arguments are checked before anything changes. */
export class TimerMethods extends Messages {
  alarm(event: string, time?: unknown, ...args: unknown[]): void {
    this.#replace('alarm', wallDue, event, time, args)
  }

  alarmAdd(event: string, time: unknown, ...args: unknown[]): void {
    this.#set('alarmAdd', wallDue, event, time, args, false)
  }

  alarmSet(event: string, time: unknown, ...args: unknown[]): number {
    return this.#set('alarmSet', wallDue, event, time, args, true)
  }

  delay(event: string, milliseconds?: unknown, ...args: unknown[]): void {
    this.#replace('delay', dueFromNow, event, milliseconds, args)
  }

  delayAdd(event: string, milliseconds: unknown, ...args: unknown[]): void {
    this.#set('delayAdd', dueFromNow, event, milliseconds, args, false)
  }

  delaySet(event: string, milliseconds: unknown, ...args: unknown[]): number {
    return this.#set('delaySet', dueFromNow, event, milliseconds, args, true)
  }

  alarmAdjust(id: number, milliseconds: unknown): number | undefined {
    const delta = duration('alarmAdjust', milliseconds)
    const timer = ownTimer(this.core, this.needed('alarmAdjust'), timerId('alarmAdjust', id))
    return timer === undefined ? undefined : moveTimer(this.core, timer, timer.at + delta)
  }

  delayAdjust(id: number, milliseconds: unknown): number | undefined {
    const delta = duration('delayAdjust', milliseconds)
    const timer = ownTimer(this.core, this.needed('delayAdjust'), timerId('delayAdjust', id))
    return timer === undefined ? undefined : moveTimer(this.core, timer, readClock(this.core) + delta)
  }

  alarmRemove(id: number): RemovedAlarm | undefined {
    const timer = ownTimer(this.core, this.needed('alarmRemove'), timerId('alarmRemove', id))
    return timer === undefined ? undefined : removeTimer(this.core, timer)
  }

  alarmRemoveAll(): RemovedAlarm[] {
    return removeTimers(this.core, this.needed('alarmRemoveAll'))
  }

  /** Sets a timer in the place of all of its name; without a time, takes those out. */
  #replace(method: string, due: Due, event: string, time: unknown, args: readonly unknown[]): void {
    const session = this.needed(method)
    eventName(method, event)
    const at = time === undefined ? undefined : due(this.core, method, time)
    const sent = at === undefined ? args : agreedArgs(session, session, event, args)
    clearTimers(this.core, session, event)
    if (at !== undefined) setTimer(this.core, session, event, at, sent, false)
  }

  /** Timers are events a session sends itself. */
  #set(method: string, due: Due, event: string, time: unknown, args: readonly unknown[], wantsId: boolean): number {
    const session = this.needed(method)
    const at = due(this.core, method, time)
    const sent = agreedArgs(session, session, eventName(method, event), args)
    return setTimer(this.core, session, event, at, sent, wantsId)
  }
}

/** The loop's time that a given one means. */
type Due = (core: Core, method: string, given: unknown) => number

function wallDue(core: Core, method: string, time: unknown): number {
  return monotonic(core, wallTime(method, time))
}

function dueFromNow(core: Core, method: string, milliseconds: unknown): number {
  return readClock(core) + duration(method, milliseconds)
}
