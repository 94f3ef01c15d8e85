import { PoeError, show } from '@poe/errors'
import type { Handler, ObjectState } from '@poe/session'

/** States a user of a component adds to its sessions. */
export interface UserStates<H> {
  /** Functions by event name. */
  readonly inlineStates?: Readonly<Record<string, Handler<H>>> | undefined
  /** Pairs of an object and its methods that handle events: names, or a map from events to names. */
  readonly objectStates?: readonly ObjectState[] | undefined
  /** Pairs of a class and its static methods, likewise. */
  readonly packageStates?: readonly ObjectState[] | undefined
}

/** What {@link mergeStates} gives: parameters of `Session.create`. */
export interface MergedStates<H> {
  /** Functions by event name: the component's own, over those of its user. */
  readonly inlineStates: Readonly<Record<string, Handler<H>>>
  /** The user's objects and their methods. */
  readonly objectStates: readonly ObjectState[]
  /** The user's classes and their methods. */
  readonly packageStates: readonly ObjectState[]
}

/**
 * The parameters by which a session gets a component's own handlers and those its user adds. Wrong ones are refused
 * here, before the first session is made.
 *
 * @param component - the class as its user knows it
 * @param own - the handlers the component works by
 * @throws PoeError `ERR_POE_STATE_TAKEN` where the user's would replace one of `own`; `ERR_POE_HANDLER` and
 * `ERR_POE_BAD_OPTION` for states that are none
 */
export function mergeStates<H>(
  component: string,
  own: Readonly<Record<string, Handler<H>>>,
  users: UserStates<H>,
): MergedStates<H> {
  const { inlineStates = {}, objectStates = [], packageStates = [] } = users
  checkInline(component, inlineStates)
  const methods = [...objectStates, ...packageStates].flatMap((pair) => eventsOf(component, pair))
  for (const event of [...Object.keys(inlineStates), ...methods])
    if (Object.hasOwn(own, event)) throw taken(component, event)
  return { inlineStates: { ...inlineStates, ...own }, objectStates, packageStates }
}

function checkInline(component: string, states: Readonly<Record<string, unknown>>): void {
  for (const [event, handler] of Object.entries(states))
    if (typeof handler !== 'function')
      throw new PoeError(
        'ERR_POE_HANDLER',
        `${component}: the handler of "${event}" in inlineStates must be a function, not ${show(handler)}.`,
      )
}

/** The events of a pair; what the methods are is looked at by the session. */
function eventsOf(component: string, pair: unknown): string[] {
  const [object, methods] = Array.isArray(pair) ? (pair as unknown[]) : []
  if ((typeof object === 'object' || typeof object === 'function') && typeof methods === 'object' && methods !== null)
    return Array.isArray(methods) ? (methods as string[]) : Object.keys(methods)
  throw new PoeError(
    'ERR_POE_BAD_OPTION',
    `${component}: objectStates and packageStates take pairs [object, methods], not ${show(pair)}.`,
  )
}

function taken(component: string, event: string): PoeError {
  return new PoeError(
    'ERR_POE_STATE_TAKEN',
    `${component}: it handles the event "${event}" itself; give your handler another name.`,
  )
}
