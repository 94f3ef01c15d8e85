import type {
  AnyContract,
  AnyHandler,
  ArgsOf,
  Context,
  EventsOf,
  Kernel,
  Lifecycle,
  ResultOf,
  SessionKernel,
  SessionRef,
  Untyped,
} from '@poe/kernel'

/** What a handler is given first, in a session of this package: POE's `@_[KERNEL, HEAP, SESSION, …]`. */
export interface SessionContext<M = Untyped, H = Untyped> extends Context<M, H> {
  /** The session whose handler runs, with its own methods. */
  readonly session: Session<M, H>
}

/** A handler of a session with this heap. */
export type Handler<H, M = Untyped> = (ctx: SessionContext<M, H>, ...args: Untyped[]) => unknown

/** The handlers of a session by event name; `_start` must be there. */
export interface States<H> {
  /** Runs first, before `Session.create` returns. */
  _start: Handler<H>
  [event: string]: Handler<H>
}

/** The handlers an event map asks for: `_start`, and one per event; POE's other events as one likes. */
export type HandlersOf<M, H> = {
  [K in keyof M]: M[K] extends (...args: infer A) => infer R
    ? (ctx: SessionContext<M, H>, ...args: A) => R | Promise<R>
    : never
} & {
  /** Runs first, before `Session.create` returns. */
  _start: Handler<H, M>
} & {
  [K in Exclude<Lifecycle, '_start'>]?: Handler<H, M>
}

/** The handler of event `K` of a session with a contract of events `N`; others are its own business. */
export type HandlerOf<K, N, H> = K extends keyof N
  ? N[K] extends (...args: infer A) => infer R
    ? (ctx: SessionContext<Untyped, H>, ...args: A) => R | Promise<R>
    : never
  : Handler<H>

/** Methods that handle events: event names that are method names too, or a map from the one to the other. */
export type Methods = readonly string[] | Readonly<Record<string, string>>

/** An object, or a class for its static methods, with those of its methods that handle events. */
export type ObjectState = readonly [object, Methods]

type MethodEvent<F> = F extends (ctx: Untyped, ...args: infer A) => infer R ? (...args: A) => R : never

type PairEvents<P> = P extends readonly [infer O, readonly (infer N)[]]
  ? { [K in Exclude<N & keyof O & string, Lifecycle>]: MethodEvent<O[K]> }
  : P extends readonly [infer O, infer R]
    ? { [E in Exclude<keyof R & string, Lifecycle>]: R[E] extends keyof O ? MethodEvent<O[R[E]]> : never }
    : never

type Intersection<U> = (U extends unknown ? (u: U) => void : never) extends (i: infer I) => void ? I : never

/** The event map of a list of object or package states. */
export type EventsOfObjects<L extends readonly unknown[]> = Intersection<PairEvents<L[number]>>

type MethodName<O> = { [K in keyof O & string]: O[K] extends AnyHandler ? K : never }[keyof O & string]

type CheckedMethods<P, O, N> = object extends O
  ? P
  : N extends readonly (infer K)[]
    ? string extends K
      ? P
      : readonly [O, readonly MethodName<O>[]]
    : readonly [O, Readonly<Record<string, MethodName<O>>>]

/** Refuses, while compiling, names that are no methods of their object. What is not known by then is let pass. */
export type CheckedObjects<L extends readonly unknown[]> = {
  [I in keyof L]: L[I] extends readonly [infer O, infer N] ? CheckedMethods<L[I], O, N> : never
}

/** On or off: a boolean, or one of POE's words, in any case. */
export type Switch = boolean | 'on' | 'off' | 'yes' | 'no' | 'true' | 'false'

/** Options of a session: POE's three, and any others a program likes to keep there. Names count in any case. */
export interface SessionOptions {
  /** Show each event as it is dispatched, and, while the kernel traces, where it was sent. Default: off. */
  readonly trace?: Switch | undefined
  /** Warn when `kernel.state` replaces a handler. Default: off. */
  readonly debug?: Switch | undefined
  /** Warn about events that nobody handles. Default: off. */
  readonly default?: Switch | undefined
  readonly [name: string]: unknown
}

