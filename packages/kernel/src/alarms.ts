import { noteSoonest, wall } from './clock.ts'
import type { Core } from './core.ts'
import { checkMark } from './lifetime.ts'
import { timerChanged, wakeUp } from './running.ts'
import { DEAD, type SessionRecord } from './session-record.ts'
import { type Timer, timersOf } from './timers.ts'
import type { RemovedAlarm } from './types.ts'

/** Sets a timer for a session; gives its id, 0 if none is wanted or, errno ESRCH, the session has stopped. */
export function setTimer(
  core: Core,
  session: SessionRecord,
  event: string,
  at: number,
  args: readonly unknown[],
  wantsId: boolean,
): number {
  if ((session.flags & DEAD) !== 0) {
    core.errno = 'ESRCH'
    return 0
  }
  const fromState = session === core.active ? core.activeEvent : undefined
  const timer = core.timers.set(session, event, at, core.ring.tail, fromState, args, wantsId)
  core.tracing?.note(timer)
  timerChanged(core)
  return timer.id
}

/** Takes out every timer of a name, however it was set. */
export function clearTimers(core: Core, session: SessionRecord, event: string): void {
  const timers = timersOf(session)
  // Backwards: what leaves is replaced by the last one, which has been looked at.
  for (let i = timers.length - 1; i >= 0; i--) {
    const timer = timers[i] as Timer
    if (timer.event === event && timer.run === null) discard(core, timer)
  }
}

/** A session's timer by id. Undefined: no such timer (ESRCH), or another session's (EPERM). */
export function ownTimer(core: Core, session: SessionRecord, id: number): Timer | undefined {
  const timer = core.timers.find(id)
  if (timer !== undefined && timer.owner === session && timer.run === null) return timer
  core.errno = timer === undefined || timer.run !== null ? 'ESRCH' : 'EPERM'
  return undefined
}

/** Moves a timer; gives its new wall time. One that keeps its time keeps its place among equals. */
export function moveTimer(core: Core, timer: Timer, at: number): number {
  if (at !== timer.at) core.timers.move(timer, at, core.ring.tail)
  timerChanged(core)
  return wall(core, at)
}

/** Takes a timer out, and tells what it was. */
export function removeTimer(core: Core, timer: Timer): RemovedAlarm {
  const removed = { event: timer.event, time: wall(core, timer.at), args: timer.args as unknown[] }
  discard(core, timer)
  return removed
}

/** Takes out every timer of a session, in the order they were due; those of its wheels stay. */
export function removeTimers(core: Core, session: SessionRecord): RemovedAlarm[] {
  const timers = timersOf(session).filter((timer) => timer.run === null)
  return timers.sort((a, b) => a.at - b.at || a.seq - b.seq).map((timer) => removeTimer(core, timer))
}

/** Takes a timer out and lets its session go, if that was the last thing that kept it. */
export function discard(core: Core, timer: Timer): void {
  const session = timer.owner as SessionRecord
  core.timers.remove(timer)
  session.references--
  noteSoonest(core)
  checkMark(core, session)
  if (core.depth === 0) wakeUp(core)
}
