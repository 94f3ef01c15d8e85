import type { Core } from './core.ts'
import { drop, hold } from './lifetime.ts'
import { coldOf, type SessionRecord } from './session-record.ts'

/** Counts a tag up; its first count keeps the session alive, and the kernel from being idle. Gives the count. */
export function incrementExtref(core: Core, session: SessionRecord, tag: string): number {
  const extrefs = (coldOf(session).extrefs ??= new Map())
  const count = (extrefs.get(tag) ?? 0) + 1
  if (count === 1) {
    if (extrefs.size === 0) core.extrefSessions++
    hold(session)
    core.tracing?.noteNamed(session, 'extref', tag)
  }
  extrefs.set(tag, count)
  return count
}

/** Counts a tag down; at 0 it is gone. Undefined, errno ESRCH: the session has no such tag. */
export function decrementExtref(core: Core, session: SessionRecord, tag: string): number | undefined {
  const extrefs = session.cold?.extrefs
  const count = extrefs?.get(tag)
  if (!extrefs || count === undefined) {
    core.errno = 'ESRCH'
    return undefined
  }
  if (count > 1) {
    extrefs.set(tag, count - 1)
    return count - 1
  }
  extrefs.delete(tag)
  if (extrefs.size === 0) core.extrefSessions--
  drop(core, session)
  return 0
}
