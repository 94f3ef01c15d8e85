/**
 * Sessions: event-driven tasks, each a map from event names to handlers together with a heap.
 *
 * @packageDocumentation
 */
export { Session, type SessionClass } from './session.ts'
export type {
  CreateBase,
  CreateParams,
  EventsOfObjects,
  Handler,
  HandlersOf,
  Methods,
  ObjectState,
  Postback,
  SessionContext,
  SessionOptions,
  States,
} from './session-types.ts'
