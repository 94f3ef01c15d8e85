import type { Core } from './core.ts'
import type { ColdRecord, Hold, Owned, SessionRecord } from './session-record.ts'
import { placeOf, type Where } from './where.ts'

/** Where in the program something was made, for the ledger: nothing unless the kernel traces. */
export interface Placed {
  readonly where?: string
}

/** Of a timer, a child. */
export function madeAt(core: Core, made: object): Placed {
  return placed(core.tracing?.whereMade(made))
}

/** Of what has a name only. */
export function namedAt(core: Core, session: SessionRecord, kind: string, name: string): Placed {
  return placed(core.tracing?.whereNamed(session, kind, name))
}

/** Of what a session owns, or is held by. */
export function ownedAt({ tracing }: Core, cold: ColdRecord, made: Owned | Hold): Placed {
  return placed(tracing?.whereMade(ownerOf(cold, made)) ?? tracing?.whereMade(made))
}

/** Of the event at a position of the queue. */
export function queuedAt(core: Core, position: number): Placed {
  return placed(core.ring.whereAt(position))
}

/** What a wheel watches and holds has the wheel's label in front: where the wheel was made is what a reader looks for. */
function ownerOf(cold: ColdRecord, made: Owned | Hold): object {
  for (const owned of cold.owned)
    if (owned !== made && owned.kind !== 'handle' && `${made.label} `.startsWith(`${owned.label} `)) return owned
  return made
}

function placed(where: Where | undefined): Placed {
  return where === undefined ? {} : { where: placeOf(where) }
}
