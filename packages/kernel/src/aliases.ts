import type { Core } from './core.ts'
import { drop, hold } from './lifetime.ts'
import type { SessionRecord } from './session-record.ts'

/** Gives a session a name. False, errno EEXIST: somebody else has it. */
export function setAlias(core: Core, session: SessionRecord, name: string): boolean {
  const owner = core.aliases.get(name)
  if (owner !== undefined) {
    core.errno = owner === session ? '' : 'EEXIST'
    return owner === session
  }
  core.aliases.set(name, session)
  addName(session, name)
  hold(session)
  core.tracing?.noteNamed(session, 'alias', name)
  return true
}

/** Takes a name from a session. False: nobody has it (ESRCH), or somebody else (EPERM). */
export function removeAlias(core: Core, session: SessionRecord, name: string): boolean {
  const owner = core.aliases.get(name)
  if (owner !== session) {
    core.errno = owner === undefined ? 'ESRCH' : 'EPERM'
    return false
  }
  core.aliases.delete(name)
  if (session.names instanceof Set) session.names.delete(name)
  else session.names = null
  drop(core, session)
  return true
}

/** The names of a session, sorted. */
export function namesOf(session: SessionRecord): string[] {
  const names = session.names
  if (names === null) return []
  return typeof names === 'string' ? [names] : [...names].sort()
}

/** Takes every name from a session that is being freed. */
export function dropAliases(core: Core, session: SessionRecord): void {
  if (session.names === null) return
  for (const name of namesOf(session)) core.aliases.delete(name)
  session.names = null
}

function addName(session: SessionRecord, name: string): void {
  const names = session.names
  if (names === null) session.names = name
  else if (typeof names === 'string') session.names = new Set([names, name])
  else names.add(name)
}
