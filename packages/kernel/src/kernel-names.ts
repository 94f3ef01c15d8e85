import { namesOf, removeAlias, setAlias } from './aliases.ts'
import { aliasName, tagName } from './arguments.ts'
import { decrementExtref, incrementExtref } from './extrefs.ts'
import { TimerMethods } from './kernel-timers.ts'
import { resolve } from './resolve.ts'
import type { SessionRecord } from './session-record.ts'
import { publicSession } from './views.ts'

/** Names, ids and external references. */
export class Names extends TimerMethods {
  aliasSet(name: unknown): boolean {
    const wanted = aliasName('aliasSet', name)
    const session = this.sender()
    return session !== undefined && setAlias(this.core, session, wanted)
  }

  aliasRemove(name: unknown): boolean {
    return removeAlias(this.core, this.session ?? this.core.active, aliasName('aliasRemove', name))
  }

  aliasResolve(to: unknown): unknown {
    const session = resolve(this.core, to)
    return session === undefined ? undefined : publicSession(session)
  }

  aliasList(to?: unknown): string[] {
    const session = to === undefined ? this.sender() : resolve(this.core, to)
    return session === undefined ? [] : namesOf(session)
  }

  idToSession(id: unknown): unknown {
    const found = typeof id === 'string' && id !== this.core.id ? undefined : resolve(this.core, id)
    if (found !== undefined) return publicSession(found)
    this.core.errno = 'ESRCH'
    return undefined
  }

  sessionToId(to: unknown): number | string | undefined {
    const session = resolve(this.core, to)
    return session === this.core.root ? this.core.id : session?.id
  }

  refcountIncrement(to: unknown, tag: string): number | undefined {
    const session = this.#counted(to)
    tagName('refcountIncrement', tag)
    return session === undefined ? undefined : incrementExtref(this.core, session, tag)
  }

  refcountDecrement(to: unknown, tag: string): number | undefined {
    const session = this.#counted(to)
    tagName('refcountDecrement', tag)
    return session === undefined ? undefined : decrementExtref(this.core, session, tag)
  }

  /** The kernel itself lives by its sessions; a count on it could never end. */
  #counted(to: unknown): SessionRecord | undefined {
    const session = resolve(this.core, to)
    if (session !== this.core.root) return session
    this.core.errno = 'ESRCH'
    return undefined
  }
}
