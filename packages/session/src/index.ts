/**
 * Sessions: event-driven tasks, each a map from event names to handlers together with a heap.
 *
 * @packageDocumentation
 */
export { Session, type SessionClass, type SessionStatics } from './session.ts'
export type {
  CheckedObjects,
  CreateBase,
  Created,
  CreateParams,
  EventsOfObjects,
  GivenArgs,
  Handler,
  HandlersOf,
  Methods,
  ObjectState,
  OwnArgs,
  Postback,
  SessionContext,
  SessionInstance,
  SessionOptions,
  States,
  Switch,
} from './session-types.ts'
export { sharedStates } from './states.ts'
