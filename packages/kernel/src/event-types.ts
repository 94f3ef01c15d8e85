/**
 * The types by which events are checked: an event map says, per event name, what arguments the event takes and
 * what its handler gives back. `any` stands for "not declared" here and nowhere else.
 */

/** What has not been declared: takes anything, fits anywhere. */
// biome-ignore lint/suspicious/noExplicitAny: the one place where any means any
export type Untyped = any

/** Somebody events can be posted to. The map is a phantom: it exists for the type checker alone. */
export interface Addressee<in out M = Untyped> {
  /** The event map, for the compiler alone: nothing is there at run time. */
  readonly '~events'?: (map: M) => M
}

/** A session as others see it. */
export interface SessionRef<in out M = Untyped> extends Addressee<M> {
  /** From 1, never used again; 0 until the session has been allocated. */
  readonly id: number
}

/** A typed alias: a name together with the events its owner takes. Made by {@link alias}. */
export interface Alias<in out M = Untyped> extends Addressee<M> {
  /** The name it stands for. */
  readonly name: string
}

/**
 * Makes a typed alias, to be shared by whoever sets it and whoever posts to it. Without a map it takes any event.
 *
 * @example `const logger = alias<{ log(line: string): void }>('logger')`
 */
export function alias<M = Untyped>(name: string): Alias<M> {
  return { name }
}

/** The names POE gives events of its own. */
export type Lifecycle = '_start' | '_stop' | '_child' | '_parent' | '_default' | '_drain'

/** What every handler looks like before its arguments are known. */
export type AnyHandler = (ctx: Untyped, ...args: Untyped[]) => unknown

/** The arguments of an event, undeclared events taking anything. */
export type ArgsOf<M, K> = [K] extends [never]
  ? unknown[]
  : K extends keyof M
    ? M[K] extends (...args: infer A) => unknown
      ? A
      : unknown[]
    : unknown[]

/** What the handler of an event gives back. */
export type ResultOf<M, K> = K extends keyof M ? (M[K] extends (...args: never[]) => infer R ? R : unknown) : unknown

type Tail<F> = F extends (first: never, ...rest: infer A) => unknown ? A : never

/** The event map of a table of handlers: the same names, without the context. */
export type EventsOf<S> = {
  [K in Exclude<keyof S, Lifecycle>]: S[K] extends (...args: Untyped[]) => infer R ? (...args: Tail<S[K]>) => R : never
}

/** The names of the events of `M` that may be sent these arguments: their handlers take them, or the first of them. */
export type Accepting<M, A extends readonly unknown[]> = {
  [K in keyof M & string]: M[K] extends (...args: A) => unknown ? K : never
}[keyof M & string]
