/**
 * What every component shares: a kernel, a session, an end that finishes what is open, and room for states of
 * its user's.
 *
 * @packageDocumentation
 */
export { type CloseOptions, Component } from './component.ts'
export { type MergedStates, mergeStates, type UserStates } from './states.ts'
