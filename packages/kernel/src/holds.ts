import type { Core } from './core.ts'
import { excluding, including } from './few.ts'
import { drop, hold } from './lifetime.ts'
import { coldOf, DEAD, type Hold, type SessionRecord } from './session-record.ts'

/** Keeps a session alive, and the kernel from being idle, until disposed of; shows in the ledger. */
export class Holding implements Hold {
  readonly kind: string
  readonly label: string
  readonly since: number
  readonly #core: Core
  readonly #session: SessionRecord
  #released = false

  constructor(core: Core, session: SessionRecord, kind: string, label: string) {
    this.#core = core
    this.#session = session
    this.kind = kind
    this.label = label
    this.since = core.clock
  }

  /** Ends it. Twice, or after the session has stopped, is harmless. */
  dispose(): void {
    const session = this.#session
    if (this.#released || (session.flags & DEAD) !== 0) return
    this.#released = true
    const cold = coldOf(session)
    cold.holds = excluding(cold.holds, this)
    this.#core.holds--
    drop(this.#core, session)
  }
}

/** Holds a session; for one that has stopped it does nothing. */
export function holdFor(core: Core, session: SessionRecord, kind: string, label: string): Holding {
  const kept = new Holding(core, session, kind, label)
  if ((session.flags & DEAD) !== 0) return kept
  const cold = coldOf(session)
  cold.holds = including<Hold>(cold.holds, kept)
  core.tracing?.note(kept)
  core.holds++
  hold(session)
  return kept
}
