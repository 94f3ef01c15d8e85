/**
 * Sessions that are state machines: handlers by state and event, and transitions between states. POE::NFA.
 *
 * @packageDocumentation
 */
export { Nfa, type NfaClass } from './nfa.ts'
export type {
  GivenArgs,
  NfaContext,
  NfaEvents,
  NfaHandler,
  NfaMethods,
  NfaObjects,
  NfaOptions,
  NfaStates,
  OwnArgs,
  Postback,
  SpawnParams,
} from './nfa-types.ts'
