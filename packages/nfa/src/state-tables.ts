import { check, PoeError, show } from '@poe/errors'
import type { AnyHandler } from '@poe/kernel'
import type { NfaMethods, NfaObjects, SpawnParams } from './nfa-types.ts'

/** A handler of a state: a function, or a method found by name when it is called. */
export interface StateHandler {
  readonly object: unknown
  /** The function to call now. */
  current(): AnyHandler
}

/** The handlers of a machine, by state and event. */
export type StateTables = ReadonlyMap<string, ReadonlyMap<string, StateHandler>>

/**
 * Collects the handlers of every state. A state that is given in several ways has them all.
 * @throws PoeError `ERR_POE_MISSING_OPTION` without any states; `ERR_POE_HANDLER` for what is no handler
 */
export function stateTables(params: SpawnParams): StateTables {
  const { inlineStates, objectStates, packageStates } = params
  if ((inlineStates ?? objectStates ?? packageStates) === undefined)
    throw new PoeError('ERR_POE_MISSING_OPTION', 'Nfa.spawn() needs inlineStates, objectStates or packageStates.')
  const tables = new Map<string, Map<string, StateHandler>>()
  for (const [state, handlers] of Object.entries(inlineStates ?? {})) {
    const table = tableOf(tables, state)
    for (const [event, handler] of Object.entries(handlers)) table.set(event, inline(state, event, handler))
  }
  addObjects(tables, objectStates)
  addObjects(tables, packageStates)
  return tables
}

function tableOf(tables: Map<string, Map<string, StateHandler>>, state: string): Map<string, StateHandler> {
  const table = tables.get(state) ?? new Map<string, StateHandler>()
  tables.set(state, table)
  return table
}

function inline(state: string, event: string, handler: unknown): StateHandler {
  if (check.callable(handler) === undefined) return { object: undefined, current: () => handler as AnyHandler }
  throw new PoeError(
    'ERR_POE_HANDLER',
    `Nfa.spawn(): the handler of "${event}" in state "${state}" must be a function, not ${show(handler)}.`,
  )
}

function addObjects(tables: Map<string, Map<string, StateHandler>>, objects: NfaObjects | undefined): void {
  for (const [state, pairs] of Object.entries(objects ?? {}))
    for (const [object, methods] of pairs)
      for (const [event, method] of namesOf(methods)) tableOf(tables, state).set(event, ofMethod(object, method))
}

function ofMethod(object: object, method: string): StateHandler {
  const find = () => (object as Record<string, unknown>)[method]
  if (typeof find() !== 'function')
    throw new PoeError('ERR_POE_HANDLER', `Nfa.spawn(): ${show(object)} has no method "${method}".`)
  return { object, current: () => (find() as AnyHandler).bind(object) }
}

function namesOf(methods: NfaMethods): readonly (readonly [string, string])[] {
  if (Array.isArray(methods)) return methods.map((name: string) => [name, name] as const)
  return Object.entries(methods as Record<string, string>)
}
