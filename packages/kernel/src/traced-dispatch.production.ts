import { EventContext } from './context.ts'
import type { SessionRecord } from './session-record.ts'

export const sentFrom = (): void => {}
export const runTraced = (): undefined => undefined

export function contextFor(
  session: SessionRecord,
  state: string,
  source: SessionRecord,
  callerState: string | undefined,
  object: unknown,
): EventContext {
  return new EventContext(session, state, source, callerState, object)
}
