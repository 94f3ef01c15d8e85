/**
 * The kernel of POE: one event queue on one loop, with timers, names, lifetimes, signals and exceptions for the
 * sessions that live on it. It touches the host only through the loop.
 *
 * @packageDocumentation
 */
export { type AnyContract, type Contract, contract, type EventContract } from './contract.ts'
export type {
  AnySchema,
  ContractShape,
  EventShape,
  HandledEvents,
  SentEvents,
  StandardIssue,
  StandardResult,
  StandardSchema,
} from './contract-types.ts'
export { chooseKernel, setDefaultKernel } from './default-kernel.ts'
export {
  type Accepting,
  type Addressee,
  type Alias,
  type AnyHandler,
  type ArgsOf,
  alias,
  type EventsOf,
  type Lifecycle,
  type ResultOf,
  type SessionRef,
  type Untyped,
} from './event-types.ts'
export {
  insideOf,
  type KernelInside,
  type QueuedEvent,
  type QueuedKind,
  type SessionInside,
  type WatchInside,
} from './inside.ts'
export { isKernel, Kernel } from './kernel.ts'
export type { LedgerEntry } from './ledger.ts'
export type { ApiMixin } from './mixins.ts'
export { addState, SessionBase, type State, type StateTable, stateTable } from './session-base.ts'
export type { Ending, Owned, Release, SessionHost, Watch, Watcher } from './session-host.ts'
export type { SignalType } from './signals.ts'
export type { AssertKind, Switches, TraceKind } from './tracing-options.ts'
export type {
  Context,
  Destination,
  DrainOptions,
  DrainReport,
  Errno,
  ExceptionInfo,
  KernelMethods,
  KernelOptions,
  RemovedAlarm,
  RequestOptions,
  Requests,
  SessionKernel,
  StateHandler,
  WallTime,
} from './types.ts'
