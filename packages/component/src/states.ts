import { PoeError } from '@poe/errors'
import type { Handler, ObjectState } from '@poe/session'

/** States a user of a component adds to its sessions. */
export interface UserStates<H> {
  readonly inlineStates?: Readonly<Record<string, Handler<H>>>
  readonly objectStates?: readonly ObjectState[]
  readonly packageStates?: readonly ObjectState[]
}

/**
 * The parameters by which a session gets a component's own handlers and those its user adds.
 * @throws PoeError `ERR_POE_STATE_TAKEN` where the user's would replace one the component works by
 */
export function mergeStates<H>(component: string, own: Readonly<Record<string, Handler<H>>>, users: UserStates<H>) {
  for (const event of namesOf(users))
    if (Object.hasOwn(own, event))
      throw new PoeError(
        'ERR_POE_STATE_TAKEN',
        `${component}: it handles the event "${event}" itself; give your handler another name.`,
      )
  return { ...users, inlineStates: { ...users.inlineStates, ...own } }
}

function namesOf<H>(users: UserStates<H>): string[] {
  const pairs = [...(users.objectStates ?? []), ...(users.packageStates ?? [])]
  const methods = pairs.flatMap(([, names]) => (Array.isArray(names) ? (names as string[]) : Object.keys(names)))
  return [...Object.keys(users.inlineStates ?? {}), ...methods]
}
