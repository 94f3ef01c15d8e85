import { PoeError } from '@poe/errors'
import { dropAliases } from './aliases.ts'
import { dropChildren } from './children.ts'
import { stoppedReason } from './context.ts'
import type { Core } from './core.ts'
import { invoke, invokeWith } from './dispatch.ts'
import { drained, joinDrains } from './drain.ts'
import { endWith, guarded } from './exceptions.ts'
import { isAmong, NONE } from './few.ts'
import { childrenOf } from './kin.ts'
import { bear, isNewborn, STARTING } from './newborns.ts'
import { wakeUp } from './running.ts'
import { DEAD, LISTED, type SessionRecord, STOPPING } from './session-record.ts'
import { dropSignals } from './signals.ts'
import { timersOf } from './timers.ts'
import { traceBirth, traceDeath } from './traced-sessions.ts'
import { nameOf } from './tracing.ts'
import { publicSession } from './views.ts'

/** How large a list of marked sessions is kept for the next sweep. */
const MOST_SPARE = 1024

/** Counts one more thing that keeps a session alive. */
export function hold(session: SessionRecord): void {
  session.references++
  session.core?.tracing?.trace('refcnt', () => `${nameOf(session)} is held once more: ${session.references} references`)
}

/** Counts one thing less. A session nothing keeps alive is looked at by the next sweep. */
export function drop(core: Core, session: SessionRecord): void {
  session.references--
  core.tracing?.trace('refcnt', () => `${nameOf(session)} is held once less: ${session.references} references`)
  checkMark(core, session)
  // Even if the session lives on: the kernel may be idle without what it held.
  if (core.depth === 0) wakeUp(core)
}

/** Marks a session if nothing keeps it alive. Falling again renews the mark: sweeps go by the last fall. */
export function checkMark(core: Core, session: SessionRecord): void {
  if (session.references !== 0) return
  session.markSeq = ++core.markSeq
  list(core, session)
}

/** Puts a marked session on the list of the next sweep, or of those that are too young for it. */
export function list(core: Core, session: SessionRecord): void {
  if ((session.flags & (LISTED | DEAD)) !== 0) return
  session.flags |= LISTED
  if (isNewborn(core, session)) core.newborns.push(session)
  else core.marks[core.markCount++] = session
}

/** Makes a session known and starts it: POE's `session_alloc`, all before this returns. Its creator is its parent. */
export function allocate(core: Core, session: SessionRecord, creator: SessionRecord, args: readonly unknown[]): void {
  if (session.core !== null)
    throw new PoeError('ERR_POE_ALLOCATED', `Session ${session.id} was allocated already; create another one.`)
  session.core = core
  core.sessions.add(session)
  link(session, creator)
  traceBirth(core, session, creator)
  session.born = STARTING
  const result = invokeWith(core, session, creator, '_start', undefined, args)
  if ((session.flags & DEAD) === 0 && session.parent !== null)
    invoke(core, session.parent, core.root, '_child', undefined, 3, 'create', session, result)
  if ((session.flags & DEAD) === 0) bear(core, session)
  if (core.drains.size > 0) joinDrains(core, session)
}

/** Stops every marked session that nothing keeps alive, those that fell last first, until none is left. */
export function sweep(core: Core): void {
  while (core.markCount > 0) {
    // A batch is fixed at its start: who is revived by another's _stop stops all the same, as in POE.
    const batch = core.marks
    const count = takeMarked(core, batch)
    for (let i = count - 1; i >= 0; i--) {
      stopSession(core, batch[i] as SessionRecord)
      batch[i] = undefined
    }
    if (count > MOST_SPARE) core.spareMarks = []
  }
}

/** Makes a batch of the marked sessions that nothing keeps alive, those that fell last at its end. Gives how many. */
function takeMarked(core: Core, batch: (SessionRecord | undefined)[]): number {
  const marked = core.markCount
  core.marks = core.spareMarks
  core.spareMarks = batch
  core.markCount = 0
  let count = 0
  let last = 0
  let inOrder = true
  for (let i = 0; i < marked; i++) {
    const session = batch[i] as SessionRecord
    batch[i] = undefined
    session.flags &= ~LISTED
    if (session.references !== 0) continue
    if (session.markSeq < last) inOrder = false
    last = session.markSeq
    batch[count++] = session
  }
  // Nearly always they are: only who fell again, after others, is out of order. What is undefined stays behind them.
  if (!inOrder) (batch as SessionRecord[]).sort((a, b) => a.markSeq - b.markSeq)
  return count
}

