import { PoeError } from '@poe/errors'
import type { Core } from './core.ts'
import { deactivate } from './dispatch.ts'
import { ignoreDrainSignals, watchDrainSignals } from './drain.ts'
import { clearEvents } from './events.ts'
import { forgetNewborns } from './newborns.ts'
import { stopAll, throwPending } from './stopping.ts'

/** Runs the loop until it is halted, then gives the exception that nobody handled to the caller. */
export async function runLoop(core: Core): Promise<void> {
  begin(core)
  try {
    core.finished = core.loop.run()
    await core.finished
  } catch (error) {
    // What broke the loop is worse than what a session threw.
    core.exception = { error }
  } finally {
    finish(core)
  }
  throwPending(core)
}

/** One timeslice: waits for something to happen and dispatches it. Gives whether sessions are left. */
export async function runSlice(core: Core): Promise<boolean> {
  mustRest(core)
  if (core.sessions.size === 0) return false
  core.single = true
  try {
    await runLoop(core)
  } finally {
    core.single = false
  }
  return core.sessions.size > 0
}

/** Stops everything; a run under way has ended then. */
export async function dispose(core: Core): Promise<void> {
  stopAll(core)
  if (!core.running) throwPending(core)
  // A run that rejects does so to whoever waits for it.
  else await core.finished.catch(() => {})
}

function mustRest(core: Core): void {
  if (core.running)
    throw new PoeError('ERR_POE_RUNNING', 'This kernel runs already; await the promise of its first run().')
}

function begin(core: Core): void {
  mustRest(core)
  core.running = true
  core.dispatched = false
  core.armedAt = Number.POSITIVE_INFINITY
  watchDrainSignals(core)
  core.loop.wake()
}

/** The next run begins afresh, even if this one broke off in the middle of something. */
function finish(core: Core): void {
  core.running = false
  core.inTurn = false
  core.depth = 0
  core.delivery = null
  deactivate(core)
  ignoreDrainSignals(core)
  if (core.sessions.size > 0) return
  // A signal to nobody must not wait for the sessions of the next run.
  clearEvents(core)
  forgetNewborns(core)
  core.marks.length = core.markCount = 0
  core.endings.length = core.endingCount = 0
}
