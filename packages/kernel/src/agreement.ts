import { PoeError, show } from '@poe/errors'
import type { AnyContract } from './contract.ts'
import { CHECKED, coldOf, type SessionRecord } from './session-record.ts'

/** What a contract that is checked can do besides. */
export interface Agreement extends AnyContract {
  /** The arguments of an event as they are sent. `own`: whether the session sends it to itself. */
  agreedArgs(id: number, own: boolean, event: string, args: readonly unknown[]): readonly unknown[]
  /** What a handler gave; a promise is checked when it is fulfilled. */
  agreedResult(id: number, event: string, result: unknown): unknown
}

/** Binds a session to a contract: from now on what others send it is checked. */
export function agree(session: SessionRecord, given: AnyContract): void {
  if (typeof given === 'object' && given !== null && 'events' in given) {
    if (given.events === null) return
    if ('agreedArgs' in given && 'agreedResult' in given) {
      coldOf(session).contract = given as Agreement
      session.flags |= CHECKED
      return
    }
  }
  throw new PoeError('ERR_POE_CONTRACT', `A contract is what contract() gave, not ${show(given)}.`)
}

/**
 * The arguments of an event as they are sent to a session. What a session that has a contract sends itself beyond it is
 * its own business.
 * @throws PoeError `ERR_POE_CONTRACT`
 */
export function agreedArgs(
  session: SessionRecord,
  source: SessionRecord,
  event: string,
  args: readonly unknown[],
): readonly unknown[] {
  return (session.flags & CHECKED) === 0
    ? args
    : contractOf(session).agreedArgs(session.id, source === session, event, args)
}

/**
 * What a handler gave, as its session's contract has it.
 * @throws PoeError `ERR_POE_CONTRACT`
 */
export function agreedResult(session: SessionRecord, event: string, result: unknown): unknown {
  return (session.flags & CHECKED) === 0 ? result : contractOf(session).agreedResult(session.id, event, result)
}

function contractOf(session: SessionRecord): Agreement {
  return session.cold?.contract as Agreement
}
