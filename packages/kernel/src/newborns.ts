import type { Core } from './core.ts'
import { GC, SLOTS_SHIFT } from './event-ring.ts'
import { enqueue } from './events.ts'
import { checkMark, list } from './lifetime.ts'
import { DEAD, LISTED, type SessionRecord } from './session-record.ts'

/** When a session is born whose `_start` is under way. */
export const STARTING = 0x7fff_ffff

/**
 * Keeps a session that has just been started until the next slice, even where its `_start` asked for nothing. POE queues an
 * event for each; here one stands for all that are born in a row, and knows the last of them: making many takes no room.
 */
export function bear(core: Core, session: SessionRecord): void {
  session.born = ++core.births
  if (isLitterOpen(core)) extendLitter(core)
  else {
    enqueue(core, core.root, core.root, '', undefined, GC, 1, core.births)
    core.litters++
    core.litterAt = core.ring.tail
  }
  if (session.references === 0) list(core, session)
}

/** Whether the last event queued is a litter's, and does not belong to the slice under way. */
function isLitterOpen({ ring, litters, litterAt, sliceOpen, sliceEnd }: Core): boolean {
  return litters > 0 && litterAt === ring.tail && !(sliceOpen && sliceEnd === ring.tail)
}

function extendLitter({ ring, births }: Core): void {
  ring.slots[(((ring.tail - 1) & ring.mask) << SLOTS_SHIFT) + 5] = births
}

/** Whether a session must not stop because it is so young. */
export function isNewborn(core: Core, session: SessionRecord): boolean {
  return session.born > core.weaned
}

/** Whether an event in the queue keeps a session. */
export function isInLitter(core: Core, session: SessionRecord): boolean {
  return isNewborn(core, session) && session.born !== STARTING
}

/** Lets go of the oldest litter: its event is being dispatched. Who has nothing by now falls now, in the order of birth. */
export function wean(core: Core, last: number): void {
  core.weaned = last
  core.litters--
  if (core.newborns.length === 0) return
  const listed = core.newborns.filter(({ flags }) => (flags & DEAD) === 0).sort((a, b) => a.born - b.born)
  core.newborns = listed.filter((session) => isNewborn(core, session))
  for (const session of listed) {
    if (isNewborn(core, session)) continue
    session.flags &= ~LISTED
    checkMark(core, session)
  }
}

/** Forgets all litters: their events are gone, and so are they. */
export function forgetNewborns(core: Core): void {
  core.weaned = core.births
  core.litters = 0
  core.newborns.length = 0
}

/** Newborns whom queued events keep, the oldest first. */
export function newbornsOf(core: Core): SessionRecord[] {
  if (core.litters === 0) return []
  const young = [...core.sessions].filter((session) => isInLitter(core, session))
  return young.sort((a, b) => a.born - b.born)
}

/** Takes from the oldest of some newborns those whom one event keeps, by the last of them. */
export function takeLitter(newborns: SessionRecord[], last: number): SessionRecord[] {
  const end = newborns.findIndex(({ born }) => born > last)
  return newborns.splice(0, end < 0 ? newborns.length : end)
}
