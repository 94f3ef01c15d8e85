import { stateOf } from './arguments.ts'
import { SessionRecord, type State, StateTable } from './session-record.ts'
import type { SessionBase as SessionBaseApi, StateHandler } from './types.ts'

/**
 * The base of every kind of session: `class Machine extends SessionBase`, then `kernel.sessionAlloc(machine)`.
 * The session keeps the table of states it is given, and `kernel.state` writes to it: give each its own, or freeze it, and
 * who writes gets a copy. Without a heap, the session gets an empty object when it asks.
 */
export const SessionBase = SessionRecord as unknown as new <M, H>(
  states: StateTable,
  heap: H | undefined,
) => SessionBaseApi<M, H>
export type SessionBase<M = unknown, H = unknown> = SessionBaseApi<M, H>

/** A table of handlers by event name, in which no name is found that nobody put there. */
export function stateTable(): StateTable {
  return new StateTable()
}

/**
 * Adds a handler to a table of states, as a session keeps it.
 * @throws PoeError `ERR_POE_HANDLER` for what is no handler
 */
export function addState(table: StateTable, event: string, handler: StateHandler): void {
  table[event] = stateOf(event, handler)
}

export type { State, StateTable }