/** What is common to all ways of creating a session. */
export interface CreateBase<H> {
  /** The session's data. Default, and where it is undefined: a new empty object. */
  readonly heap?: H
  /** Arguments of `_start`: a list, or anything else as the only one. Default: none. */
  readonly args?: unknown
  /** What `session.option` is given first of all. Default: none set. */
  readonly options?: SessionOptions
  /** The kernel to live on, or, as `ctx.kernel`, the session to be a child of. Default: the default kernel. */
  readonly kernel?: Kernel | SessionKernel
}

/** What `Session.create` takes. Where two kinds of states handle one event, the last of them wins. */
export interface CreateParams<H = Untyped> extends CreateBase<H> {
  /** Functions by event name. */
  readonly inlineStates?: Readonly<Record<string, Handler<H>>>
  /** Pairs of an object and its methods that handle events. */
  readonly objectStates?: readonly ObjectState[]
  /** Pairs of a class and its static methods that handle events. */
  readonly packageStates?: readonly ObjectState[]
  /** What the session takes from others. Default: anything. */
  readonly contract?: AnyContract
}

/** A function that posts to its session, or calls it, from wherever it is called. It holds the session until released. */
export interface Postback<A extends readonly unknown[] = unknown[], R = void> extends Disposable {
  (...args: A): R
  /** Lets the session go; the function still works while the session lives. Twice is harmless. Gives the function. */
  weaken(): this
}

type List<T> = [T] extends [readonly unknown[]] ? T : [thisEventTakesNoLists: never]

/** What `postback` takes after the name: what the event's first argument, a list, consists of. */
export type OwnArgs<M, K> = ArgsOf<M, K> extends readonly [infer A, ...unknown[]] ? List<A> : unknown[]

/** What a postback takes when called: what the event's second argument, a list, consists of. */
export type GivenArgs<M, K> = ArgsOf<M, K> extends readonly [unknown, infer A, ...unknown[]] ? List<A> : unknown[]

/** An event-driven task: handlers by event name, and a heap. */
export interface Session<M = Untyped, H = Untyped> extends SessionRef<M> {
  /** The session's own data. */
  readonly heap: H
  /** The kernel as this session sees it. */
  readonly kernel: SessionKernel<M>
  /** The value of an option; undefined where it is not set. */
  option(name: string): unknown
  /** Sets options, undefined removes; gives what they were. `on`, `yes`, `off` and `no` count as true and false. */
  option(values: SessionOptions): Record<string, unknown>
  /** A function that posts `event` with ([…etc], [its arguments]), as whoever is active when it is called. */
  postback<K extends keyof M & string>(event: K, ...etc: OwnArgs<M, K>): Postback<GivenArgs<M, K>>
  /** A function that calls `event` with ([…etc], [its arguments]) and gives what the handler gives. */
  callback<K extends keyof M & string>(
    event: K,
    ...etc: OwnArgs<M, K>
  ): Postback<GivenArgs<M, K>, ResultOf<M, K> | undefined>
}

/** A session as a class of its own sees it: with what it may override. */
export interface SessionInstance<M = Untyped, H = Untyped> extends Session<M, H> {
  /**
   * Makes the session known to the kernel and starts it. One that overrides it may change the arguments of `_start`,
   * and has to call `super.tryAlloc(kernel, args)`; before that the session has no id and no kernel.
   */
  tryAlloc(kernel: Kernel, args: readonly unknown[]): void
  /** Called for an event that has no handler, not even `_default`. Warns, with the option `default`. */
  unhandled(event: string): void
  /** Called when `kernel.state` replaces a handler. Warns, with the option `debug`. */
  redefined(event: string): void
  /** Called once when the session is freed, after everything it owned. */
  freed(): void
}

/** What `Session.create` gives: a session of these events, with what its class `T` adds. */
export type Created<T, M, H> = keyof T extends keyof SessionInstance
  ? Session<M, H>
  : Session<M, H> & Omit<T, keyof SessionInstance>

export type { EventsOf }
