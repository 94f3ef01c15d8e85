import { awaitsChild } from './children.ts'
import { noteSoonest, readClock, sliceTime } from './clock.ts'
import type { Core, Ending } from './core.ts'
import { activate, deactivate, dispatchHead, fire } from './dispatch.ts'
import { LARGE } from './event-ring.ts'
import { isBefore } from './events.ts'
import { endWith, failed } from './exceptions.ts'
import { sweep } from './lifetime.ts'
import type { Watcher } from './session-host.ts'
import { DEAD, type SessionRecord } from './session-record.ts'
import { sendIdle } from './signals.ts'
import { stopAll } from './stopping.ts'
import type { Timer } from './timers.ts'
import { sentFrom } from './traced-dispatch.ts'

/** Events between two looks at the clock, a power of two: a look costs as much as an event. */
const CLOCK_EVERY = 32

/** Asks the loop for a turn, if the kernel runs and is not in one. */
export function wakeUp(core: Core): void {
  if (core.running && !core.inTurn) core.loop.wake()
}

/**
 * Calls `watcher.ready()` with a session active: what came from the host for it. When the outermost dispatch ends, output
 * is written, marked sessions are swept, and the loop is told when to come again.
 */
export function enter(core: Core, session: SessionRecord, label: string, watcher: Watcher): void {
  if (!core.running) {
    core.parked.push(() => enter(core, session, label, watcher))
    return
  }
  if ((session.flags & DEAD) !== 0) return
  const { active, activeEvent } = core
  activate(core, session, label)
  if (core.tracing !== null) sentFrom(core, undefined)
  core.depth++
  try {
    watcher.ready()
  } catch (error) {
    failed(core, session, session, label, undefined, error)
  } finally {
    core.depth--
    activate(core, active, activeEvent)
  }
  if (core.depth === 0) afterDispatch(core)
}

/** What the host's callback leaves behind: output to write, sessions to stop, a turn to ask for. */
function afterDispatch(core: Core): void {
  core.dispatched = true
  finishDispatch(core)
  if (core.ring.size > 0 || core.endingCount > 0 || core.single) core.loop.wake()
  conclude(core)
}

/** Ends the outermost dispatch: writes what wheels have gathered, then stops who has nothing left. */
function finishDispatch(core: Core): void {
  if (core.endingCount > 0) flushEndings(core)
  if (core.markCount > 0) {
    core.depth++
    sweep(core)
    core.depth--
  }
  if (core.exception !== null) stopAll(core)
}

/** What is added meanwhile waits for the next dispatch, or a wheel that refills itself would starve the rest. */
function flushEndings(core: Core): void {
  const { endings, endingCount } = core
  core.endings = core.spareEndings
  core.spareEndings = endings
  core.endingCount = 0
  core.depth++
  for (let i = 0; i < endingCount; i++) {
    const ending = endings[i] as Ending
    endings[i] = undefined
    end(core, ending)
  }
  core.depth--
}

/** A wheel that throws although it must not ends the run, not the flushing of the others. */
function end(core: Core, ending: Ending): void {
  try {
    ending.atEnd()
  } catch (error) {
    endWith(core, error)
  }
}

/** The kernel's share of a turn of the host: slices back to back, as far as the limits allow. */
export function turn(core: Core): void {
  if (!core.running) return
  core.inTurn = true
  // Whatever woke us, the request for a timer may have been used up, even early: ask anew.
  core.armedAt = -1
  core.budget = core.turnEvents
  core.deadline = readClock(core) + core.turnTime
  if (core.parked.length > 0) runParked(core)
  runSlices(core)
}

function runParked(core: Core): void {
  const parked = core.parked
  core.parked = []
  core.depth++
  for (const run of parked) run()
  core.depth--
}

/** Slices until nothing is due or the limits are reached. While promises are pending, they get their microtasks between slices. */
function runSlices(core: Core): void {
  while (core.running) {
    const complete = slice(core)
    finishDispatch(core)
    if (!complete || core.single || core.ring.size === 0 || core.budget <= 0) break
    if (core.promises === 0) continue
    void Promise.resolve().then(() => runOn(core))
    return
  }
  core.inTurn = false
  if (core.ring.size > 0 || core.endingCount > 0 || core.markCount > 0 || core.sliceOpen) core.loop.wake()
  conclude(core)
}

