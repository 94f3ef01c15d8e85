import type { SessionRecord } from './session-record.ts'
import { coldOf, DEAD } from './session-record.ts'
import { publicSession } from './views.ts'

/**
 * What a handler is given: a fresh one per dispatch, since handlers keep it over an `await`. The kernel and the
 * heap are looked up when asked for, so that an event costs nothing for what its handler does not use.
 */
export class EventContext {
  // Declared, and none of them private: the constructor stays small enough to become part of every dispatch.
  declare readonly session: SessionRecord
  declare readonly state: string
  declare protected readonly source: SessionRecord
  declare readonly callerState: string | undefined
  declare readonly object: unknown

  constructor(
    session: SessionRecord,
    state: string,
    source: SessionRecord,
    callerState: string | undefined,
    object: unknown,
  ) {
    this.session = session
    this.state = state
    this.source = source
    this.callerState = callerState
    this.object = object
  }

  /** @production none */
  get callerFile(): string | undefined {
    return undefined
  }

  /** @production none */
  get callerLine(): number | undefined {
    return undefined
  }

  get kernel(): unknown {
    return this.session.kernel
  }

  get heap(): unknown {
    return this.session.heap
  }

  get sender(): unknown {
    return publicSession(this.source)
  }

  get signal(): AbortSignal {
    const cold = coldOf(this.session)
    if (cold.abort === null) {
      cold.abort = new AbortController()
      if ((this.session.flags & DEAD) !== 0) cold.abort.abort(stoppedReason(this.session))
    }
    return cold.abort.signal
  }

  /**
   * What consoles show: getters too.
   * @production none
   */
  [Symbol.for('nodejs.util.inspect.custom')](): object {
    const { session, state, sender, callerState, heap } = this
    return { session, state, sender, callerState, heap }
  }
}

/** Why the signal of a session is aborted. */
export function stoppedReason(session: SessionRecord): Error {
  const reason = new Error(`Session ${session.id} has stopped.`)
  reason.name = 'AbortError'
  return reason
}
