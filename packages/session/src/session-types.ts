import type { AnyHandler, Context, EventsOf, Kernel, Lifecycle, SessionKernel, SessionRef, Untyped } from '@poe/kernel'

/** What a handler is given first, in a session of this package. */
export interface SessionContext<M = Untyped, H = Untyped> extends Context<M, H> {
  readonly session: Session<M, H>
}

/** A handler of a session with this heap. */
export type Handler<H, M = Untyped> = (ctx: SessionContext<M, H>, ...args: Untyped[]) => unknown

/** The handlers of a session by event name; `_start` must be there. */
export interface States<H> {
  _start: Handler<H>
  [event: string]: Handler<H>
}

/** The handlers an event map asks for: `_start`, and one per event; POE's other events as one likes. */
export type HandlersOf<M, H> = {
  [K in keyof M]: M[K] extends (...args: infer A) => infer R
    ? (ctx: SessionContext<M, H>, ...args: A) => R | Promise<R>
    : never
} & { _start: Handler<H, M> } & { [K in Exclude<Lifecycle, '_start'>]?: Handler<H, M> }

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

/** Refuses, while compiling, names that are no methods of their object. */
export type CheckedObjects<L extends readonly unknown[]> = {
  [I in keyof L]: L[I] extends readonly [infer O, readonly unknown[]]
    ? readonly [O, readonly MethodName<O>[]]
    : L[I] extends readonly [infer O, unknown]
      ? readonly [O, Readonly<Record<string, MethodName<O>>>]
      : never
}

/** Options of a session: POE's three, and any others a program likes to keep there. */
export interface SessionOptions {
  /** Show every event that is dispatched. Default: false. */
  readonly trace?: boolean
  /** Warn when a handler is replaced. Default: false. */
  readonly debug?: boolean
  /** Warn about events that nobody handles. Default: false. */
  readonly default?: boolean
  readonly [name: string]: unknown
}

/** What is common to all ways of creating a session. */
export interface CreateBase<H> {
  /** The session's data. Default: a new empty object. */
  readonly heap?: H
  /** Arguments of `_start`: a list, or anything else as the only one. */
  readonly args?: unknown
  readonly options?: SessionOptions
  /** The kernel to live on, or, as `ctx.kernel`, the session to be a child of. Default: the default kernel. */
  readonly kernel?: Kernel | SessionKernel
}

/** What {@link Session.create} takes. */
export interface CreateParams<H = Untyped> extends CreateBase<H> {
  readonly inlineStates?: Readonly<Record<string, Handler<H>>>
  readonly objectStates?: readonly ObjectState[]
  readonly packageStates?: readonly ObjectState[]
}

/** A function that posts to its session, or calls it, from wherever it is called. It holds the session until released. */
export interface Postback<A extends readonly unknown[] = unknown[], R = void> extends Disposable {
  (...args: A): R
  /** Lets the session go; the function still works while the session lives. Gives the function. */
  weaken(): this
}

/** An event-driven task: handlers by event name, and a heap. */
export interface Session<M = Untyped, H = Untyped> extends SessionRef<M> {
  readonly heap: H
  readonly kernel: SessionKernel<M>
  /** The value of an option. */
  option(name: string): unknown
  /** Sets options, undefined removes; gives what they were. `on`, `yes`, `off` and `no` count as true and false. */
  option(values: SessionOptions): Record<string, unknown>
  /** A function that posts `event` with ([…etc], [its arguments]). */
  postback(event: keyof M & string, ...etc: unknown[]): Postback
  /** A function that calls `event` with ([…etc], [its arguments]) and gives what the handler gives. */
  callback(event: keyof M & string, ...etc: unknown[]): Postback<unknown[], unknown>
}

export type { EventsOf }
