import type { Kernel, SessionKernel, SessionRef, Untyped } from '@poe/kernel'

/** What a handler of a machine is given first. */
export interface NfaContext<S = Untyped, R = Untyped> {
  readonly kernel: SessionKernel
  readonly machine: Nfa<S, R>
  /** The machine's own data, the same in every state. */
  readonly runstate: R
  /** The event being handled; `_default` where that handler stands in. */
  readonly event: string
  /** The state the machine was in when the event was dispatched. */
  readonly state: string
  readonly sender: SessionRef | Kernel
  /** The event that was being handled when this one was sent. */
  readonly callerState: string | undefined
  /** The object or class a method handler belongs to; undefined for functions. */
  readonly object: unknown
}

/** A handler of a machine. */
export type NfaHandler<S = Untyped, R = Untyped> = (ctx: NfaContext<S, R>, ...args: Untyped[]) => unknown

/** Handlers by event, for each state by its name. */
export type NfaStates<R> = Readonly<Record<string, Readonly<Record<string, NfaHandler<Untyped, R>>>>>

/** Methods that handle events: event names that are method names too, or a map from the one to the other. */
export type NfaMethods = readonly string[] | Readonly<Record<string, string>>

/** For each state, objects (or classes) with those of their methods that handle its events. */
export type NfaObjects = Readonly<Record<string, readonly (readonly [object, NfaMethods])[]>>

/** Options of a machine. */
export interface NfaOptions {
  /** Go to the new state within `gotoState`, instead of after the handler. Default: false. */
  readonly immediate?: boolean
  readonly [name: string]: unknown
}

/** What `Nfa.spawn` takes; at least one of the three kinds of states. */
export interface SpawnParams<R = Untyped> {
  readonly inlineStates?: NfaStates<R>
  readonly objectStates?: NfaObjects
  readonly packageStates?: NfaObjects
  /** The machine's data. Default: a new empty object. */
  readonly runstate?: R
  readonly options?: NfaOptions
  /** The kernel to live on, or, as `ctx.kernel`, the session to be a child of. Default: the default kernel. */
  readonly kernel?: Kernel | SessionKernel
}

type Args<F> = F extends (ctx: never, ...args: infer A) => unknown ? A : never

/** The event map of a machine: the events of all its states. */
export type NfaEvents<S> = {
  [E in { [N in keyof S]: keyof S[N] }[keyof S] & string]: (
    ...args: { [N in keyof S]: E extends keyof S[N] ? Args<S[N][E]> : never }[keyof S]
  ) => unknown
}

/** A session that is a state machine: POE::NFA. Its states are `S`: handlers by event, by state. */
export interface Nfa<S = Untyped, R = Untyped> extends SessionRef<NfaEvents<S>> {
  readonly kernel: SessionKernel
  /**
   * Goes to a state: its present one is told `leave`, then the new one is sent `entry`. Done at once for the first
   * state of all and with the option `immediate`; otherwise after the present handler.
   */
  gotoState(state: keyof S & string): void
  gotoState<N extends keyof S & string, E extends keyof S[N] & string>(state: N, entry: E, ...args: Args<S[N][E]>): void
  /** Goes to a state for a while: `returnState` comes back to the present one, and sends `returnEvent`. */
  callState(returnEvent: string | undefined, state: keyof S & string): void
  callState<N extends keyof S & string, E extends keyof S[N] & string>(
    returnEvent: string | undefined,
    state: N,
    entry: E,
    ...args: Args<S[N][E]>
  ): void
  /** Comes back from `callState`, with arguments for the event it named. */
  returnState(...args: unknown[]): void
  /** Stops the machine once what is queued has been dispatched, whatever it holds. */
  stop(): void
  /** The name of the state; undefined before the first one (POE gives `(undef)`). */
  getCurrentState(): (keyof S & string) | undefined
  getRunstate(): R
  option(name: string): unknown
  /** Sets options; gives what they were. */
  option(values: NfaOptions): Record<string, unknown>
}
