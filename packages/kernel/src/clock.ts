import type { Core } from './core.ts'

/**
 * Events get a stamp that orders them against timers. Reading the clock for each would cost nearly as much as
 * the event, so a cached time is used unless a timer is due within this many milliseconds of it.
 */
const HORIZON = 1000

/** Reads the loop's clock; a reading before the last one counts as the last one. */
export function readClock(core: Core): number {
  const now = core.loop.now()
  if (now > core.clock) core.clock = now
  core.fresh = true
  noteSoonest(core)
  return core.clock
}

/** To be called when the soonest timer may have changed. */
export function noteSoonest(core: Core): void {
  const head = core.timers.queue.head
  core.soon = head !== undefined && head.at <= core.clock + HORIZON
}

/** The time an event is posted. */
export function stamp(core: Core): number {
  return core.soon ? readClock(core) : core.clock
}

/** The time a slice begins: a reading since the last one began will do, for this one or its events wait no longer. */
export function sliceTime(core: Core): number {
  if (core.soon && !core.fresh) readClock(core)
  core.fresh = false
  return core.clock
}

/**
 * How far the wall clock is ahead of the loop's. Two readings never fit exactly, and two alarms for one instant
 * must be due at one time: only a difference of this many milliseconds counts as a step of the wall clock.
 */
const STEP = 10

/** How long the difference of the clocks is taken as known, in milliseconds: reading both costs more than a timer. */
const EPOCH_EVERY = 1

function epoch(core: Core): number {
  if (core.depth === 0) readClock(core)
  if (core.clock - core.epochAt < EPOCH_EVERY) return core.epoch
  core.epochAt = core.clock
  const ahead = core.loop.wallClock() - core.loop.now()
  if (Math.abs(ahead - core.epoch) >= STEP) core.epoch = ahead
  return core.epoch
}

/** Turns a wall time into the loop's monotonic time, once: later steps of the wall clock change nothing. */
export function monotonic(core: Core, wall: number): number {
  readClock(core)
  return wall - epoch(core)
}

/** The wall time at which the loop's clock will show `at`, to the microsecond. */
export function wall(core: Core, at: number): number {
  return Math.round((at + epoch(core)) * 1000) / 1000
}
