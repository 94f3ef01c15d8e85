import { PoeError, show } from '@poe/errors'
import { addState, type State, type StateTable, stateTable, type Untyped } from '@poe/kernel'
import type { CreateParams, States } from './session-types.ts'

/** Tables that sessions share. */
const SHARED = new WeakSet<object>()

/**
 * The handlers a session is created with, by event name. Nothing has happened yet where one is wrong.
 * @param taker - who was given them, as the user wrote it
 */
export function statesOf(taker: string, params: CreateParams): StateTable {
  const { inlineStates, objectStates, packageStates } = params
  if (
    inlineStates !== undefined &&
    SHARED.has(inlineStates) &&
    objectStates === undefined &&
    packageStates === undefined
  )
    return inlineStates as unknown as StateTable
  const table = stateTable()
  if (inlineStates !== undefined) addFunctions(table, taker, inlineStates)
  if (objectStates !== undefined) for (const pair of objectStates) addMethods(table, taker, 'objectStates', pair)
  if (packageStates !== undefined) for (const pair of packageStates) addMethods(table, taker, 'packageStates', pair)
  if (table._start !== undefined) return table
  throw new PoeError('ERR_POE_NO_START', `${taker} needs a handler for "_start": a session begins with it.`)
}

/**
 * Handlers for many sessions, as `inlineStates` of each: they are looked at once, here, and the sessions share them. Where
 * `kernel.state` changes them for one session, the others keep theirs.
 *
 * @throws PoeError `ERR_POE_NO_START` without a handler for `_start`, `ERR_POE_HANDLER` for what is no handler
 */
export function sharedStates<S extends States<Untyped>>(inlineStates: S): S {
  const table = Object.freeze(statesOf('sharedStates()', { inlineStates }))
  SHARED.add(table)
  return table as unknown as S
}

/** In a loop over names, of which no list is made: servers make a session for each connection. */
function addFunctions(table: StateTable, taker: string, states: Readonly<Record<string, unknown>>): void {
  for (const event in states) {
    if (!Object.hasOwn(states, event)) continue
    const handler = states[event]
    if (typeof handler !== 'function') throw badInline(taker, event, handler)
    table[event] = handler as State
  }
}

function addMethods(table: StateTable, taker: string, kind: string, pair: unknown): void {
  const where = `${taker}: ${kind}`
  if (!Array.isArray(pair) || pair.length !== 2)
    throw new PoeError('ERR_POE_BAD_OPTION', `${where} takes pairs [object, methods], not ${show(pair)}.`)
  const [object, methods] = pair as unknown[]
  if (!mayHaveMethods(object))
    throw new PoeError(
      'ERR_POE_BAD_OPTION',
      `${where} takes pairs [object, methods], the object not being ${show(object)}.`,
    )
  for (const [event, method] of entriesOf(methods, where)) {
    if (!hasMethod(object, method)) throw noMethod(where, object, event, method)
    addState(table, event, { object, method })
  }
}

function mayHaveMethods(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
}

function hasMethod(object: object, method: unknown): method is string {
  return typeof method === 'string' && typeof (object as Record<string, unknown>)[method] === 'function'
}

function entriesOf(methods: unknown, where: string): readonly (readonly [string, unknown])[] {
  if (Array.isArray(methods)) return methods.map((name: unknown) => [String(name), name] as const)
  if (typeof methods === 'object' && methods !== null) return Object.entries(methods)
  throw new PoeError(
    'ERR_POE_BAD_OPTION',
    `${where} needs method names as an array, or a map from events to them, not ${show(methods)}.`,
  )
}

function badInline(taker: string, event: string, given: unknown): PoeError {
  return new PoeError(
    'ERR_POE_HANDLER',
    `${taker}: the handler of "${event}" in inlineStates must be a function, not ${show(given)}.`,
  )
}

function noMethod(where: string, object: object, event: string, method: unknown): PoeError {
  return new PoeError(
    'ERR_POE_HANDLER',
    `${where}: ${show(object)} has no method ${show(method)}, which is to handle "${event}"; add it, or correct the name.`,
  )
}