/** Nobody is above to be thrown at. */
function runOn(core: Core): void {
  try {
    runSlices(core)
  } catch (error) {
    endWith(core, error)
    core.loop.halt()
  }
}

/**
 * One timeslice, or the rest of one that was cut: what was queued when it began, and the timers due by then, in
 * the order of their times. Gives whether it came to its end.
 */
function slice(core: Core): boolean {
  if (!core.sliceOpen) openSlice(core)
  core.depth++
  const complete = dispatchDue(core)
  core.depth--
  deactivate(core)
  core.sliceOpen = !complete
  if (core.ring.size === 0 && (core.untidy || core.ring.mask >= LARGE)) tidy(core)
  return complete
}

function openSlice(core: Core): void {
  core.sliceNow = sliceTime(core)
  core.sliceEnd = core.ring.tail
  core.sliceSeq = core.timers.lastSeq
  core.sliceOpen = true
}

/** Whether the slice that has come to its end leaves nothing to be done before the next one. */
function leadsOn(core: Core): boolean {
  return (
    core.ring.head !== core.ring.tail &&
    core.markCount === 0 &&
    core.endingCount === 0 &&
    core.promises === 0 &&
    !core.single
  )
}

/** Sessions that are gone must not live on in the empty ring. */
function tidy(core: Core): void {
  core.untidy = false
  core.ring.scrub()
}

function dispatchDue(core: Core): boolean {
  while (core.budget > 0) {
    const queued = core.ring.head !== core.sliceEnd
    if (core.soon && isTimersTurn(core, queued)) {
      core.dispatched = true
      fire(core, core.timers.queue.head as Timer)
      noteSoonest(core)
    } else if (queued) {
      core.dispatched = true
      dispatchHead(core)
    } else if (leadsOn(core)) {
      openSlice(core)
      continue
    } else return true
    if (core.exception !== null) return false
    if ((--core.budget & (CLOCK_EVERY - 1)) === 0 && readClock(core) > core.deadline) core.budget = 0
  }
  return false
}

/** Whether the soonest timer goes now, before the event at the head of the ring if one is queued for this slice. */
function isTimersTurn(core: Core, queued: boolean): boolean {
  const timer = core.timers.queue.head
  if (timer === undefined) return false
  return queued ? isSooner(core, timer.at, timer.fifo) : isDue(core, timer)
}

/** Whether a timer belongs to this slice: overdue, or due just now and set before the slice began. */
function isDue(core: Core, timer: Timer): boolean {
  return timer.at < core.sliceNow || (timer.at === core.sliceNow && timer.seq <= core.sliceSeq)
}

/** Whether a timer goes before the event at the head of the ring. */
function isSooner(core: Core, at: number, fifo: number): boolean {
  const stamp = core.ring.stamps[core.ring.head & core.ring.mask] as number
  return at < stamp || (at === stamp && !isBefore(core, fifo))
}

/** After whatever was dispatched: is the run at its end, is the kernel idle, when is the next timer? */
function conclude(core: Core): void {
  if (core.sessions.size === 0 || core.exception !== null) core.loop.halt()
  else if (core.single && core.dispatched && !core.sliceOpen) core.loop.halt()
  else if (isIdle(core)) beIdle(core)
  else armTimer(core)
}

/** Nothing queued, nothing pending, no handle, nobody's outside reference: nothing can ever happen by itself. */
export function isIdle(core: Core): boolean {
  return (
    core.ring.size === 0 &&
    core.timers.queue.size === core.ownTimers &&
    core.handles.size === 0 &&
    core.extrefSessions === 0 &&
    core.holds === 0 &&
    core.endingCount === 0 &&
    !awaitsChild(core)
  )
}

/** Tells everyone that nothing is left to do. */
function beIdle(core: Core): void {
  sendIdle(core, 'IDLE')
  core.loop.wake()
}

/** Keeps the loop's one timer at the soonest of ours. */
export function armTimer(core: Core): void {
  const at = core.timers.queue.head?.at ?? Number.POSITIVE_INFINITY
  if (at === core.armedAt) return
  core.armedAt = at
  core.loop.setTimer(at)
}

/** After a timer was set or moved: events may need exact stamps, and outside a dispatch the loop must hear of it. */
export function timerChanged(core: Core): void {
  noteSoonest(core)
  if (core.depth === 0 && core.running && !core.inTurn) armTimer(core)
}
