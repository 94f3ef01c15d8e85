/**
 * Sessions that are state machines: handlers by state and event, and transitions between states. POE::NFA.
 *
 * @packageDocumentation
 */
export { Nfa, type NfaClass } from './nfa.ts'
export type {
  NfaContext,
  NfaEvents,
  NfaHandler,
  NfaMethods,
  NfaObjects,
  NfaOptions,
  NfaStates,
  SpawnParams,
} from './nfa-types.ts'
