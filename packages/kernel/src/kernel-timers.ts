import { clearTimers, moveTimer, ownTimer, removeTimer, removeTimers, setTimer } from './alarms.ts'
import { duration, eventName, timerId, wallTime } from './arguments.ts'
import { monotonic, readClock } from './clock.ts'
import { agreedArgs } from './contract.ts'
import { Messages } from './kernel-messages.ts'
import { CHECKED, type SessionRecord } from './session-record.ts'
import type { RemovedAlarm } from './types.ts'

/** Timers: `alarm…` by the wall clock, `delay…` from now. Arguments are checked before anything changes. */
export class TimerMethods extends Messages {
  alarm(event: string, time?: unknown, ...args: unknown[]): void {
    const session = this.needed('alarm')
    eventName('alarm', event)
    const at = time === undefined ? undefined : monotonic(this.core, wallTime('alarm', time))
    const sent = at === undefined ? args : agreed(session, event, args)
    clearTimers(this.core, session, event)
    if (at !== undefined) setTimer(this.core, session, event, at, sent, false)
  }

  alarmAdd(event: string, time: unknown, ...args: unknown[]): void {
    const session = this.needed('alarmAdd')
    const at = monotonic(this.core, wallTime('alarmAdd', time))
    setTimer(this.core, session, event, at, agreed(session, eventName('alarmAdd', event), args), false)
  }

  alarmSet(event: string, time: unknown, ...args: unknown[]): number {
    const session = this.needed('alarmSet')
    const at = monotonic(this.core, wallTime('alarmSet', time))
    return setTimer(this.core, session, event, at, agreed(session, eventName('alarmSet', event), args), true)
  }

  delay(event: string, milliseconds?: unknown, ...args: unknown[]): void {
    const session = this.needed('delay')
    eventName('delay', event)
    const at = milliseconds === undefined ? undefined : readClock(this.core) + duration('delay', milliseconds)
    const sent = at === undefined ? args : agreed(session, event, args)
    clearTimers(this.core, session, event)
    if (at !== undefined) setTimer(this.core, session, event, at, sent, false)
  }

  delayAdd(event: string, milliseconds: unknown, ...args: unknown[]): void {
    const session = this.needed('delayAdd')
    const at = readClock(this.core) + duration('delayAdd', milliseconds)
    setTimer(this.core, session, event, at, agreed(session, eventName('delayAdd', event), args), false)
  }

  delaySet(event: string, milliseconds: unknown, ...args: unknown[]): number {
    const session = this.needed('delaySet')
    const at = readClock(this.core) + duration('delaySet', milliseconds)
    return setTimer(this.core, session, event, at, agreed(session, eventName('delaySet', event), args), true)
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
}

/** Timers are events a session sends itself. */
function agreed(session: SessionRecord, event: string, args: readonly unknown[]): readonly unknown[] {
  return (session.flags & CHECKED) === 0 ? args : agreedArgs(session, session, event, args)
}
