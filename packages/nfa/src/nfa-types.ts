import type { ArgsOf, Kernel, ResultOf, SessionKernel, SessionRef, Untyped } from '@poe/kernel'

/** What a handler of a machine is given first. */
export interface NfaContext<S = Untyped, R = Untyped> {
  /** The kernel as the machine sees it. */
  readonly kernel: SessionKernel
  /** The machine itself, whose methods go to other states. */
  readonly machine: Nfa<S, R>
  /** The machine's own data, the same in every state. */
  readonly runstate: R
  /** The event being handled; `_default` where that handler stands in. */
  readonly event: string
  /** The state the machine was in when the event was dispatched. */
  readonly state: string
  /** Who sent the event. */
  readonly sender: SessionRef | Kernel
  /** The event that was being handled when this one was sent. */
  readonly callerState: string | undefined
  /** Where this event was sent; undefined without tracing. */
  readonly callerFile: string | undefined
  /** The line of {@link callerFile}, from 1. */
  readonly callerLine: number | undefined
  /** The machine, as the session it is: wheels ask for it. */
  readonly session: Nfa<S, R>
  /** Aborted when the machine stops. */
  readonly signal: AbortSignal
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
  readonly immediate?: boolean | 'on' | 'off' | 'yes' | 'no'
  /** Shows every event of the machine. Default: false. */
  readonly trace?: boolean | 'on' | 'off' | 'yes' | 'no'
  /** Warns when `kernel.state` replaces a handler. Default: false. */
  readonly debug?: boolean | 'on' | 'off' | 'yes' | 'no'
  readonly [name: string]: unknown
}

/** What `Nfa.spawn` takes; at least one of the three kinds of states. */
export interface SpawnParams<R = Untyped> {
  /** Functions by event, by state. */
  readonly inlineStates?: NfaStates<R>
  /** Methods of objects by event, by state. */
  readonly objectStates?: NfaObjects
  /** Static methods of classes by event, by state. */
  readonly packageStates?: NfaObjects
  /** The machine's data. Default: a new empty object. */
  readonly runstate?: R
  /** What `machine.option` is given first of all. Default: none set. */
  readonly options?: NfaOptions
  /** The kernel to live on, or, as `ctx.kernel`, the session to be a child of. Default: the default kernel. */
  readonly kernel?: Kernel | SessionKernel
}

type Args<F> = F extends (ctx: never, ...args: infer A) => unknown ? A : never

type Result<F> = F extends (...args: never) => infer R ? R : never

/** The event map of a machine: the events of all its states. */
export type NfaEvents<S> = {
  [E in { [N in keyof S]: keyof S[N] }[keyof S] & string]: (
    ...args: { [N in keyof S]: E extends keyof S[N] ? Args<S[N][E]> : never }[keyof S]
  ) => { [N in keyof S]: E extends keyof S[N] ? Result<S[N][E]> : never }[keyof S]
}

/** A function that posts to its machine, or calls it, from wherever it is called. It holds the machine until released. */
export interface Postback<A extends readonly unknown[] = unknown[], R = void> extends Disposable {
  (...args: A): R
  /** Lets the machine go; the function still works while the machine lives. Twice is harmless. Gives the function. */
  weaken(): this
}

type List<T> = [T] extends [readonly unknown[]] ? T : [thisEventTakesNoLists: never]

/** What `postback` takes after the name: what the event's first argument, a list, consists of. */
export type OwnArgs<M, K> = ArgsOf<M, K> extends readonly [infer A, ...unknown[]] ? List<A> : unknown[]

/** What a postback takes when called: what the event's second argument, a list, consists of. */
export type GivenArgs<M, K> = ArgsOf<M, K> extends readonly [unknown, infer A, ...unknown[]] ? List<A> : unknown[]

/** A session that is a state machine: POE::NFA. Its states are `S`: handlers by event, by state. */
export interface Nfa<S = Untyped, R = Untyped> extends SessionRef<NfaEvents<S>> {
  /** The kernel as the machine sees it. */
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
  /** The machine's own data, the same in every state. */
  getRunstate(): R
  /** The value of an option; undefined where it is not set. */
  option(name: string): unknown
  /** Sets options, undefined removes; gives what they were. `on`, `yes`, `off` and `no` count as true and false. */
  option(values: NfaOptions): Record<string, unknown>
  /**
   * A function that posts `event` with ([…etc], [its arguments]), as whoever is active when it is called. It is the present state
   * that handles the event, at that time.
   */
  postback<K extends keyof NfaEvents<S> & string>(
    event: K,
    ...etc: OwnArgs<NfaEvents<S>, K>
  ): Postback<GivenArgs<NfaEvents<S>, K>>
  /** A function that calls `event` with ([…etc], [its arguments]) and gives what the handler gives. */
  callback<K extends keyof NfaEvents<S> & string>(
    event: K,
    ...etc: OwnArgs<NfaEvents<S>, K>
  ): Postback<GivenArgs<NfaEvents<S>, K>, ResultOf<NfaEvents<S>, K> | undefined>
}
