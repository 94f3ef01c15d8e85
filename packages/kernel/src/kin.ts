import type { Core } from './core.ts'
import type { SessionRecord } from './session-record.ts'

/** The children of a session, the oldest first. */
export function childrenOf(session: SessionRecord): SessionRecord[] {
  const children: SessionRecord[] = []
  for (let child = session.firstChild; child !== null; child = child.following) children.push(child)
  return children
}

/** A session and everybody below it, each before its own children, one generation after the other. */
export function breadthFirst(top: SessionRecord): SessionRecord[] {
  const found = [top]
  for (let i = 0; i < found.length; i++)
    for (let child = (found[i] as SessionRecord).firstChild; child !== null; child = child.following) found.push(child)
  return found
}

/** Every session, by id. */
export function sortedSessions(core: Core): SessionRecord[] {
  return [...core.sessions].sort((a, b) => a.id - b.id)
}