/** Stops a session: its children go to its parent, it is told `_stop`, its parent is told, it is freed. */
export function stopSession(core: Core, session: SessionRecord): void {
  if ((session.flags & (STOPPING | DEAD)) !== 0) return
  session.flags |= STOPPING
  core.tracing?.trace('sessions', () => `${nameOf(session)} stops`)
  announceMoves(core, session)
  const result = invoke(core, session, core.active, '_stop', undefined, 0)
  invoke(core, session.parent as SessionRecord, core.root, '_child', undefined, 3, 'lose', session, result)
  free(core, session)
}

/** Stops one session at somebody's wish, whatever it holds. */
export function stopNow(core: Core, session: SessionRecord): void {
  core.depth++
  stopSession(core, session)
  core.depth--
  if (core.depth === 0) wakeUp(core)
}

/** Handlers may change the tree: who is nobody's child by its turn, or somebody else's, is left out. */
function announceMoves(core: Core, session: SessionRecord): void {
  // Most have none.
  if (session.firstChild === null) return
  for (const child of childrenOf(session)) {
    if (child.parent !== session || (child.flags & DEAD) !== 0) continue
    const parent = session.parent as SessionRecord
    invoke(core, parent, core.root, '_child', undefined, 2, 'gain', child)
    invoke(core, child, core.root, '_parent', undefined, 2, publicSession(session), publicSession(parent))
  }
}

function free(core: Core, session: SessionRecord): void {
  session.flags |= DEAD
  traceDeath(core, session)
  core.untidy = true
  const parent = session.parent as SessionRecord
  while (session.firstChild !== null) move(core, session.firstChild, parent)
  core.sessions.delete(session)
  dropAliases(core, session)
  dropTimers(core, session)
  if (session.cold !== null) freeCold(core, session)
  unlink(session)
  drop(core, parent)
  tellFreed(core, session)
  if (core.drains.size > 0) drained(core, session)
}

function tellFreed(core: Core, session: SessionRecord): void {
  try {
    session.freed()
  } catch (error) {
    endWith(core, error)
  }
}

function freeCold(core: Core, session: SessionRecord): void {
  const cold = session.cold
  if (cold === null) return
  if (cold.signals !== null) dropSignals(core, session)
  if (cold.children !== null) dropChildren(core, session)
  for (const owned of [...cold.owned]) if (isAmong(cold.owned, owned)) guarded(core, () => owned.dispose())
  cold.owned = NONE
  if (cold.extrefs !== null && cold.extrefs.size > 0) core.extrefSessions--
  cold.extrefs = null
  core.holds -= [...cold.holds].length
  cold.holds = NONE
  cold.abort?.abort(stoppedReason(session))
}

function dropTimers(core: Core, session: SessionRecord): void {
  if (session.timers === null) return
  for (const timer of [...timersOf(session)]) core.timers.remove(timer)
}

/** Gives a session another parent, silently. */
export function move(core: Core, session: SessionRecord, parent: SessionRecord): void {
  const old = session.parent as SessionRecord
  core.tracing?.trace('sessions', () => `${nameOf(session)} moves from ${nameOf(old)} to ${nameOf(parent)}`)
  unlink(session)
  link(session, parent)
  drop(core, old)
}

/**
 * Makes a session the kernel's child: its parent loses it, it is told of its new parent, then it moves. False, errno
 * EPERM: it is the kernel's child already.
 */
export function detach(core: Core, session: SessionRecord): boolean {
  const old = session.parent as SessionRecord
  if (old === core.root) {
    core.errno = 'EPERM'
    return false
  }
  // Who is still starting was never announced to its parent, so is not taken from it either.
  if (!(core.active === session && core.activeEvent === '_start'))
    invoke(core, old, core.root, '_child', core.activeEvent, 3, 'lose', session)
  invoke(core, session, core.root, '_parent', core.activeEvent, 2, publicSession(old), core.kernel)
  // Handlers may have stopped it, or detached it themselves.
  if ((session.flags & DEAD) === 0 && session.parent === old) move(core, session, core.root)
  return true
}

function link(session: SessionRecord, parent: SessionRecord): void {
  session.parent = parent
  session.previous = parent.lastChild
  session.following = null
  if (parent.lastChild === null) parent.firstChild = session
  else parent.lastChild.following = session
  parent.lastChild = session
  hold(parent)
}

function unlink(session: SessionRecord): void {
  const parent = session.parent as SessionRecord
  const { previous, following } = session
  if (previous === null) parent.firstChild = following
  else previous.following = following
  if (following === null) parent.lastChild = previous
  else following.previous = previous
}
